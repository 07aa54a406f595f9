// Bank card: Luhn, and an issuer range: UnionPay 62 (16 and 19 digits; 17 and 18 exist but are rare), 4 and 51-55
// (16 and 19), 2221-2720 (16), 34/37 (15), 35 (16), 36/38 (14), 60 (16 and 19). One random number in ten passes Luhn, so other
// prefixes never count.
#include <array>
#include <cstdint>

#include "discover/chars.h"
#include "discover/checksum_fast.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

constexpr bool between(int n, int low, int high) { return n >= low && n <= high; }

// By the first two digits: lengths few cards of the range have, usual ones, as bits; 0 = nobody's.
struct Lengths {
  std::uint32_t rare = 0, usual = 0;
};
constexpr std::uint32_t length(int n) { return 1U << n; }
constexpr auto ranges = [] {
  std::array<Lengths, 100> all{};
  for (std::size_t two = 0; two < 100; ++two) {
    const int n = static_cast<int>(two);
    if (n == 62) all[two] = {length(17) | length(18), length(16) | length(19)};
    if (n / 10 == 4 || between(n, 51, 55) || n == 60) all[two].usual = length(16) | length(19);
    if (between(n, 22, 27)) all[two].usual = length(16);
    if (n == 34 || n == 37) all[two].rare = length(15);
    if (n == 35) all[two].rare = length(16);
    if (n == 36 || n == 38) all[two].rare = length(14);
  }
  return all;
}();

bool same_digits(std::string_view d) { return d.find_first_not_of(d[0]) == std::string_view::npos; }
const Lengths* range_of(std::string_view s) { return is_digit(s[0]) && is_digit(s[1]) ? &ranges[static_cast<std::size_t>(number_of(s.substr(0, 2)))] : nullptr; }

// Digits alone, 14 to 19 of them.
Evidence plain(std::string_view s) {
  const Lengths& lengths = *range_of(s);
  const bool rare = (lengths.rare >> s.size() & 1) != 0;
  if ((!rare && (lengths.usual >> s.size() & 1) == 0) || luhn_sum(s.data(), s.size()) % 10 != 0) return {};
  if (s[0] == '2' && !between(number_of(s.substr(0, 4)), 2221, 2720)) return {};
  if (rare && same_digits(s)) return {};
  return evidence(Evidence::format | Evidence::check | (rare ? Evidence::weak : Evidence::registry));
}

Evidence check(std::string_view s) {
  if (s.size() < 14) return {};
  const Lengths* lengths = range_of(s);
  if (lengths == nullptr || (lengths->rare | lengths->usual) == 0) return {};
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
