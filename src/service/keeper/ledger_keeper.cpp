#include "service/keeper/ledger_keeper.h"

#include <chrono>

#include "base/check.h"

namespace lp::service {
namespace {

constexpr auto date_check_interval = std::chrono::seconds(20);
constexpr auto retry_pause = std::chrono::seconds(1);

}  // namespace

LedgerKeeper::LedgerKeeper(store::Store& store, const model::Catalogue& catalogue, OnChange on_change, OnTrouble on_trouble)
    : store_(store),
      catalogue_(catalogue),
      ledger_(store, catalogue),
      on_change_(std::move(on_change)),
      on_trouble_(std::move(on_trouble)),
      rolled_(store.clock().today()),
      worker_([this] { work(); }) {}

LedgerKeeper::~LedgerKeeper() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  worker_.join();
}

void LedgerKeeper::note(const std::vector<store::Store::Change>& changes) {
  if (changes.empty()) return;
  {
    const std::lock_guard lock(mutex_);
    waiting_.insert(waiting_.end(), changes.begin(), changes.end());
  }
  wake_.notify_one();
}

void LedgerKeeper::drain() {
  std::unique_lock lock(mutex_);
  idle_.wait(lock, [this] { return stop_ || (!busy_ && waiting_.empty()); });
}

void LedgerKeeper::report(const Result<campaign::LedgerChange>& result) {
  if (!result) {
    if (on_trouble_) on_trouble_(result.error());
  } else if (result->any() && on_change_) {
    on_change_(*result);
  }
}

void LedgerKeeper::start_up() {
  for (const auto& [name, plan] : catalogue_.plans) report(ledger_.recompute_all(name, rolled_));
}

// True while there is work or a new day; false to stop.
bool LedgerKeeper::wait_for_work(std::unique_lock<std::mutex>& lock) {
  busy_ = false;
  idle_.notify_all();
  while (!stop_ && waiting_.empty() && store_.clock().today() == rolled_) wake_.wait_for(lock, date_check_interval);
  busy_ = !stop_;
  return !stop_;
}

void LedgerKeeper::settle(std::vector<store::Store::Change> changes) {
  const Date today = store_.clock().today();
  bool failed = false;
  if (today != rolled_) {
    const auto rolled = ledger_.roll_day(today);
    report(rolled);
    failed = !rolled;
    if (rolled) rolled_ = today;
  }
  if (!changes.empty()) {
    const auto computed = ledger_.recompute_for(changes, today);
    report(computed);
    if (computed) changes.clear();
    failed = failed || !computed;
  }
  if (!failed) return;
  // What failed is tried again, but not at once: a full disk stays full for a while.
  std::unique_lock lock(mutex_);
  waiting_.insert(waiting_.begin(), changes.begin(), changes.end());
  wake_.wait_for(lock, retry_pause, [this] { return stop_; });
}

void LedgerKeeper::work() {
  try {
    start_up();
  } catch (const std::exception& bug) {
    if (on_trouble_) on_trouble_(make_error(Errc::internal, bug.what()));
  }
  std::unique_lock lock(mutex_);
  while (wait_for_work(lock)) {
    std::vector<store::Store::Change> changes = std::move(waiting_);
    waiting_.clear();
    lock.unlock();
    try {
      settle(std::move(changes));
    } catch (const std::exception& bug) {  // a job's edge: the worker must live
      if (on_trouble_) on_trouble_(make_error(Errc::internal, bug.what()));
    }
    lock.lock();
  }
  idle_.notify_all();
}

}  // namespace lp::service
