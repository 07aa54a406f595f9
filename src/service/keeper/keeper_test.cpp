// The worker that keeps the ledger: draining, trying again, new days; and reminders planned once.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>

#include "campaign/test_campaign.h"
#include "service/keeper/ledger_keeper.h"
#include "service/keeper/reminder_worker.h"
#include "service/reminders/planner.h"

namespace lp::service {
namespace {

using namespace campaign::testing;

class Kept : public Campaign {
 public:
  using Campaign::Campaign;
  void settle() override {}   // only what the keeper does counts
};

class KeeperTest : public ::testing::Test {
 protected:
  Kept c{"2024-07-14T09:00:00+08:00"};
  House net = c.house("苏州秋水网络", "internet", "320500");
  std::atomic<int> changes{0}, troubles{0};

  std::unique_ptr<LedgerKeeper> start(store::Store& store) {
    return std::make_unique<LedgerKeeper>(store, c.world.catalogue, [this](const campaign::LedgerChange&) { ++changes; },
                                          [this](const Error&) { ++troubles; });
  }
  static store::Store::Change change_of(const model::Record& r) { return {r.kind, r.id, r.org}; }
};

TEST_F(KeeperTest, ComputesEverythingAtTheStart) {
  EXPECT_TRUE(c.duties(net.org).empty());
  const auto keeper = start(*c.world.store);
  keeper->drain();
  EXPECT_FALSE(c.duties(net.org).empty());
  EXPECT_EQ(changes, 1);
}

TEST_F(KeeperTest, DrainReturnsWhenWhatWasNotedIsInTheLedger) {
  const auto keeper = start(*c.world.store);
  keeper->drain();
  for (const char* obligation : {"data_catalogue", "list_apps", "task_ledger"}) {
    keeper->note({change_of(c.submitted_report(net, obligation))});
    keeper->drain();
    EXPECT_EQ(c.duty(net.org, obligation).state, DutyState::met) << obligation;
  }
  keeper->note({});
  keeper->drain();
  EXPECT_EQ(troubles, 0);
}

TEST_F(KeeperTest, ManyChangesFromManyThreads) {
  const auto keeper = start(*c.world.store);
  std::vector<std::thread> writers;
  const std::vector<std::string> obligations{"data_catalogue", "list_apps", "task_ledger", "technical_means"};
  for (const std::string& obligation : obligations) {
    writers.emplace_back([&, obligation] { keeper->note({change_of(c.submitted_report(net, obligation))}); });
  }
  for (auto& w : writers) w.join();
  keeper->drain();
  for (const std::string& obligation : obligations) EXPECT_EQ(c.duty(net.org, obligation).state, DutyState::met) << obligation;
}

TEST_F(KeeperTest, ANewDayRollsWithTheNextChange) {
  const auto keeper = start(*c.world.store);
  keeper->drain();
  EXPECT_EQ(c.state(net.org, "data_self_check_report"), "due_soon 2024-07-15 -");
  c.world.clock.advance_days(2);
  keeper->note({change_of(c.submitted_report(net, "list_apps"))});
  keeper->drain();
  EXPECT_EQ(c.state(net.org, "data_self_check_report"), "overdue 2024-07-15 -");
}

// A clock that ran ahead and is put right: the ledger follows it back, keeping numbers and proofs.
TEST_F(KeeperTest, TheDayMayGoBack) {
  const auto keeper = start(*c.world.store);
  keeper->drain();
  const std::string no = c.duty(net.org, "data_self_check_report").no;
  const std::size_t owed = c.duties(net.org).size();
  const Timestamp right = c.world.clock.now();
  c.world.clock.advance_days(400);
  keeper->note({change_of(c.submitted_report(net, "list_apps"))});
  keeper->drain();
  EXPECT_EQ(c.state(net.org, "data_self_check_report"), "overdue 2024-07-15 -");
  c.world.clock.set(right);
  keeper->note({change_of(c.submitted_report(net, "task_ledger"))});
  keeper->drain();
  EXPECT_EQ(c.state(net.org, "data_self_check_report"), "due_soon 2024-07-15 -");
  EXPECT_EQ(c.duty(net.org, "data_self_check_report").no, no) << "the number stays";
  EXPECT_EQ(c.duty(net.org, "task_ledger").state, DutyState::met);
  EXPECT_EQ(c.duties(net.org).size(), owed);
  EXPECT_FALSE(must(keeper->ledger().recompute_all(plan_name, c.today())).any()) << "as if the day had never been";
  EXPECT_EQ(troubles, 0);
}

TEST_F(KeeperTest, RemindersOfADayLivedTwiceGoOutOnce) {
  must(c.ledger.recompute_all(plan_name, c.today()));
  const std::size_t first = must(plan_reminders(*c.world.store, c.today()));
  EXPECT_GT(first, 0U);
  const Timestamp right = c.world.clock.now();
  c.world.clock.advance_days(1);
  must(c.ledger.roll_day(c.today()));
  must(plan_reminders(*c.world.store, c.today()));
  c.world.clock.set(right);
  must(c.ledger.roll_day(c.today()));
  const auto queued = [&] {
    std::size_t n = 0;
    c.reading([&](store::ReadTx& tx) -> Status {
      LP_TRY(const auto all, tx.outbox("", 0, 100'000, nullptr));
      n = all.size();
      return {};
    });
    return n;
  };
  const std::size_t before = queued();
  must(plan_reminders(*c.world.store, c.today()));
  EXPECT_EQ(queued(), before);
}

TEST_F(KeeperTest, ARestartComputesNothingAndSeesWhatWasWrittenMeanwhile) {
  start(*c.world.store)->drain();
  changes = 0;
  {
    const auto again = start(*c.world.store);
    again->drain();
    EXPECT_EQ(changes, 0);
  }
  c.submitted_report(net, "data_catalogue");   // by a program without a keeper
  const auto third = start(*c.world.store);
  third->drain();
  EXPECT_EQ(changes, 1);
  EXPECT_EQ(c.duty(net.org, "data_catalogue").state, DutyState::met);
}

TEST_F(KeeperTest, ChangesNobodyNotedComeWithTheNextOnes) {
  const auto keeper = start(*c.world.store);
  keeper->drain();
  c.submitted_report(net, "list_apps");        // by another program beside this one
  keeper->note({change_of(c.submitted_report(net, "task_ledger"))});
  keeper->drain();
  EXPECT_EQ(c.duty(net.org, "list_apps").state, DutyState::met);
  EXPECT_EQ(c.duty(net.org, "task_ledger").state, DutyState::met);
}

// A store whose reads fail for a while, as on a full or vanished disk.
class Flaky final : public store::Store {
 public:
  explicit Flaky(store::Store& inner) : inner_(inner) {}
  std::atomic<int> failures{0};

  Status read(const std::function<Status(store::ReadTx&)>& work) override {
    int left = failures.load();
    while (left > 0 && !failures.compare_exchange_weak(left, left - 1)) {}
    if (left > 0) return make_error(Errc::unavailable, "the disk is away");
    return inner_.read(work);
  }
  Status write(const std::function<Status(store::WriteTx&)>& work) override { return inner_.write(work); }
  Status write_bulk(const std::function<Status(store::WriteTx&)>& work) override { return inner_.write_bulk(work); }
  store::Blobs& blobs() override { return inner_.blobs(); }
  const model::Catalogue& catalogue() const override { return inner_.catalogue(); }
  const Clock& clock() const override { return inner_.clock(); }
  Status backup_to(const std::filesystem::path& file) override { return inner_.backup_to(file); }
  void on_commit(std::function<void(const std::vector<Change>&)> listener) override { inner_.on_commit(std::move(listener)); }

 private:
  store::Store& inner_;
};

TEST_F(KeeperTest, TriesAgainAfterTrouble) {
  Flaky store(*c.world.store);
  const auto keeper = start(store);
  keeper->drain();
  const auto report = c.submitted_report(net, "data_catalogue");
  store.failures = 2;
  keeper->note({change_of(report)});
  keeper->drain();
  EXPECT_EQ(troubles, 2) << "each failure is told";
  EXPECT_EQ(c.duty(net.org, "data_catalogue").state, DutyState::met) << "and no change is lost";
}

TEST_F(KeeperTest, ANewDayThatFailedIsRolledLater) {
  Flaky store(*c.world.store);
  const auto keeper = start(store);
  keeper->drain();
  c.world.clock.advance_days(2);
  store.failures = 1;
  keeper->note({change_of(c.submitted_report(net, "list_apps"))});
  keeper->drain();
  keeper->note({change_of(c.submitted_report(net, "task_ledger"))});
  keeper->drain();
  EXPECT_EQ(c.state(net.org, "data_self_check_report"), "overdue 2024-07-15 -");
}

TEST_F(KeeperTest, StopsWhileThereIsTrouble) {
  Flaky store(*c.world.store);
  auto keeper = start(store);
  keeper->drain();
  c.world.clock.advance_days(1);
  store.failures = 1'000'000'000;
  keeper->note({change_of(c.submitted_report(net, "list_apps"))});
  while (troubles == 0) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  EXPECT_LE(troubles, 4) << "tried again after a pause, not in a hot loop";
  keeper.reset();
}

struct Counting final : Channel {
  explicit Counting(std::atomic<int>& deliveries) : count(deliveries) {}
  Status deliver(const store::OutboxMessage&, const store::Account&, Timestamp) override {
    ++count;
    return {};
  }
  std::atomic<int>& count;
};

TEST_F(KeeperTest, ADayIsPlannedOnceHoweverOftenTheProgramStarts) {
  must(c.ledger.recompute_all(plan_name, c.today()));
  must(c.world.store->write([&](store::WriteTx& tx) -> Status {
    LP_TRY(auto account, tx.account(net.officer.user));
    account.preferences = {{"channels", {{"in_app", true}, {"mail", true}}}};
    LP_CHECK_OK(tx.put_account(account));
    return {};
  }));
  std::atomic<int> mails{0}, trouble{0};
  const auto count = [&] {
    std::int64_t total = 0;
    c.reading([&](store::ReadTx& tx) -> Status {
      LP_TRY(const auto all, tx.outbox("", 0, 1, &total));
      return {};
    });
    return total;
  };
  const auto run = [&](const std::function<bool()>& until) {
    Delivery::Channels channels;
    channels["mail"] = std::make_unique<Counting>(mails);
    ReminderWorker worker(*c.world.store, std::move(channels), [&](const Error&) { ++trouble; });
    for (int i = 0; i < 600 && !until(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  };
  run([&] { return mails > 0; });
  const std::int64_t planned = count();
  const int sent = mails;
  EXPECT_GT(planned, 1) << "in the inbox and by mail";
  EXPECT_EQ(sent * 2, planned);
  const auto started = std::chrono::steady_clock::now();
  run([&] { return std::chrono::steady_clock::now() - started > std::chrono::seconds(7); });   // a restart, one round
  EXPECT_EQ(count(), planned);
  EXPECT_EQ(mails, sent) << "nothing goes out twice";
  EXPECT_EQ(trouble, 0);
}

TEST_F(KeeperTest, TheWebhookSecretIsMadeOnce) {
  const std::string first = must(webhook_secret(*c.world.store));
  EXPECT_GE(first.size(), 32U);
  EXPECT_EQ(must(webhook_secret(*c.world.store)), first);
}

}  // namespace
}  // namespace lp::service
