#pragma once
// A run that ends and goes on: everything between two blocks, kept in a state file with the places its inputs were read to.
//
// Guarantee: with the same rules and options, a run that is saved after drain(), ended in any way and restored tells the same
// alerts, byte for byte, as one that was never ended. What was told after the last save is told again: whoever writes alerts
// goes back to the length the file had at that save.
//
// Threads: as Detection.

#include <string>
#include <vector>

#include "base/result.h"
#include "detect/run/detection.h"
#include "io/keyed_file.h"

namespace lp::detect {

class DetectionState {
 public:
  // conflict: another process uses it; unsupported, corrupt: it is none.
  static Result<DetectionState> open(const std::filesystem::path& path);

  // True: the run goes on where the last save left it. False: the state is new. conflict: it is of other rules; the run is as it was.
  Result<bool> restore(Detection& run);
  // Keeps places() alone, for a run with other rules: open alerts, whose number is returned, and windows are forgotten. From the
  // next save on.
  Result<std::size_t> forget_run();
  // After drain(). `places` is the caller's: what it needs to go on reading and writing. Safe on disk when this returns.
  Status save(Detection& run, std::string_view places);
  // As given to the last save; empty when there was none.
  Result<std::string> places();

 private:
  Status put_all(Detection& run, std::string_view places);
  Result<std::vector<std::string>> alert_names();
  explicit DetectionState(std::unique_ptr<io::KeyedFile> file) : file_(std::move(file)) {}
  std::unique_ptr<io::KeyedFile> file_;
  bool forgetting_ = false;      // with the next save, not before: a start that fails changes nothing
};

}  // namespace lp::detect
