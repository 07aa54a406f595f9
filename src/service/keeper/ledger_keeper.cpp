#include "service/keeper/ledger_keeper.h"

#include <malloc.h>

#include "base/check.h"

namespace lp::service {
namespace {

constexpr auto look_interval = std::chrono::seconds(20);   // for a new day, and for what other programs wrote
constexpr auto mark_interval = std::chrono::seconds(60);
constexpr auto retry_pause = std::chrono::seconds(1);
constexpr std::int64_t much = 20'000;                      // records read

}  // namespace

LedgerKeeper::LedgerKeeper(store::Store& store, const model::Catalogue& catalogue, OnChange on_change, OnTrouble on_trouble)
    : store_(store),
      ledger_(store, catalogue),
      on_change_(std::move(on_change)),
      on_trouble_(std::move(on_trouble)),
      marked_(std::chrono::steady_clock::now()),
      worker_([this] { work(); }) {}

LedgerKeeper::~LedgerKeeper() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  worker_.join();
  keep_marks();
}

void LedgerKeeper::note(const std::vector<store::Store::Change>& changes) {
  if (changes.empty()) return;
  {
    const std::lock_guard lock(mutex_);
    noted_ = true;
  }
  wake_.notify_one();
}

void LedgerKeeper::drain() {
  std::unique_lock lock(mutex_);
  idle_.wait(lock, [this] { return stop_ || (!busy_ && !noted_); });
}

void LedgerKeeper::keep_marks() {
  if (const auto kept = ledger_.keep_marks(); !kept && on_trouble_) on_trouble_(kept.error());
  marked_ = std::chrono::steady_clock::now();
}

// True when there may be work; false to stop.
bool LedgerKeeper::wait_for_work(std::unique_lock<std::mutex>& lock) {
  busy_ = false;
  idle_.notify_all();
  wake_.wait_for(lock, look_interval, [this] { return stop_ || noted_; });
  busy_ = !stop_;
  noted_ = false;
  return !stop_;
}

// False: to be tried again.
bool LedgerKeeper::settle() {
  const auto done = ledger_.catch_up(store_.clock().today());
  if (!done) {
    if (on_trouble_) on_trouble_(done.error());
    return false;
  }
  if (done->any() && on_change_) on_change_(*done);
  if (done->records > much) malloc_trim(0);   // what a great computation needed is not kept by an idle server
  if (std::chrono::steady_clock::now() - marked_ > mark_interval) keep_marks();
  return true;
}

void LedgerKeeper::work() {
  std::unique_lock lock(mutex_);
  while (wait_for_work(lock)) {
    lock.unlock();
    bool settled = true;
    try {
      settled = settle();
    } catch (const std::exception& bug) {  // a job's edge: the worker must live
      if (on_trouble_) on_trouble_(make_error(Errc::internal, bug.what()));
    }
    lock.lock();
    if (settled) continue;
    // What failed is tried again, but not at once: a full disk stays full for a while.
    noted_ = true;
    wake_.wait_for(lock, retry_pause, [this] { return stop_; });
  }
  idle_.notify_all();
}

}  // namespace lp::service
