// Exit-entry permit of mainland residents for Hong Kong and Macao: C and a letter or digit and seven digits, or W and eight.
#include "discover/chars.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (s.size() != 9) return {};
  const bool c_form = s[0] == 'C' && (is_digit(s[1]) || (is_upper(s[1]) && s[1] != 'I' && s[1] != 'O')) && all_digits(s.substr(2));
  const bool w_form = s[0] == 'W' && all_digits(s.substr(1));
  return evidence(c_form || w_form ? Evidence::format | Evidence::weak : Evidence::none);
}

}  // namespace

Validator validator_hk_macao_permit() { return {"hk_macao_permit", check, words(9, 9, Letters::some, "CW", digits_in(2, 64))}; }

}  // namespace lp::discover
