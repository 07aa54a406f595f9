#include "match/reports/report_format.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "io/files.h"
#include "io/unpack.h"
#include "match/findings/identity.h"
#include "match/reports/report_text.h"

namespace lp::match {
namespace {

constexpr std::uint64_t most_bytes = std::uint64_t{256} << 20;
constexpr std::uint64_t most_findings = 5'000'000;
constexpr std::size_t head_bytes = 65'536;
constexpr std::size_t most_ids = 1000;

constexpr std::string_view severities[] = {"critical", "high", "medium", "low", "none", ""};

// "line 12" names a line; a pointer of JSON does not.
int line_of(std::string_view place) {
  int line = 0;
  if (place.starts_with("line ")) std::from_chars(place.data() + 5, place.data() + place.size(), line);
  return line;
}

void clean(ReportedFinding& f) {
  f.asset = clean_text(without_query_values(f.asset), 500);
  f.component = clean_text(f.component, 500);
  f.component_version = clean_text(f.component_version, 200);
  f.location = clean_text(without_query_values(f.location), 1000);
  f.title = clean_text(without_secrets(f.title), 300);
  f.reason = clean_text(without_secrets(f.reason), 500);
  f.source = clean_text(f.source, 100);
  if (f.ids.size() > most_ids) f.ids.resize(most_ids);
  for (std::string& id : f.ids) id = clean_text(id, 200);
  std::set<std::string> seen;
  std::erase_if(f.ids, [&](const std::string& id) { return id.empty() || !seen.insert(id).second; });
  if (f.fixed_versions.size() > 50) f.fixed_versions.resize(50);
  for (std::string& version : f.fixed_versions) version = clean_text(version, 200);
  std::erase_if(f.fixed_versions, [](const std::string& version) { return version.empty(); });
  if (std::ranges::find(severities, f.severity) == std::end(severities)) f.severity.clear();
}

class Members final : public io::UnpackVisitor {
 public:
  explicit Members(std::function<Status(std::string_view, std::string_view)> each) : each_(std::move(each)) {}
  Status leaf(const io::Leaf& leaf, io::ByteSource& bytes) override {
    std::string text;
    char block[65'536];
    for (;;) {
      LP_TRY(const std::size_t n, bytes.read(block, sizeof block));
      if (n == 0) break;
      total_ += n;
      if (total_ > most_bytes) return make_error(Errc::too_large, "the report holds more than 256 MiB");
      text.append(block, n);
    }
    return each_(leaf.path, text);
  }
  void skipped(const io::SkippedPart& part) override {
    if (part.reason == io::SkipReason::bomb || part.reason == io::SkipReason::too_large) bomb_ = std::string(part.path);
  }
  const std::string& bomb() const { return bomb_; }

 private:
  std::function<Status(std::string_view, std::string_view)> each_;
  std::uint64_t total_ = 0;
  std::string bomb_;
};

void add(ReportStatistics& sum, const ReportStatistics& one) {
  if (sum.format.empty()) sum.format = one.format;
  else if (sum.format != one.format) sum.format = "several";
  sum.taken += one.taken;
  sum.refused += one.refused;
  for (const auto& [reason, n] : one.left_out) sum.left_out[reason] += n;
  for (const std::string& asset : one.assets)
    if (std::ranges::find(sum.assets, asset) == sum.assets.end()) sum.assets.push_back(asset);
}

bool is_packed(std::string_view bytes) {
  for (const std::string_view magic : {std::string_view("PK\x03\x04"), std::string_view("\x1f\x8b"), std::string_view("\x28\xb5\x2f\xfd"), std::string_view("BZh"), std::string_view("\xfd" "7zXZ"), std::string_view("7z\xbc\xaf")})
    if (bytes.starts_with(magic)) return true;
  return bytes.size() > 262 && bytes.substr(257, 5) == "ustar";
}

}  // namespace

ReportSink::ReportSink(const ReportOptions& options, Take take, Diagnostics& out) : options_(options), take_(std::move(take)), out_(out) {}

void ReportSink::take(ReportedFinding&& finding) {
  if (finding.asset.empty()) finding.asset = options_.asset;
  clean(finding);
  if (finding.asset.empty()) return refuse(finding.where, "no_asset", "a finding does not say where it is", "name the asset of the report");
  if (finding.ids.empty()) return refuse(finding.where, "no_id", "a finding does not say what it is: no CVE and no rule", {});
  if (statistics_.taken >= most_findings) return refuse(finding.where, "too_many", "more than 5 million findings", "split the report");
  scanned(finding.asset);
  finding.origin = FindingOrigin::scanner;
  ++statistics_.taken;
  take_(std::move(finding));
}

void ReportSink::scanned(std::string_view asset) {
  std::string cleaned = clean_text(without_query_values(asset), 500);
  if (cleaned.empty()) return;
  if (scanned_.insert(fold_place(cleaned)).second) statistics_.assets.push_back(std::move(cleaned));
}

void ReportSink::refuse(std::string_view place, std::string code, std::string what, std::string hint) {
  ++statistics_.refused;
  const int line = line_of(place);
  if (line == 0 && !place.empty()) what += " (" + clean_text(place, 200) + ")";
  out_.warning({options_.file, line, 0}, std::move(code), std::move(what), "it is in no list and in no count", std::move(hint));
}

const ReportFormat* sniff_report(std::string_view head) {
  const ReportFormat* best = nullptr;
  int most = 0;
  for (const ReportFormat& format : builtin_reports())
    if (const int score = format.sniff(head); score > most) {
      best = &format;
      most = score;
    }
  return best;
}

Result<ReportStatistics> read_report(std::string_view bytes, const ReportOptions& options, const ReportSink::Take& take, Diagnostics& out) {
  if (bytes.size() > most_bytes) return make_error(Errc::too_large, options.file + " has more than 256 MiB", "split the report");
  if (is_packed(bytes)) {
    ReportStatistics sum;
    Members members([&](std::string_view path, std::string_view text) -> Status {
      ReportOptions inner = options;
      inner.file = std::string(path);
      if (is_packed(text)) return ok_status();
      LP_TRY(const ReportStatistics one, read_report(text, inner, take, out));
      add(sum, one);
      return ok_status();
    });
    const auto source = io::make_memory_source(bytes);
    io::UnpackLimits limits;
    limits.depth = 4;
    limits.texts_as_stored = true;
    limits.member_bytes = limits.total_bytes = most_bytes;
    limits.members = 10'000;
    LP_CHECK_OK(io::unpack(options.file, *source, limits, members));
    if (!members.bomb().empty()) return make_error(Errc::too_large, members.bomb() + " unpacks to more than is read of a report");
    if (sum.format.empty()) return make_error(Errc::invalid, options.file + " holds no report");
    return sum;
  }
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const ReportFormat* format = nullptr;
  if (options.format.empty()) {
    format = sniff_report(bytes.substr(0, head_bytes));
  } else {
    const auto found = std::ranges::find(builtin_reports(), options.format, &ReportFormat::id);
    if (found != builtin_reports().end()) format = &*found;
  }
  if (format == nullptr) {
    std::string known;
    for (const ReportFormat& f : builtin_reports()) known += (known.empty() ? "" : ", ") + std::string(f.id);
    return make_error(Errc::invalid, options.file + " is no scanner report that is known", "known are " + known);
  }
  ReportSink sink(options, take, out);
  format->read(bytes, sink);
  sink.statistics().format = format->id;
  if (!sink.failure().empty()) return make_error(Errc::invalid, options.file + ": " + sink.failure(), "a report of " + std::string(format->en) + " was expected");
  return std::move(sink.statistics());
}

Result<ReportStatistics> read_report_file(const std::filesystem::path& path, ReportOptions options, const ReportSink::Take& take, Diagnostics& out) {
  LP_TRY(const std::string bytes, io::read_file(path, most_bytes));
  if (options.file.empty()) options.file = path.string();
  return read_report(bytes, options, take, out);
}

}  // namespace lp::match
