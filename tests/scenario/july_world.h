#pragma once
// A July of the campaign for stories: the ledger kept as the program keeps it, the days passing
// one by one, reminders planned every morning.

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>

#include "campaign/test_campaign.h"
#include "service/keeper/ledger_keeper.h"
#include "service/reminders/planner.h"

namespace lp::testing {

using namespace campaign::testing;

class July : public Campaign {
 public:
  std::atomic<std::int64_t> changes{0};
  service::LedgerKeeper keeper{*world.store, world.catalogue,
                               [this](const campaign::LedgerChange& c) { changes += c.added + c.changed + c.removed; },
                               [](const Error& e) { ADD_FAILURE() << e.message; }};
  std::map<std::string, std::size_t> planned;   // day → messages

  July() {
    world.store->on_commit([this](const std::vector<store::Store::Change>& changed) { hear(changed); });
    settle();
  }
  ~July() override { world.store->on_commit({}); }

  // Commits are told on a thread of the store's own. An organisation without duties is written
  // last: when it was heard of, everything before it was.
  void settle() override {
    must(world.engine.update(model::Viewer::system("test"), "organisation", to_record(marker_), records::Engine::any_version,
                             {{"employees", ++marks_}}));
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(heard_.wait_for(lock, std::chrono::seconds(60), [this] { return marks_heard_ >= marks_; }));
    lock.unlock();
    keeper.drain();
  }

  // Each night the ledger rolls, each morning reminders are planned, and once more as after a restart.
  void until(const char* text) {
    const Date target = *parse_date(text);
    while (today() < target) {
      settle();
      world.clock.advance_days(1);
      must(keeper.ledger().roll_day(today()));
      planned[lp::to_string(today())] = must(service::plan_reminders(*world.store, today()));
      must(service::plan_reminders(*world.store, today()));
    }
  }

  // Reminders of one duty a person got: "07-08 duty.due_soon".
  std::vector<std::string> reminders(const model::Viewer& viewer, const std::string& duty_no) {
    std::vector<std::string> days;
    reading([&](store::ReadTx& tx) -> Status {
      LP_TRY(const auto all, tx.outbox("queued", 0, 100'000, nullptr));
      for (const auto& m : all) {
        if (m.to == viewer.user && m.link == "/ledger/" + duty_no) days.push_back(lp::to_string(date_in_china(m.created_at)).substr(5) + " " + m.topic);
      }
      return ok_status();
    });
    std::sort(days.begin(), days.end());
    return days;
  }

 private:
  void hear(const std::vector<store::Store::Change>& changed) {
    keeper.note(changed);
    const std::lock_guard lock(mutex_);
    for (const auto& c : changed) marks_heard_ += c.kind == "organisation" && c.record == to_record(marker_) ? 1 : 0;
    heard_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable heard_;
  std::int64_t marks_ = 0, marks_heard_ = 0;
  const OrgId marker_ = world.add_org("旁听机构", "assessor");
};

}  // namespace lp::testing
