// International bank account number, ISO 13616: country, two check digits, MOD 97-10 over the rearranged value.
#include "discover/chars.h"
#include "discover/checksum.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (s.size() < 15 || s.size() > 34 || !is_upper(s[0]) || !is_upper(s[1]) || !is_digit(s[2]) || !is_digit(s[3])) return {};
  char rearranged[34];
  const std::string_view body = s.substr(4);
  body.copy(rearranged, body.size());
  s.copy(rearranged + body.size(), 4);
  return evidence(mod_97_10({rearranged, s.size()}) ? Evidence::format | Evidence::check : Evidence::none);
}

}  // namespace

Validator validator_iban() { return {"iban", check, words(15, 34, Letters::some, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", digits_in(2, 4))}; }

}  // namespace lp::discover
