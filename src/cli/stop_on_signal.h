#pragma once
// While one of these lives, SIGINT and SIGTERM ask for an orderly end instead of killing the program.

#include <atomic>

namespace lp::cli {

// One at a time, on the main thread.
class StopOnSignal {
 public:
  StopOnSignal();
  ~StopOnSignal();   // what was there before is there again
  StopOnSignal(const StopOnSignal&) = delete;
  StopOnSignal& operator=(const StopOnSignal&) = delete;

  // A signal came since this was made. Any thread.
  bool asked() const;
  // The same, for what polls a flag.
  const std::atomic<bool>& flag() const;

 private:
  void (*before_[2])(int) = {nullptr, nullptr};
};

}  // namespace lp::cli
