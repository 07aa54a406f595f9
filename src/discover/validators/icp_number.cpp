// ICP filing or licence number: 苏ICP备20240001号, with a site's ordinal, 京ICP证030173号 (UTF-8).
#include "discover/chars.h"
#include "discover/regions.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (!is_province_char(s) || s.size() < 3 + 3 + 3 + 6 || s.substr(3, 3) != "ICP") return {};
  const std::string_view mark = s.substr(6, 3);
  std::string_view rest = s.substr(9);
  std::size_t digits = 0;
  while (digits < rest.size() && is_digit(rest[digits])) ++digits;
  rest.remove_prefix(digits);
  if ((mark != "备" && mark != "证") || digits < 6 || digits > 10) return {};
  if (!rest.starts_with("号")) return evidence(rest.empty() ? Evidence::format | Evidence::region : Evidence::none);
  rest.remove_prefix(3);
  if (rest.starts_with('-')) {
    rest.remove_prefix(1);
    while (!rest.empty() && is_digit(rest[0])) rest.remove_prefix(1);
    if (!rest.empty() && is_upper(rest[0])) rest.remove_prefix(1);
  }
  return evidence(rest.empty() ? Evidence::format | Evidence::region : Evidence::none);
}

}  // namespace

Validator validator_icp_number() { return {"icp_number", check, {Mark::cjk_letters}}; }

}  // namespace lp::discover
