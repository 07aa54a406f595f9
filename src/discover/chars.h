#pragma once
// ASCII classes without locale, for validators and the scanner.

#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace lp::discover {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_alpha(char c) { return is_upper(c) || is_lower(c); }
constexpr bool is_alnum(char c) { return is_digit(c) || is_alpha(c); }
constexpr bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
constexpr bool is_high(char c) { return static_cast<unsigned char>(c) >= 0x80; }
constexpr char to_lower(char c) { return is_upper(c) ? static_cast<char>(c + 32) : c; }
constexpr int digit_of(char c) { return c - '0'; }

constexpr bool all_digits(std::string_view s) {
  unsigned bad = 0;
  if (!std::is_constant_evaluated() && s.size() >= 8) {
    // Eight at a time, the last eight overlapping: a digit has 3 in its high half, and still with 6 added.
    constexpr std::uint64_t high = 0xF0F0F0F0F0F0F0F0U, threes = 0x3030303030303030U;
    std::uint64_t wrong = 0;
    const auto look = [&](std::size_t at) {
      std::uint64_t v;
      std::memcpy(&v, s.data() + at, 8);
      wrong |= ((v & high) ^ threes) | (((v + 0x0606060606060606U) & high) ^ threes);
    };
    for (std::size_t at = 0; at + 8 <= s.size(); at += 8) look(at);
    look(s.size() - 8);
    return wrong == 0;
  }
  for (const char c : s) bad |= static_cast<unsigned>(static_cast<unsigned char>(c - '0') > 9);
  return bad == 0 && !s.empty();
}
template <class Class>
constexpr bool all_of(std::string_view s, Class is) {
  for (const char c : s) {
    if (!is(c)) return false;
  }
  return !s.empty();
}
// The number the digits write; at most 9 digits.
constexpr int number_of(std::string_view digits) {
  int n = 0;
  for (const char c : digits) n = n * 10 + digit_of(c);
  return n;
}

}  // namespace lp::discover
