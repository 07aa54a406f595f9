#pragma once
// What `longpan detect run` is made of: its options, the files alerts go to, the account of the lines.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/context.h"
#include "cli/detect/detect_commands.h"
#include "cli/detect/forwarding.h"
#include "detect/report/alert_summary.h"
#include "detect/run/detection.h"
#include "io/resumable_file.h"

namespace lp::cli {

struct RunOptions {
  DetectorChoice detector;
  std::vector<std::filesystem::path> paths;
  std::string format, out, csv, html, rejects, fail_on, state, store, metrics, metrics_file;
  int threads = 0, save_seconds = 5;
  ForwardOptions forward;
  bool show_all = false, plain_evidence = false, follow = false, delete_read = false, live = false, use_register = false, new_rules = false;
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
  // True: the alert was not told before.
  bool take(Context& context, const detect::Alert& alert, const detect::AlertType& type);
  void take_rejected(const detect::BlockResult& block);
  Status flush();
  Result<Lengths> sync();
  Status close();
  void print(Context& context, bool all) const;
  bool found(std::string_view least) const;
  bool any() const { return any_; }
  // The page of `--html`, when it is wanted; after close(). `goes_on`: earlier runs on the same state told alerts too.
  Status save_report(Context& context, const RunOptions& options, const detect::Detector& detector, detect::LinesRead lines, bool goes_on) const;

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
  std::optional<detect::AlertSet> alerts_;           // for the page
  bool to_terminal_ = false, any_ = false, keeps_page_ = false;
  detect::Severity worst_ = detect::Severity::informational;
  std::map<std::string, Row> rows_;                  // by the type's id
  std::map<std::string, std::uint64_t> told_;        // open alerts that were told, and their counts then
};

// What of the logs was not read.
void tell_unread(Context& context, std::string_view name, std::string_view reason, std::string_view detail);
detect::LinesRead lines_read(const detect::DetectionStatistics& statistics, std::uint64_t not_read);
void print_run_lines(Context& context, const detect::DetectionStatistics& statistics);

// `--follow` and `--state`: until stopped, or until all that is there was read.
Result<int> run_followed(Context& context, const RunOptions& options, const std::shared_ptr<const detect::Detector>& detector, const detect::ScanOptions& scan,
                         const detect::Format* format);

}  // namespace lp::cli
