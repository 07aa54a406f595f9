#pragma once
// Keeps the ledger true while the program serves: recomputes what each committed change can
// affect, and rolls the date at midnight in China.
//
// Guarantees. Changes that arrive while one recomputation runs are taken together in the next.
// A recomputation that fails is reported and its changes are tried again. drain() returns when
// everything reported before the call is in the ledger. After a start the whole ledger is
// recomputed once, so a crash between a commit and its recomputation leaves no stale duty.
// Not guaranteed: that the ledger shows a change when its write returns (milliseconds later).
//
// Threads: one worker of its own; all methods are thread-safe. The store must outlive it.

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "campaign/ledger.h"
#include "store/store.h"

namespace lp::service {

class LedgerKeeper {
 public:
  // Called by the worker: after a recomputation that changed duties, and with trouble.
  using OnChange = std::function<void(const campaign::LedgerChange&)>;
  using OnTrouble = std::function<void(const Error&)>;

  LedgerKeeper(store::Store& store, const model::Catalogue& catalogue, OnChange on_change, OnTrouble on_trouble);
  ~LedgerKeeper();
  LedgerKeeper(const LedgerKeeper&) = delete;
  LedgerKeeper& operator=(const LedgerKeeper&) = delete;

  campaign::Ledger& ledger() { return ledger_; }
  // What Store::on_commit reports.
  void note(const std::vector<store::Store::Change>& changes);
  void drain();

 private:
  void work();
  void start_up();
  bool wait_for_work(std::unique_lock<std::mutex>& lock);
  void settle(std::vector<store::Store::Change> changes);
  void report(const Result<campaign::LedgerChange>& result);

  store::Store& store_;
  const model::Catalogue& catalogue_;
  campaign::Ledger ledger_;
  OnChange on_change_;
  OnTrouble on_trouble_;
  std::mutex mutex_;
  std::condition_variable wake_, idle_;
  std::vector<store::Store::Change> waiting_;
  bool busy_ = true;   // until the first full recomputation is done
  bool stop_ = false;
  Date rolled_;
  std::thread worker_;
};

}  // namespace lp::service
