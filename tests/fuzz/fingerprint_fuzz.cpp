// Any bytes as a file of fingerprints and as answers held against them: no crash, no hang, and the literal looked for before a
// pattern is tried never hides a match.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/text.h"
#include "probe/fingerprint_pattern.h"
#include "probe/fingerprints.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lp;
  using namespace lp::probe;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t half = text.find('\n');
  const std::string_view pattern = text.substr(0, half), subject = half == std::string_view::npos ? text : text.substr(half + 1);
  if (const auto compiled = FingerprintPattern::compile(pattern)) {
    if (compiled->match(subject)) LP_CHECK(contains(to_lower_ascii(subject), compiled->literal()));
  }
  Diagnostics out(20);
  Fingerprints prints;
  prints.read("fuzz.yaml", text, out);
  lint_fingerprints(prints, out);
  Observation seen;
  seen.facts = {{"banner", std::string(subject)}, {"http.server", std::string(text.substr(0, 200))}};
  prints.apply(seen);
  return 0;
}
