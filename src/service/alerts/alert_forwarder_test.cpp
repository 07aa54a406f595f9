#include "service/alerts/alert_forwarder.h"

#include <gtest/gtest.h>

#include <fstream>

#include "io/files.h"

namespace lp::service {
namespace {

// Takes what it is told to; the test looks at what came.
struct Inbox {
  std::vector<std::string> ids;
  Status answer = ok_status();
  std::string refuse;              // this id is refused for good
};
class FakeTarget final : public AlertTarget {
 public:
  FakeTarget(Inbox& inbox, std::string key) : inbox_(inbox), key_(std::move(key)) {}
  std::string shown() const override { return key_; }
  std::string key() const override { return key_; }
  Status send(const json::object& alert, std::string_view) override {
    const std::string id = get_string(alert, "id");
    if (id == inbox_.refuse) return make_error(Errc::too_large, "no");
    if (!inbox_.answer) return inbox_.answer;
    inbox_.ids.push_back(id);
    return ok_status();
  }

 private:
  Inbox& inbox_;
  std::string key_;
};

class AlertForwarderTest : public ::testing::Test {
 protected:
  void append(const std::string& id, const std::string& severity = "high") { write("{\"format\":\"longpan-alert/1\",\"id\":\"" + id + "\",\"severity\":\"" + severity + "\"}\n"); }
  void write(const std::string& text) { std::ofstream(alerts(), std::ios::app | std::ios::binary) << text; }
  std::filesystem::path alerts() const { return dir_.path() / "alerts.jsonl"; }
  AlertForwarder open(detect::Severity least = detect::Severity::informational) {
    std::vector<std::unique_ptr<AlertTarget>> targets;
    targets.push_back(std::make_unique<FakeTarget>(a_, "a"));
    targets.push_back(std::make_unique<FakeTarget>(b_, "b"));
    auto opened = AlertForwarder::open({alerts(), dir_.path() / "places", least}, std::move(targets), clock_);
    EXPECT_TRUE(opened) << opened.error().message;
    return *std::move(opened);
  }
  using Ids = std::vector<std::string>;

