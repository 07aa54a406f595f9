// Officer's, soldier's and civilian cadre's cards: 军字第123456号 and the like (UTF-8).
#include "discover/chars.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (s.size() < 12) return {};
  const std::string_view first = s.substr(0, 3);
  bool known = false;
  for (const std::string_view service : {"军", "海", "空", "兵", "士", "文", "武", "警", "职"}) known = known || first == service;
  const std::size_t mark = s.find("字第");
  if (!known || mark == std::string_view::npos || mark > 9 || mark % 3 != 0) return {};
  std::string_view number = s.substr(mark + 6);
  if (number.ends_with("号")) number.remove_suffix(3);
  if (number.size() < 4 || number.size() > 8 || !all_digits(number)) return {};
  return evidence(Evidence::format);
}

}  // namespace

Validator validator_officer_card() { return {"officer_card", check, {Mark::cjk_digits}}; }

}  // namespace lp::discover
