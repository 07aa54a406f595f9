// The value of a password field: not a placeholder, a reference to a variable, a masked value or a word of a form.
#include "discover/chars.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (s.size() < 6 || s.size() > 128) return {};
  for (const std::string_view reference : {"${", "$(", "{{", "<%", "%(", "<", "process.env", "os.environ", "getenv", "ENC("}) {
    if (s.starts_with(reference)) return {};
  }
  if (s.find_first_not_of(s[0]) == std::string_view::npos || s.find("***") != std::string_view::npos || s.find("xxx") != std::string_view::npos) return {};
  int kinds[4] = {0, 0, 0, 0};
  for (const char c : s) {
    if (is_high(c) || c == '(' || c == ')' || c == '[') return {};
    kinds[is_digit(c) ? 0 : is_lower(c) ? 1 : is_upper(c) ? 2 : 3] = 1;
  }
  // Words alone are names of types and labels: a password of letters only is not told from them.
  if (kinds[0] + kinds[1] + kinds[2] + kinds[3] < 2 || (kinds[0] == 0 && kinds[3] == 0)) return {};
  return evidence(Evidence::format | (kinds[0] + kinds[1] + kinds[2] + kinds[3] >= 3 ? Evidence::entropy : Evidence::weak));
}

}  // namespace

Validator validator_password_value() { return {"password_value", check, {.needs_name = true}}; }

}  // namespace lp::discover
