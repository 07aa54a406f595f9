// Legal entity identifier, ISO 17442: 18 letters or digits, two check digits, MOD 97-10.
#include "discover/chars.h"
#include "discover/checksum.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (s.size() != 20 || !all_digits(s.substr(0, 4)) || !all_digits(s.substr(18)) || !mod_97_10(s)) return {};
  return evidence(Evidence::format | Evidence::check | (all_digits(s) ? Evidence::weak : Evidence::none));
}

}  // namespace

Validator validator_lei() { return {"lei", check, words(20, 20, Letters::any, {}, digits_in(0, 4) | digits_in(18, 20))}; }

}  // namespace lp::discover
