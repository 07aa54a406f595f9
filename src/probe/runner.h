#pragma once
// Runs a plan: workers (forked processes) ask through the engines, every connection passes the gate, every answer becomes evidence
// before it counts. A run ends finished, or says why it did not; it can be taken up again from its evidence.
//
// Why processes and not threads: an engine that crashes or hangs costs one worker and one answer, the worker gives up all rights
// before it reads the first hostile byte, and it can be ended at once. Call run_plan from a process with one thread: it forks.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/local_text.h"
#include "base/result.h"
#include "base/time.h"
#include "probe/authorisation.h"
#include "probe/confinement.h"
#include "probe/evidence.h"
#include "probe/plan.h"

namespace lp::probe {

struct RunProgress {
  std::uint64_t steps = 0, done = 0, already_done = 0;  // already_done: by the evidence of an earlier run
  std::uint64_t answered = 0, closed_port = 0, no_answer = 0, refused = 0, failed = 0, stopped = 0;  // observations
};

enum class RunEnd : std::uint8_t {
  finished,
  stopped,             // signal, flag or stop file
  window_closed,       // the time of the authorisation is over, or outside of its hours
  clock_jumped,        // wall clock and monotonic clock disagree: in doubt nothing more is sent
  authorisation_gone,  // the file cannot be read any more, does not verify, or is another one
  revoked,
};
std::string_view to_string(RunEnd end);   // the wire name
LocalText words_of(RunEnd end);

struct RunOptions {
  std::filesystem::path authorisation{};    // read again every second; what it allows may shrink, never grow
  Trust trust{};
  std::filesystem::path evidence{};
  std::filesystem::path stop_file{};        // "" = none; the run stops within a second once it exists
  const std::atomic<bool>* stop = nullptr;  // set by a signal handler: the same
  unsigned workers = 32;                    // questions asked at once, 1-256
  std::chrono::milliseconds timeout{3000};  // of one light question
  std::chrono::seconds child_timeout{300};  // of one child program
  std::string rules{};                      // version of fingerprints, for the evidence
  const Clock* clock = nullptr;             // null = the system's
  // Both in the caller's thread, between questions. `judge` may identify software in the observation and say a verdict, which
  // becomes part of the evidence.
  std::function<json::object(const PlanStep& step, Observation& observation)> judge{};
  std::function<void(const RunProgress& progress)> progress{};  // at most four times a second, and at the end
};

struct RunSummary {
  RunEnd end = RunEnd::finished;
  std::string detail{};
  RunProgress progress{};
  GuardCounters guard{};
  EvidenceHead head{};
};
json::object to_json(const RunSummary& summary);

// Errors: those of load_authorisation and check_time, of the evidence (conflict, corrupt, unavailable: a full disk ends a run at
// once), invalid options. Everything that can happen to a target is an observation and no error.
Result<RunSummary> run_plan(const Plan& plan, const RunOptions& options, Confinement& confinement,
                            const std::vector<Engine>& engines = builtin_engines(),
                            const std::vector<ChildEngine>& children = builtin_child_engines());

// For `longpan probe stop`: makes the file; a run that was told of it stops within a second.
Status request_stop(const std::filesystem::path& stop_file);

}  // namespace lp::probe
