#pragma once
// A program of others that asks in our place: nmap, nuclei, testssl. Untrusted: it runs in the guarded namespace without rights, with
// arguments fixed by us and targets from the plan alone, under limits of time, memory and output; it dies with its process group.
// One child engine is one file under probe/child_engines/, collected by lp_builtins (`ChildEngine child_engine_<name>()`).

#include <atomic>
#include <chrono>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "probe/engine.h"

namespace lp::probe {

struct PlanStep;

struct ChildContext {
  double rate = 1;                          // connections a second it may make: its share of the limiter
  const Clock& clock;
  std::chrono::seconds timeout{300};
  const std::atomic<bool>* stop = nullptr;  // set: the program and what it started are killed within a tenth of a second
};

struct ChildEngine {
  std::string_view id;                      // also the method of the authorisation
  int version = 1;
  std::string_view zh, en;
  std::vector<std::string_view> programs;   // the first one that is installed
  bool ot_safe = false;
  bool all_ports = false;                   // one run asks all ports of an address
  // One observation for each endpoint of the step, in its order; never throws, never sends beyond the step.
  std::vector<Observation> (*run)(const PlanStep& step, ChildContext& context);
};

const std::vector<ChildEngine>& builtin_child_engines();  // generated
const ChildEngine* find_child_engine(const std::vector<ChildEngine>& engines, std::string_view id);
bool is_installed(const ChildEngine& engine);

}  // namespace lp::probe
