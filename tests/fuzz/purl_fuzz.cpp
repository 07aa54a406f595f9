// Any bytes as a package URL: no crash, and the canonical form reads back as itself.
#include <cstdint>

#include "base/check.h"
#include "match/distribution.h"
#include "match/purl.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto purl = lp::match::parse_purl({reinterpret_cast<const char*>(data), size});
  if (!purl) return 0;
  LP_CHECK(!purl->name.empty() && !purl->type.empty());
  const std::string text = to_string(*purl);
  const auto again = lp::match::parse_purl(text);
  LP_CHECK(again && to_string(*again) == text);
  (void)lp::match::distribution_of(*purl);
  (void)lp::match::source_package_of(*purl);
  return 0;
}
