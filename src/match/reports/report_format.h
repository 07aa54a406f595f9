#pragma once
// Scanner reports and how they are read. One format is one file under match/reports/formats/, collected by lp_builtins
// (`ReportFormat report_<name>()`) and recognised by content. A bad item never loses the rest.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "match/findings/finding.h"

namespace lp::match {

struct ReportOptions {
  std::string file;
  std::string format{};             // id; empty = by content
  std::string asset{};              // for reports that name none
  std::filesystem::path mapping{};  // generic CSV/JSON
};

struct ReportStatistics {
  std::string format;
  std::uint64_t taken = 0, refused = 0;
  std::map<std::string, std::uint64_t> left_out{};   // reason → how many: "informational" …
  std::vector<std::string> assets{};                 // what was scanned: only findings of these may be closed by absence
};

// Everything passes through it, and is cleaned: texts are UTF-8 of limited length, URLs are without logins, query values and fragments,
// titles without what looks like a secret. Findings without an asset or id are refused.
class ReportSink {
 public:
  using Take = std::function<void(ReportedFinding&&)>;
  ReportSink(const ReportOptions& options, Take take, Diagnostics& out);
  const ReportOptions& options() const { return options_; }
  void take(ReportedFinding&& finding);
  void scanned(std::string_view asset);              // also when nothing was found there
  void refuse(std::string_view place, std::string code, std::string what, std::string hint = {});
  void leave_out(const std::string& reason) { ++statistics_.left_out[reason]; }
  void fail(std::string what) { failure_ = std::move(what); }
  const std::string& failure() const { return failure_; }
  ReportStatistics& statistics() { return statistics_; }

 private:
  ReportOptions options_;
  Take take_;
  Diagnostics& out_;
  ReportStatistics statistics_;
  std::set<std::string, std::less<>> scanned_;
  std::string failure_;
};

struct ReportFormat {
  std::string_view id;
  std::string_view zh, en;
  int (*sniff)(std::string_view head);               // 0 … 100; the first 64 KiB
  void (*read)(std::string_view bytes, ReportSink& sink);
};

const std::vector<ReportFormat>& builtin_reports();  // generated
const ReportFormat* sniff_report(std::string_view head);

// invalid: not recognised, or not what it seemed (what was taken before stays taken); too_large: more than 256 MiB, or bombs.
// An archive or compressed file is opened; its members must be of one format, unless they are read with one each.
Result<ReportStatistics> read_report(std::string_view bytes, const ReportOptions& options, const ReportSink::Take& take, Diagnostics& out);
Result<ReportStatistics> read_report_file(const std::filesystem::path& path, ReportOptions options, const ReportSink::Take& take, Diagnostics& out);

}  // namespace lp::match
