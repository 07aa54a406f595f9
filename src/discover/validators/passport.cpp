// Chinese passports: E or G and eight digits, E and a letter (no I, O) and seven digits; diplomatic, service and
// official ones D, S, P (E) with seven or eight; Macao MA, Hong Kong K, H. No check digit outside the machine-readable line.
#include "discover/chars.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (s.size() < 8 || s.size() > 10) return {};
  const char first = s[0] >= 'a' ? static_cast<char>(s[0] - 32) : s[0];
  const std::string_view rest = s.substr(1);
  if ((first == 'E' || first == 'G') && rest.size() == 8 && all_digits(rest)) return evidence(Evidence::format | Evidence::registry);
  if (!is_upper(s[0])) return {};
  const bool second_letter = is_upper(rest[0]);
  const std::string_view number = rest.substr(second_letter ? 1 : 0);
  if (!all_digits(number) || number.size() < 7 || number.size() > 8) return {};
  if (first == 'E') return evidence(second_letter && rest[0] != 'I' && rest[0] != 'O' && number.size() == 7 ? Evidence::format | Evidence::registry : Evidence::none);
  if (first == 'D' || first == 'S' || first == 'P') {
    if (second_letter && rest[0] != 'E') return {};
    return evidence(Evidence::format | (number.size() == 8 ? Evidence::registry : Evidence::weak));
  }
  const bool others = (first == 'M' && rest[0] == 'A') || first == 'K' || (first == 'H' && !second_letter);
  return evidence(others ? Evidence::format | Evidence::weak : Evidence::none);
}

}  // namespace

Validator validator_passport() { return {"passport", check, words(8, 10, Letters::some, "EeGgDSPMKH", digits_in(2, 64))}; }

}  // namespace lp::discover
