// Telecommunications business licence: A1.A2-20060003, B1.B2-20090059, 苏B2-20240001 (UTF-8).
#include "discover/chars.h"
#include "discover/regions.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (is_province_char(s)) s.remove_prefix(3);
  const std::size_t dash = s.find('-');
  if (dash == std::string_view::npos || dash % 3 != 2 || dash > 14 || s.size() != dash + 9 || !all_digits(s.substr(dash + 1))) return {};
  for (std::size_t i = 0; i < dash; i += 3) {
    if ((s[i] != 'A' && s[i] != 'B') || s[i + 1] < '1' || s[i + 1] > '2' || (i + 2 < dash && s[i + 2] != '.')) return {};
  }
  const int year = number_of(s.substr(dash + 1, 4));
  return evidence(year >= 2000 && year <= 2099 ? Evidence::format | Evidence::date : Evidence::none);
}

}  // namespace

Validator validator_telecom_licence() { return {"telecom_licence", check, marked(Mark::hyphen, "AB京")}; }

}  // namespace lp::discover
