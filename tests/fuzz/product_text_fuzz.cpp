// Any bytes as a product with versions: no crash, readings with a confidence in range, and no range without a word for it.
#include <cstdint>

#include "base/check.h"
#include "match/product_text/product_text.h"
#include "match/product_text/version_phrase.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto& reading : lp::match::parse_product_text(text)) {
    LP_CHECK(reading.confidence >= 0 && reading.confidence <= 1 && !reading.why.empty());
    LP_CHECK(reading.intervals.empty() || reading.confidence > 0);
  }
  const auto phrase = lp::match::parse_version_phrase(text);
  LP_CHECK(phrase.confidence >= 0 && phrase.confidence <= 1 && !phrase.why.empty());
  return 0;
}
