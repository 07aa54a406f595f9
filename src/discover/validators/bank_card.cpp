// Bank card: Luhn, and an issuer range: UnionPay 62 (16 and 19 digits; 17 and 18 exist but are rare), 4 and 51-55
// (16 and 19), 2221-2720 (16), 34/37 (15), 35 (16), 36/38 (14), 60 (16 and 19). One random number in ten passes Luhn, so other
// prefixes never count.
#include "discover/chars.h"
#include "discover/checksum.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

constexpr bool between(int n, int low, int high) { return n >= low && n <= high; }

bool same_digits(std::string_view d) { return d.find_first_not_of(d[0]) == std::string_view::npos; }

// 0 no issuer, 1 a length few cards of the range have, 2 an issuer range and its usual length.
int issuer(std::string_view s) {
  const std::size_t n = s.size();
  const int six = number_of(s.substr(0, 6));
  const int two = six / 10000;
  const bool usual = n == 16 || n == 19;
  if (two == 62) return usual ? 2 : between(int(n), 17, 18) ? 1 : 0;
  if (two / 10 == 4 || between(two, 51, 55) || two == 60) return usual ? 2 : 0;
  if (between(six / 100, 2221, 2720)) return n == 16 ? 2 : 0;
  if (two == 34 || two == 37) return n == 15 ? 1 : 0;
  if (two == 35) return n == 16 ? 1 : 0;
  if (two == 36 || two == 38) return n == 14 ? 1 : 0;
  return 0;
}

// The first digits of the ranges, before anything is counted.
bool may_begin(std::string_view s) {
  if (s.size() < 14) return false;
  const int two = (s[0] - '0') * 10 + (s[1] - '0');
  return two == 62 || two / 10 == 4 || between(two, 51, 55) || two == 60 || between(two, 22, 27) || two == 34 || two == 37 || two == 35 || two == 36 || two == 38;
}

Evidence plain(std::string_view s) {
  const int strength = issuer(s);
  if (strength == 0 || !luhn(s) || (strength == 1 && same_digits(s))) return {};
  return evidence(Evidence::format | Evidence::check | (strength == 2 ? Evidence::registry : Evidence::weak));
}

Evidence check(std::string_view s) {
  if (!may_begin(s)) return {};
  if (all_digits(s)) return s.size() <= 19 ? plain(s) : Evidence{};
  char digits[24];
  std::size_t n = 0;
  for (const char c : s) {
    if (c == ' ' || c == '-') continue;
    if (!is_digit(c) || n == sizeof digits) return {};
    digits[n++] = c;
  }
  return n >= 14 && n <= 19 ? plain({digits, n}) : Evidence{};
}

}  // namespace

Validator validator_bank_card() { return {"bank_card", check, words(14, 19, Letters::none, "23456")}; }

}  // namespace lp::discover
