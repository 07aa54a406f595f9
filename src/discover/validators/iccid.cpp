// SIM card number, ITU-T E.118: 89, country 86, issuer, 20 digits with Luhn, or 19 without a check digit. Some cards of
// one carrier carry letters in the last places.
#include "discover/chars.h"
#include "discover/checksum.h"
#include "discover/proven_checks.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (!s.starts_with("8986") || s.size() < 19 || s.size() > 20) return {};
  if (s.size() == 20 && all_digits(s)) return proven::iccid_20(s.data());
  if (s.size() == 19) return evidence(luhn(s) ? Evidence::format | Evidence::check : all_digits(s) ? Evidence::format | Evidence::weak : Evidence::none);
  const bool lettered = all_digits(s.substr(0, 12)) && all_of(s.substr(12), [](char c) { return is_digit(c) || is_upper(c); });
  return evidence(lettered ? Evidence::format | Evidence::weak : Evidence::none);
}

}  // namespace

Validator validator_iccid() { return {"iccid", check, words(19, 20, Letters::any, "8", digits_in(0, 12))}; }

}  // namespace lp::discover
