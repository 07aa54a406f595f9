// Mainland travel permit of Hong Kong (H) and Macao (M) residents: eight digits, once ten.
#include "discover/chars.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if ((s.size() != 9 && s.size() != 11) || (s[0] != 'H' && s[0] != 'M') || !all_digits(s.substr(1))) return {};
  return evidence(Evidence::format | Evidence::weak);
}

}  // namespace

Validator validator_home_return_permit() { return {"home_return_permit", check, words(9, 11, Letters::some, "HM", digits_in(1, 64)).of_lengths({}, {9, 11})}; }

}  // namespace lp::discover
