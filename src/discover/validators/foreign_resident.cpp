// Permanent residence card of foreigners: since 2023 18 digits beginning with 9, with birth date and MOD 11-2;
// before that three letters and twelve digits (layout of the letters not verified).
#include "discover/birth_date.h"
#include "discover/chars.h"
#include "discover/checksum.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (s.size() == 18 && s[0] == '9') {
    if (!is_birth_date(s.substr(6, 8)) || !mod_11_2(s)) return {};
    return evidence(Evidence::format | Evidence::check | Evidence::date);
  }
  if (s.size() != 15 || !all_of(s.substr(0, 3), is_upper) || !all_digits(s.substr(3))) return {};
  return evidence(Evidence::format | Evidence::weak);
}

}  // namespace

Validator validator_foreign_resident() { return {"foreign_resident", check, words(15, 18, Letters::any, "9ABCDEFGHIJKLMNOPQRSTUVWXYZ", digits_in(3, 15)).of_lengths({18}, {15, 18})}; }

}  // namespace lp::discover
