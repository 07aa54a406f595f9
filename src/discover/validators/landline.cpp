// Fixed line: area code from 0, seven or eight digits from 2 to 8 (cities with three-digit codes had seven once). Without a separator ordinary numbers look the same.
#include "discover/chars.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (s.size() < 10 || s.size() > 14 || s[0] != '0') return {};
  const std::size_t area = s[1] == '1' || s[1] == '2' ? 3 : 4;
  if (!all_digits(s.substr(0, area)) || s[1] == '0' || (area == 3 && s[1] == '1' && s[2] != '0')) return {};
  std::string_view number = s.substr(area);
  const bool separated = number[0] == '-' || number[0] == ' ';
  if (separated) number.remove_prefix(1);
  const bool long_number = number.size() == 8;
  if ((number.size() != 7 && !long_number) || (area == 3 && !long_number && !separated) || !all_digits(number) || number[0] < '2' || number[0] > '8') return {};
  return evidence(Evidence::format | Evidence::region | (separated ? Evidence::none : Evidence::weak));
}

}  // namespace

Validator validator_landline() { return {"landline", check, marked(Mark::hyphen, "0")}; }

}  // namespace lp::discover
