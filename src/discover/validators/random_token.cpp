// The tail of a key: at least three of digits, lower case, upper case and punctuation or hexadecimal throughout, and as
// many different characters as chance gives. Words, repeated characters and sequences (abcdef, 123456) are samples, not keys.
#include "discover/chars.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (s.size() < 8) return {};
  bool seen[256] = {};
  int distinct = 0;
  int steps = 0;
  int kinds[4] = {0, 0, 0, 0};
  for (std::size_t i = 0; i < s.size(); ++i) {
    const auto c = static_cast<unsigned char>(s[i]);
    distinct += seen[c] ? 0 : 1;
    seen[c] = true;
    ++kinds[is_digit(s[i]) ? 0 : is_lower(s[i]) ? 1 : is_upper(s[i]) ? 2 : 3];
    if (i > 0 && (s[i] == s[i - 1] || s[i] == s[i - 1] + 1)) ++steps;
  }
  const auto n = static_cast<int>(s.size());
  const int expected = n < 16 ? n / 2 : all_of(s, is_hex) ? 7 : n < 32 ? 9 : 14;
  const bool mixed = kinds[0] > 0 && kinds[1] + kinds[2] > 0;
  if (distinct < expected || steps * 3 > n || (!mixed && kinds[1] * kinds[2] == 0)) return {};
  return evidence(Evidence::format | Evidence::entropy);
}

}  // namespace

Validator validator_random_token() { return {"random_token", check, {.needs_name = true}}; }

}  // namespace lp::discover
