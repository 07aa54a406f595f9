// Public security filing number of a site: 苏公网安备 32010202010000号, 14 digits that begin with a division code.
#include "discover/chars.h"
#include "discover/regions.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  constexpr std::string_view mark = "公网安备";
  if (!is_province_char(s) || !s.substr(3).starts_with(mark)) return {};
  std::string_view rest = s.substr(3 + mark.size());
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  if (rest.size() < 14 || !all_digits(rest.substr(0, 14)) || !is_province_code(rest)) return {};
  rest.remove_prefix(14);
  return evidence(rest.empty() || rest == "号" ? Evidence::format | Evidence::region : Evidence::none);
}

}  // namespace

Validator validator_psb_number() { return {"psb_number", check, {Mark::cjk_digits}}; }

}  // namespace lp::discover
