// Any bytes as VERS and as native ranges: no crash; what is read is written so that it is read again as the same set, and a version
// is in the one exactly when it is in the other.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "match/version/interval_set.h"
#include "match/version/range.h"
#include "match/version/scheme.h"
#include "match/version/vers.h"

namespace {

using namespace lp::match;

void check_again(const VersionRange& range, std::string_view version) {
  const std::string text = to_vers(range);
  const auto again = parse_vers(text);
  if (!again) {
    LP_CHECK(range.intervals.empty() || text.ends_with('/'));  // no versions at all cannot be written
    return;
  }
  LP_CHECK(to_vers(*again) == text);
  LP_CHECK(contains(*again, version) == contains(range, version));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 1000) return 0;  // intersecting long lists takes its time
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = text.find('\n');
  const std::string_view range_text = text.substr(0, line), version = line == text.npos ? "1.0" : text.substr(line + 1);
  if (const auto vers = read_vers(range_text, VersForm::canonical)) {
    LP_CHECK(write_vers(*vers) == range_text);
    LP_CHECK(parse_vers(range_text).has_value());
  }
  if (const auto range = parse_vers(range_text)) {
    (void)contains(*range, version);
    (void)to_vers(*range);
  }
  for (const Scheme& scheme : builtin_schemes()) {
    const auto range = parse_native_range(scheme.id, range_text);
    if (!range) continue;
    LP_CHECK(normal_form(scheme, range->intervals) == range->intervals);
    check_again(*range, version);
  }
  return 0;
}
