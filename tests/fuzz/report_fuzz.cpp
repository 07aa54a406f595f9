// Scanner reports of every format, by content and by force. What is taken must be clean and must import without flapping.
#include <cstdint>
#include <cstdlib>

#include "base/text.h"
#include "match/findings/finding_book.h"
#include "match/reports/report_format.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lp;
  using namespace lp::match;
  if (size == 0) return 0;
  const std::size_t forced = data[0];
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  ReportOptions options{.file = "report", .asset = forced % 2 == 0 ? "asset" : ""};
  if (forced / 2 < builtin_reports().size()) options.format = builtin_reports()[forced / 2].id;
  FindingImport import;
  Diagnostics out;
  const auto done = read_report(text, options, [&](ReportedFinding&& f) {
    if (f.asset.empty() || f.ids.empty() || !is_valid_utf8(f.title) || !is_valid_utf8(f.location)) std::abort();
    import.findings.push_back(std::move(f));
  }, out);
  if (!done) return 0;
  import.source = done->format;
  import.assets = done->assets;
  FindingBook book;
  book.apply(FindingImport(import));
  if (!book.apply(std::move(import)).list.empty()) std::abort();
  return 0;
}
