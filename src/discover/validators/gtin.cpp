// Trade item number GTIN-13 of China (690-699) with the GS1 check digit: one epoch in ten looks the same.
#include "discover/chars.h"
#include "discover/checksum.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (s.size() != 13 || !s.starts_with("69") || !gtin(s)) return {};
  return evidence(Evidence::format | Evidence::check | Evidence::registry);
}

}  // namespace

Validator validator_gtin() { return {"gtin", check, named_words(13, 13, Letters::none, "6")}; }

}  // namespace lp::discover
