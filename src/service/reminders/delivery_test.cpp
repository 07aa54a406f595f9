#include "service/reminders/delivery.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace lp::service {
namespace {

class ListOutbox final : public OutboxPort {
 public:
  std::vector<store::OutboxMessage> messages;
  std::map<std::int64_t, store::Account> accounts;
  Result<std::vector<store::OutboxMessage>> due(Timestamp now, int limit) override {
    std::vector<store::OutboxMessage> out;
    for (const auto& m : messages) {
      if (m.state == "queued" && m.not_before <= now && static_cast<int>(out.size()) < limit) out.push_back(m);
    }
    return out;
  }
  Result<store::Account> account(UserId id) override {
    const auto at = accounts.find(id.value);
    if (at == accounts.end()) return make_error(Errc::not_found, "no account");
    return at->second;
  }
  Status set_state(std::int64_t id, std::string_view state, int attempts, Timestamp not_before, std::string_view error) override {
    auto& m = *std::find_if(messages.begin(), messages.end(), [&](const auto& x) { return x.id == id; });
    m.state = state;
    m.attempts = attempts;
    m.not_before = not_before;
    m.last_error = error;
    return ok_status();
  }
};

class ScriptedChannel final : public Channel {
 public:
  explicit ScriptedChannel(int* calls, std::vector<Errc> failures) : calls_(calls), failures_(std::move(failures)) {}
  Status deliver(const store::OutboxMessage&, const store::Account&, Timestamp) override {
    const auto i = static_cast<std::size_t>((*calls_)++);
    if (i < failures_.size()) return make_error(failures_[i], "scripted");
    return ok_status();
  }

 private:
  int* calls_;
  std::vector<Errc> failures_;
};

class DeliveryTest : public ::testing::Test {
 protected:
  ListOutbox outbox;
  FakeClock clock{*parse_timestamp("2024-07-24T10:00:00+08:00")};
  int calls = 0;

  void message(std::int64_t id, std::string channel, std::int64_t to = 1) {
    store::OutboxMessage m;
    m.id = id;
    m.to = {to};
    m.channel = std::move(channel);
    m.state = "queued";
    outbox.messages.push_back(m);
  }
  Delivery delivery(std::vector<Errc> failures = {}) {
    Delivery::Channels channels;
    channels.emplace("mail", std::make_unique<ScriptedChannel>(&calls, std::move(failures)));
    return Delivery(outbox, clock, std::move(channels), 1);
  }
  DeliveryTest() { outbox.accounts[1].email = "a@example.cn"; }
};

TEST_F(DeliveryTest, SendsInAppAtOnceAndMailByItsChannel) {
  message(1, "in_app");
  message(2, "mail");
  const auto report = delivery().run_once();
  ASSERT_TRUE(report);
  EXPECT_EQ(report->sent, 2);
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(outbox.messages[1].state, "sent");
  EXPECT_EQ(delivery().run_once()->sent, 0) << "sent once";
}

TEST_F(DeliveryTest, WaitsLongerAfterEachFailure) {
  message(1, "mail");
  Delivery d = delivery({Errc::unavailable, Errc::timeout, Errc::unavailable});
  std::vector<std::int64_t> waits;
  for (int i = 0; i < 3; ++i) {
    ASSERT_EQ(d.run_once()->retried, 1);
    EXPECT_EQ(d.run_once()->retried, 0) << "not before its time";
    waits.push_back((outbox.messages[0].not_before.micros() - clock.now().micros()) / 1'000'000);
    clock.set(outbox.messages[0].not_before);
  }
  EXPECT_NEAR(static_cast<double>(waits[0]), 60, 15);
  EXPECT_NEAR(static_cast<double>(waits[1]), 120, 30);
  EXPECT_NEAR(static_cast<double>(waits[2]), 240, 60);
  EXPECT_EQ(d.run_once()->sent, 1);
  EXPECT_EQ(outbox.messages[0].attempts, 4);
}

TEST_F(DeliveryTest, GivesUpAfterTenTriesAndNeverWaitsMoreThanSixHours) {
  message(1, "mail");
  Delivery d = delivery(std::vector<Errc>(100, Errc::unavailable));
  for (int i = 0; i < Delivery::max_attempts; ++i) {
    ASSERT_TRUE(d.run_once());
    EXPECT_LE(outbox.messages[0].not_before.micros() - clock.now().micros(), 6LL * 3600 * 1'000'000);
    clock.set(std::max(clock.now(), outbox.messages[0].not_before));
  }
  EXPECT_EQ(outbox.messages[0].state, "failed");
  EXPECT_EQ(outbox.messages[0].last_error, "scripted");
  EXPECT_EQ(calls, 10);
}

TEST_F(DeliveryTest, FinalFailuresAreNotTriedAgain) {
  message(1, "mail");
  EXPECT_EQ(delivery({Errc::unsupported}).run_once()->failed, 1);
  EXPECT_EQ(outbox.messages[0].state, "failed");
}

TEST_F(DeliveryTest, HoldsWhatCannotGoAnywhere) {
  message(1, "mail", 99);
  message(2, "webhook");
  outbox.accounts[2].disabled = true;
  message(3, "in_app", 2);
  EXPECT_EQ(delivery().run_once()->held, 3);
  for (const auto& m : outbox.messages) {
    EXPECT_EQ(m.state, "held");
    EXPECT_FALSE(m.last_error.empty());
  }
}

TEST_F(DeliveryTest, PostponesIntoTheMorning) {
  clock.set(*parse_timestamp("2024-07-24T23:30:00+08:00"));
  outbox.accounts[1].preferences = {{"quiet", {{"from", "22:00"}, {"to", "07:00"}}}};
  message(1, "mail");
  EXPECT_EQ(delivery().run_once()->postponed, 1);
  EXPECT_EQ(outbox.messages[0].not_before, *parse_timestamp("2024-07-25T07:00:00+08:00"));
  clock.set(outbox.messages[0].not_before);
  EXPECT_EQ(delivery().run_once()->sent, 1);
}

TEST(Channels, NeedAnAddress) {
  MailChannel mail({}, "https://x");
  WebhookChannel webhook({});
  EXPECT_EQ(mail.deliver({}, {}, Timestamp(0)).error().code, Errc::not_found);
  EXPECT_EQ(webhook.deliver({}, {}, Timestamp(0)).error().code, Errc::not_found);
}

}  // namespace
}  // namespace lp::service
