// Any bytes as a file of indicators (zeek_intel): no crash, and what is counted as taken is in the set.
#include <cstdint>

#include "base/check.h"
#include "detect/indicators/indicator_import.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lp::detect::IndicatorSet set;
  lp::Diagnostics out(10);
  const auto result = lp::detect::import_indicators({reinterpret_cast<const char*>(data), size}, {.file = "f", .format = "zeek_intel"}, set, out);
  if (result) LP_CHECK(result->taken == set.size() && result->refused == out.warnings());
  return 0;
}
