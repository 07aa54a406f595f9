#pragma once
// One forked process that asks one question at a time, behind the guard and without rights. The gate stays with the runner: the
// worker's gate asks it over the link.

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <vector>

#include "base/time.h"
#include "probe/child_engine.h"
#include "probe/confinement.h"
#include "probe/engine.h"
#include "probe/plan.h"
#include "probe/worker_link.h"

namespace lp::probe {

struct WorkerSetting {
  const std::vector<Engine>& engines;
  const std::vector<ChildEngine>& children;
  Confinement& confinement;
  const Clock& clock;
  std::chrono::milliseconds timeout;
  std::chrono::seconds child_timeout;
  const std::atomic<bool>* stop;        // in memory both see
};

// Memory that forked processes share with us.
class SharedFlag {
 public:
  SharedFlag();
  ~SharedFlag();
  SharedFlag(const SharedFlag&) = delete;
  SharedFlag& operator=(const SharedFlag&) = delete;
  std::atomic<bool>& value() { return *flag_; }

 private:
  std::atomic<bool>* flag_;
};

class Worker {
 public:
  static Result<Worker> start(const WorkerSetting& setting);
  ~Worker();                            // killed and waited for
  Worker(Worker&& other) noexcept;
  Worker& operator=(Worker&& other) noexcept;

  WorkerLink& link() { return link_; }
  // Ends it now and says how it had ended, or that it was ended by us: "ended by signal 11", "could not enter the guard" …
  std::string end();
  // Both messages to the worker; what comes back: {"pass": {endpoint, method}} or {"answers": [observation, …]}.
  Status ask(const PlanStep& step, double child_rate);
  Status let_pass(const Status& decision);

 private:
  Worker(pid_t pid, WorkerLink link) : pid_(pid), link_(std::move(link)) {}
  pid_t pid_ = 0;
  WorkerLink link_;
};

}  // namespace lp::probe
