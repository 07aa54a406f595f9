// Bank card: Luhn, and an issuer range: UnionPay 62 (16 and 19 digits; 17 and 18 exist but are rare), 4 and 51-55
// (16 and 19), 2221-2720 (16), 34/37 (15), 35 (16), 36/38 (14), 60 (16 and 19). One random number in ten passes Luhn, so other
// prefixes never count.
#include "discover/chars.h"
#include "discover/proven_checks.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  char digits[19];
  std::size_t n = 0;
  for (const char c : s) {
    if (c == ' ' || c == '-') continue;
    if (!is_digit(c) || n == sizeof digits) return {};
    digits[n++] = c;
  }
  return n >= 14 ? proven::bank_card(digits, n) : Evidence{};
}

}  // namespace

Validator validator_bank_card() { return {"bank_card", check, words(14, 19, Letters::none, "23456")}; }

}  // namespace lp::discover
