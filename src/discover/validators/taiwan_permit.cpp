// Mainland travel permit of Taiwan residents: eight digits, once ten; permit of mainland residents for Taiwan: L or T and eight.
#include "discover/chars.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  const bool lettered = s.size() == 9 && (s[0] == 'L' || s[0] == 'T') && all_digits(s.substr(1));
  const bool plain = (s.size() == 8 || s.size() == 10) && all_digits(s);
  return evidence(lettered || plain ? Evidence::format | Evidence::weak : Evidence::none);
}

}  // namespace

Validator validator_taiwan_permit() { return {"taiwan_permit", check, named_words(8, 10, Letters::any, "LT0123456789", digits_in(1, 64)).of_lengths({8, 10}, {9})}; }

}  // namespace lp::discover
