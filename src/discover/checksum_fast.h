#pragma once
// Eight digits at a time in one register. For values of digits alone; the caller has checked that.

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace lp::discover {

static_assert(std::endian::native == std::endian::little, "the first byte must be the lowest");

// Bytes [0, n) of `text`, n at most 8; the rest is `fill`.
inline std::uint64_t load_bytes(const char* text, std::size_t n, char fill = '0') {
  char out[8];
  std::memset(out, fill, 8);
  std::memcpy(out, text, n);
  std::uint64_t value;
  std::memcpy(&value, out, 8);
  return value;
}
inline std::uint64_t load_eight(const char* text) {
  std::uint64_t value;
  std::memcpy(&value, text, 8);
  return value;
}
inline bool eight_digits(std::uint64_t text) {
  constexpr std::uint64_t high = 0xF0F0F0F0F0F0F0F0U;
  return (text & high) == 0x3030303030303030U && ((text + 0x0606060606060606U) & high) == 0x3030303030303030U;
}
// Sum of eight values below 32 a byte.
inline unsigned sum_bytes(std::uint64_t values) { return static_cast<unsigned>((values * 0x0101010101010101U) >> 56); }
// Sum of digit times weight; weights as bytes, the first digit's lowest. Sums stay below 65,536.
inline unsigned weighted_sum(std::uint64_t text, std::uint64_t weights) {
  constexpr std::uint64_t even = 0x00FF00FF00FF00FFU;
  const std::uint64_t digits = text - 0x3030303030303030U;
  const std::uint64_t a = digits & even, b = (digits >> 8) & even;
  const auto reversed = [](std::uint64_t w) { return w << 48 | (w & 0xFFFF0000U) << 16 | (w >> 16 & 0xFFFF0000U) | w >> 48; };
  return static_cast<unsigned>((a * reversed(weights & even)) >> 48) + static_cast<unsigned>((b * reversed((weights >> 8) & even)) >> 48);
}
constexpr std::uint64_t weight_bytes(int a, int b, int c, int d, int e, int f, int g, int h) {
  const int all[8] = {a, b, c, d, e, f, g, h};
  std::uint64_t out = 0;
  for (int i = 7; i >= 0; --i) out = out << 8 | static_cast<std::uint64_t>(all[i]);
  return out;
}
// The number eight digits write.
inline unsigned number_of_eight(std::uint64_t text) {
  std::uint64_t v = text - 0x3030303030303030U;
  v = (v * 10 + (v >> 8)) & 0x00FF00FF00FF00FFU;
  v = (v * 100 + (v >> 16)) & 0x0000FFFF0000FFFFU;
  return static_cast<unsigned>(v * 10000 + (v >> 32));
}
// Luhn's sum of eight digits; bytes 0, 2, 4, 6 are doubled when `even`, else 1, 3, 5, 7.
inline unsigned luhn_eight(std::uint64_t text, bool even) {
  const std::uint64_t digits = text - 0x3030303030303030U;
  const std::uint64_t which = even ? 0x00FF00FF00FF00FFU : 0xFF00FF00FF00FF00U;
  const std::uint64_t doubled = (digits & which) << 1;
  const std::uint64_t over = ((doubled + 0x7676767676767676U) >> 7) & 0x0101010101010101U;  // 10 or more
  return sum_bytes((digits & ~which) + doubled - over * 9);
}

// Luhn's sum of `n` digits, eight or more: from the right, the second of every two is doubled.
inline unsigned luhn_sum(const char* digits, std::size_t n) {
  unsigned sum = luhn_eight(load_eight(digits + n - 8), true);
  for (n -= 8; n >= 8; n -= 8) sum += luhn_eight(load_eight(digits + n - 8), true);
  if (n == 0) return sum;
  // The first n, moved to the end of eight, zeros before them.
  const std::uint64_t zeros = 0x3030303030303030U;
  return sum + luhn_eight(((load_eight(digits) - zeros) << (8 * (8 - n))) + zeros, true);
}

}  // namespace lp::discover
