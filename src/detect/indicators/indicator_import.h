#pragma once
// Files of indicators and how they are read. One format is one file under detect/indicators/imports/, collected by lp_builtins and
// recognised by content. Everything of a file is accounted for: taken, refused (a diagnostic with its place), or left out for a
// stated reason, counted.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/json.h"
#include "base/result.h"
#include "detect/indicators/indicator_set.h"

namespace lp::detect {

struct ImportOptions {
  std::string file;             // name in diagnostics
  std::string format{};         // id of an import; empty = by content
  IndicatorContext context{};   // what the file does not say itself; source empty = the file's name
};

struct ImportStatistics {
  std::string format;
  std::uint64_t taken = 0;
  std::uint64_t refused = 0;                          // each a diagnostic
  std::map<std::string, std::uint64_t> left_out{};    // reason → how many: "unsupported_kind", "not_for_detection", "comment"
};

// Where an import puts what it reads.
class ImportSink {
 public:
  ImportSink(const ImportOptions& options, IndicatorSet& set, Diagnostics& out);
  const IndicatorContext& defaults() const { return defaults_; }
  // Takes `text`, defanged or not, or refuses it with a diagnostic at `line` (0 = the file).
  void take(IndicatorKind kind, std::string_view text, const IndicatorContext& context, int line = 0);
  // The same where only looks tell the kind; an address with a port counts as the address.
  void take_any(std::string_view text, const IndicatorContext& context, int line = 0);
  // `what` must hold no mail address or other personal datum.
  void refuse(int line, std::string code, std::string what);
  void leave_out(const std::string& reason) { ++statistics_.left_out[reason]; }
  // The whole file is not what it seemed.
  void fail(std::string what) { failure_ = std::move(what); }
  const std::string& failure() const { return failure_; }
  ImportStatistics& statistics() { return statistics_; }

 private:
  std::string file_, failure_;
  IndicatorSet& set_;
  Diagnostics& out_;
  IndicatorContext defaults_, last_context_;
  ContextId last_id_ = 0;
  bool has_last_ = false;
  ImportStatistics statistics_;
};

struct IndicatorImport {
  std::string_view id;
  std::string_view zh, en;
  int (*sniff)(std::string_view head);       // 0 = not this one … 100 = certainly; the first 64 KiB
  void (*read)(std::string_view bytes, ImportSink& sink);
};

const std::vector<IndicatorImport>& builtin_imports();
const IndicatorImport* sniff_import(std::string_view head);  // null: no text, or nothing in it

// invalid: not recognised, or not what it seemed; what was taken before stays.
Result<ImportStatistics> import_indicators(std::string_view bytes, const ImportOptions& options, IndicatorSet& set, Diagnostics& out);
// options.file empty = the path
Result<ImportStatistics> import_indicator_file(const std::filesystem::path& path, ImportOptions options, IndicatorSet& set, Diagnostics& out);

// Shared by the imports of STIX bundles and of TAXII answers.
void read_stix_objects(const json::array& objects, ImportSink& sink);
// RFC 3339 or a date; no_time when it is neither.
std::int64_t import_time(std::string_view text);

}  // namespace lp::detect
