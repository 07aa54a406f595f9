#pragma once
// What `longpan detect run` is made of: its options, the files alerts go to, the account of the lines.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/context.h"
#include "cli/detect/detect_commands.h"
#include "detect/run/detection.h"
#include "io/resumable_file.h"

namespace lp::cli {

struct RunOptions {
  DetectorChoice detector;
  std::vector<std::filesystem::path> paths;
  std::string format, out, csv, rejects, fail_on, state, store;
  int threads = 0, save_seconds = 5;
  bool show_all = false, plain_evidence = false, follow = false, delete_read = false, use_register = false;
};

// Alerts as they are told, and lines that were no events, to files that can be gone back to a length of; counts for the summary.
class RunOutput {
 public:
  // A file alerts were written to, and its length at a save. An empty path: none was.
  struct Kept {
    std::string path;
    std::uint64_t length = 0;
  };
  struct Lengths {
    Kept out{}, csv{}, rejects{};
  };

  // `lengths`: of an earlier run that is gone on with. Only a file that run wrote is cut back; another one that holds something is
  // refused (conflict).
  Status open(Context& context, const RunOptions& options, const std::optional<Lengths>& lengths);
  void take(Context& context, const detect::Alert& alert, const detect::AlertType& type);
  void take_rejected(const detect::BlockResult& block);
  // An error of writing, when there was one.
  const Status& health() const { return health_; }
  Status flush();
  Result<Lengths> sync();
  Status close();
  void print(Context& context, bool all) const;
  bool found(std::string_view least) const;
  bool any() const { return any_; }
  bool keeps_rejected() const { return rejects_.has_value(); }

 private:
  struct Row {
    LocalText title;
    detect::Severity severity = detect::Severity::informational;
    std::uint64_t alerts = 0, events = 0;
  };
  static Status open_file(std::optional<io::ResumableFile>& file, const std::string& path, bool goes_on, Kept& kept);
  void write(std::optional<io::ResumableFile>& file, std::string_view text);

  std::optional<io::ResumableFile> out_, csv_, rejects_;
  Lengths kept_;
  Status health_ = ok_status();
  bool to_terminal_ = false, any_ = false;
  detect::Severity worst_ = detect::Severity::informational;
  std::map<std::string, Row> rows_;                  // by the type's id
  std::map<std::string, std::uint64_t> told_;        // open alerts that were told, and their counts then
};

void print_run_lines(Context& context, const detect::DetectionStatistics& statistics);

// `--follow` and `--state`: until stopped, or until all that is there was read.
Result<int> run_followed(Context& context, const RunOptions& options, const std::shared_ptr<const detect::Detector>& detector, const detect::ScanOptions& scan,
                         const detect::Format* format);

}  // namespace lp::cli