  io::TempDir dir_ = *io::TempDir::create("forward");
  FakeClock clock_{*parse_timestamp("2024-07-15T09:00:00+08:00")};
  Inbox a_, b_;
};

TEST_F(AlertForwarderTest, SendsWhatComesInOrderAndGoesOnWhereItWas) {
  {
    AlertForwarder forwarder = open();
    EXPECT_FALSE(*forwarder.step()) << "no file yet";
    append("1");
    append("2");
    write("{\"format\":\"longpan-alert/1\",\"id\":\"3\"");   // half a line
    EXPECT_TRUE(*forwarder.step());
    EXPECT_FALSE(forwarder.all_at_end()) << "half a line is left";
    EXPECT_EQ(a_.ids, (Ids{"1", "2"}));
    write(",\"severity\":\"low\"}\n");
    EXPECT_TRUE(*forwarder.step());
    EXPECT_FALSE(*forwarder.step());
  }
  append("4");
  AlertForwarder again = open();
  EXPECT_TRUE(*again.step());
  EXPECT_EQ(a_.ids, (Ids{"1", "2", "3", "4"}));
  EXPECT_EQ(b_.ids, a_.ids);
}

TEST_F(AlertForwarderTest, AReceiverThatStopsHoldsUpNobodyAndLosesNothing) {
  AlertForwarder forwarder = open();
  a_.answer = make_error(Errc::unavailable, "down");
  append("1");
  append("2");
  EXPECT_TRUE(*forwarder.step());
  EXPECT_EQ(b_.ids, (Ids{"1", "2"}));
  EXPECT_EQ(forwarder.reports()[0].problem, "down");
  a_.answer = ok_status();
  EXPECT_FALSE(*forwarder.step()) << "not before a second has passed";
  EXPECT_FALSE(forwarder.all_at_end());
  clock_.advance_seconds(2);
  EXPECT_TRUE(*forwarder.step());
  EXPECT_EQ(a_.ids, (Ids{"1", "2"}));
  EXPECT_EQ(forwarder.reports()[0].failures, 1U);
  EXPECT_TRUE(forwarder.reports()[0].problem.empty());
}

TEST_F(AlertForwarderTest, WhatIsNoAlertOrRefusedIsCountedAndPassedOver) {
  AlertForwarder forwarder = open(detect::Severity::medium);
  a_.refuse = "2";
  append("1", "low");
  write("nonsense\n\n");
  append("2");
  append("3");
  EXPECT_TRUE(*forwarder.step());
  EXPECT_EQ(a_.ids, (Ids{"3"}));
  const AlertForwarder::Report report = forwarder.reports()[0];
  EXPECT_EQ(report.sent, 1U);
  EXPECT_EQ(report.below, 1U);
  EXPECT_EQ(report.unreadable, 1U);
  EXPECT_EQ(report.refused, 1U);
}

TEST_F(AlertForwarderTest, AnotherFileOfTheNameBeginsAnew) {
  AlertForwarder forwarder = open();
  append("1");
  append("2");
  EXPECT_TRUE(*forwarder.step());
  std::filesystem::remove(alerts());
  append("7");
  append("8");
  append("9");
  EXPECT_TRUE(*forwarder.step());
  EXPECT_EQ(a_.ids, (Ids{"1", "2", "7", "8", "9"}));
}

TEST_F(AlertForwarderTest, AFileThatWasCutBackAndGrewAgainIsNotSentTwice) {
  AlertForwarder forwarder = open();
  append("1");
  const auto length = std::filesystem::file_size(alerts());
  append("2");
  EXPECT_TRUE(*forwarder.step());
  // As a run does that goes on after a kill: back to the last save, then the same bytes again.
  std::filesystem::resize_file(alerts(), length);
  EXPECT_FALSE(*forwarder.step());
  append("2");
  append("3");
  EXPECT_TRUE(*forwarder.step());
  EXPECT_EQ(a_.ids, (Ids{"1", "2", "3"}));
}

TEST_F(AlertForwarderTest, AnotherFileWithTheSameFirstAlertBeginsAnew) {
  AlertForwarder forwarder = open();
  append("1");
  append("2");
  EXPECT_TRUE(*forwarder.step());
  std::filesystem::remove(alerts());
  append("1");
  append("5");
  append("6");
  EXPECT_TRUE(*forwarder.step());
  EXPECT_EQ(a_.ids, (Ids{"1", "2", "1", "5", "6"}));
}

TEST_F(AlertForwarderTest, AShorterFileThatNobodyWritesAgainIsAnother) {
  AlertForwarder forwarder = open();
  for (const char* id : {"1", "2", "3"}) append(id);
  EXPECT_TRUE(*forwarder.step());
  std::filesystem::remove(alerts());
  append("1");
  append("9");
  EXPECT_FALSE(*forwarder.step());
  EXPECT_TRUE(*forwarder.step(true));
  EXPECT_EQ(a_.ids, (Ids{"1", "2", "3", "1", "9"}));
}

TEST_F(AlertForwarderTest, TwoAtOnceAreRefused) {
  append("1");
  AlertForwarder first = open();
  EXPECT_TRUE(*first.step());
  std::vector<std::unique_ptr<AlertTarget>> none;
  const auto second = AlertForwarder::open({alerts(), dir_.path() / "places", {}}, std::move(none), clock_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Errc::conflict);
}

TEST(AlertTargets, ShowNoSecretOfAnAddress) {
  const SystemClock clock;
  const auto target = make_webhook_target("https://hooks.example.org/robot/send?access_token=abc", {}, clock);
  EXPECT_EQ(target->shown(), "https://hooks.example.org");
  EXPECT_EQ(target->key().find("abc"), std::string::npos);
}

}  // namespace
}  // namespace lp::service
