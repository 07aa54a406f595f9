// Social security number: the resident number; or the number on the card, a letter or digit and eight digits.
#include "discover/birth_date.h"
#include "discover/chars.h"
#include "discover/checksum.h"
#include "discover/regions.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (s.size() == 18 && is_birth_date(s.substr(6, 8)) && is_province_code(s) && mod_11_2(s)) {
    return evidence(Evidence::format | Evidence::check | Evidence::date | Evidence::region);
  }
  if (s.size() != 9 || !(is_upper(s[0]) || is_digit(s[0])) || !all_digits(s.substr(1))) return {};
  return evidence(Evidence::format | Evidence::weak);
}

}  // namespace

Validator validator_social_security() { return {"social_security", check, named_words(9, 9, Letters::some, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", digits_in(1, 64))}; }

}  // namespace lp::discover
