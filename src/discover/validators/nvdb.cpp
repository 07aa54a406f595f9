// Number of the ministry's vulnerability platform: NVDB-TEMP-CAIVD-2026921579, NVDB-CNVDB-2024123456; ends in six digits or more.
#include "discover/chars.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (!s.starts_with("NVDB-") || s.size() > 40 || !all_of(s, [](char c) { return is_digit(c) || is_upper(c) || c == '-'; })) return {};
  const std::size_t dash = s.rfind('-');
  return evidence(s.size() - dash > 6 && all_digits(s.substr(dash + 1)) ? Evidence::format : Evidence::none);
}

}  // namespace

Validator validator_nvdb() { return {"nvdb", check, marked(Mark::hyphen, "N")}; }

}  // namespace lp::discover
