#pragma once
// Whether a run may go on: stop, time, clocks, and the authorisation as it stands in its file now.

#include <chrono>
#include <optional>
#include <string>

#include "probe/runner.h"

namespace lp::probe {

class AuthorisedGate;

class RunWatch {
 public:
  RunWatch(const RunOptions& options, const Clock& clock, Authorisation authorisation, AuthorisedGate& gate);

  // Why the run has to end; nullopt: it goes on. Cheap: files are looked at 20 times (stop) and once (authorisation) a second.
  std::optional<RunEnd> look();
  const std::string& detail() const { return detail_; }
  const Authorisation& authorisation() const { return authorisation_; }
  // Set by look() when the file has become another one that is allowed; taken by the caller.
  bool take_changed() { return std::exchange(changed_, false); }

 private:
  using Steady = std::chrono::steady_clock;
  bool stop_wanted(Steady::time_point now);
  bool clock_jumped(Steady::time_point now);
  std::optional<RunEnd> read_again(Steady::time_point now);
  std::optional<RunEnd> end(RunEnd why, std::string detail);

  const RunOptions& options_;
  const Clock& clock_;
  Authorisation authorisation_;
  AuthorisedGate& gate_;
  Steady::time_point steady_start_, steady_last_, stop_looked_{}, file_looked_;
  Timestamp wall_start_, wall_last_;
  bool changed_ = false;
  std::string detail_;
};

}  // namespace lp::probe
