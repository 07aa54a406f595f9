#pragma once
// Keeps the ledger true while the program serves: recomputes what each committed change can
// affect, and rolls the date at midnight in China.
//
// Guarantees. Changes are read from the journal, so none is lost, whoever wrote it: this program,
// one before it, another beside it (noticed within seconds). Changes that arrive while one
// recomputation runs are taken together in the next. A recomputation that fails is reported and
// tried again. drain() returns when everything noted before the call is in the ledger. A start
// after a clean stop computes nothing; after a crash, what was written in the last minute.
// Not guaranteed: that the ledger shows a change when its write returns (milliseconds later).
//
// Threads: one worker of its own; all methods are thread-safe. The store must outlive it.

#include <chrono>
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
  bool wait_for_work(std::unique_lock<std::mutex>& lock);
  bool settle();
  void keep_marks();

  store::Store& store_;
  campaign::Ledger ledger_;
  OnChange on_change_;
  OnTrouble on_trouble_;
  std::mutex mutex_;
  std::condition_variable wake_, idle_;
  bool noted_ = true;  // there may be changes the worker has not read; the first look is at the start
  bool busy_ = false;
  bool stop_ = false;
  std::chrono::steady_clock::time_point marked_;   // when the marks were last kept
  std::thread worker_;
};

}  // namespace lp::service
