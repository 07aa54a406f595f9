#pragma once
// The part of a check that remains when a value's shape is proven: lengths are right and where digits must stand, digits
// stand. Validators prove the shape character by character; the scanner knows it from its masks and asks these at once.

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "discover/birth_date.h"
#include "discover/checksum_fast.h"
#include "discover/regions.h"
#include "discover/validator.h"

namespace lp::discover::proven {

inline unsigned two_digits(const char* s) { return static_cast<unsigned>(s[0] - '0') * 10 + static_cast<unsigned>(s[1] - '0'); }
template <std::size_t n>
inline bool begins(const char* s, const char (&with)[n]) { return std::memcmp(s, with, n - 1) == 0; }

// 11 digits.
Evidence mobile_11(const char* s);

// 18 characters, the first 17 digits.
inline bool mod_11_2_of_18(const char* s) {
  const unsigned sum = weighted_sum(load_eight(s), weight_bytes(7, 9, 10, 5, 8, 4, 2, 1)) +
                       weighted_sum(load_eight(s + 8), weight_bytes(6, 3, 7, 9, 10, 5, 8, 4)) + static_cast<unsigned>(s[16] - '0') * 2;
  const char want = "10X98765432"[sum % 11];
  return s[17] == want || (want == 'X' && s[17] == 'x');
}
inline Evidence resident_id_18(const char* s) {
  if (!is_birth_date_of_digits(load_eight(s + 6)) || !is_province(two_digits(s)) || !mod_11_2_of_18(s)) return {};
  return evidence(Evidence::format | Evidence::check | Evidence::date | Evidence::region);
}

// By the first two digits of a card: lengths few of its range have, usual ones, as bits; none = nobody's.
struct CardLengths {
  std::uint32_t rare = 0, usual = 0;
};
constexpr auto card_ranges = [] {
  constexpr auto length = [](int n) { return 1U << n; };
  std::array<CardLengths, 100> all{};
  for (std::size_t n = 0; n < 100; ++n) {
    if (n == 62) all[n] = {length(17) | length(18), length(16) | length(19)};
    if (n / 10 == 4 || (n >= 51 && n <= 55) || n == 60) all[n].usual = length(16) | length(19);
    if (n >= 22 && n <= 27) all[n].usual = length(16);
    if (n == 34 || n == 37) all[n].rare = length(15);
    if (n == 35) all[n].rare = length(16);
    if (n == 36 || n == 38) all[n].rare = length(14);
  }
  return all;
}();
// 14 to 19 digits.
inline Evidence bank_card(const char* s, std::size_t n) {
  const CardLengths& lengths = card_ranges[two_digits(s)];
  const bool rare = (lengths.rare >> n & 1) != 0;
  if (((lengths.usual | lengths.rare) >> n & 1) == 0 || luhn_sum(s, n) % 10 != 0) return {};
  if (s[0] == '2') {
    const unsigned four = two_digits(s) * 100 + two_digits(s + 2);
    if (four < 2221 || four > 2720) return {};
  }
  if (rare && std::string_view(s, n).find_first_not_of(s[0]) == std::string_view::npos) return {};
  return evidence(Evidence::format | Evidence::check | (rare ? Evidence::weak : Evidence::registry));
}

// 15 digits. Of nothing but zeros the sum is zero.
inline Evidence imei(const char* s) {
  const unsigned sum = luhn_sum(s, 15), body = two_digits(s);
  if (sum % 10 != 0 || sum == 0) return {};
  const bool known = body == 1 || body == 35 || body == 86 || body == 99;
  return evidence(Evidence::format | Evidence::check | (known ? Evidence::registry : Evidence::weak));
}
// 15 digits.
inline Evidence imsi(const char* s) {
  constexpr std::uint32_t networks = 0x3FF | 1 << 11 | 1 << 12 | 1 << 13 | 1 << 15 | 1 << 20;
  const unsigned network = two_digits(s + 3);
  return evidence(begins(s, "460") && network < 32 && (networks >> network & 1) != 0 ? Evidence::format | Evidence::registry : Evidence::none);
}
// 20 digits; none when the check digit is wrong.
inline Evidence iccid_20(const char* s) {
  if (!begins(s, "8986") || luhn_sum(s, 20) % 10 != 0) return {};
  const unsigned issuer = two_digits(s + 4);
  const bool known = issuer <= 9 || issuer == 11 || issuer == 15;
  return evidence(Evidence::format | Evidence::check | (known ? Evidence::registry : Evidence::none));
}

// After a province's character, in UTF-8: a word of six or seven letters and digits, the first an upper-case letter; `digits`
// has a bit for each digit. A new-energy plate of six places has a letter of A to K at its first or its last.
inline Evidence plate(const char* province, const char* word, std::size_t n, std::uint64_t digits) {
  constexpr auto letters = [](std::string_view without, char to) {
    std::uint64_t bits = 0;
    for (char c = 'A'; c <= to; ++c) bits |= without.find(c) == std::string_view::npos ? 1ULL << (c - 'A') : 0;
    return bits;
  };
  constexpr std::uint64_t usual = letters("IO", 'Z'), energy = letters("I", 'K');
  if (!is_province_char({province, 3})) return {};
  for (std::size_t i = 0; i < n; ++i) {
    const auto letter = static_cast<unsigned char>(word[i] - 'A');
    if ((digits >> i & 1) == 0 && (letter > 25 || (usual >> letter & 1) == 0)) return {};
  }
  const auto is_energy = [&](std::size_t i) { return (digits >> i & 1) == 0 && (energy >> (word[i] - 'A') & 1) != 0; };
  if (n == 6) return evidence(std::popcount(digits & 0x3F) >= 2 ? Evidence::format | Evidence::region : Evidence::format | Evidence::region | Evidence::weak);
  const bool small = is_energy(1) && (digits & 0x78) == 0x78, large = (digits & 0x3E) == 0x3E && is_energy(6);
  return evidence(n == 7 && (small || large) ? Evidence::format | Evidence::region : Evidence::none);
}

// 17 characters, the last four digits; anything before them.
Evidence vin(const char* s);
// 18 characters, the third to the eighth digits; anything else.
Evidence uscc(const char* s);

// Digits and dots alone.
inline Evidence ipv4(const char* s, const char* end) {
  unsigned numbers[4], all = 0, high = 0;
  for (int i = 0; i < 4; ++i) {
    const char* const first = s;
    unsigned value = 0;
    for (; s != end && *s != '.'; ++s) value = value * 10 + static_cast<unsigned>(*s - '0');
    const auto length = s - first;
    if (length == 0 || length > 3 || value > 255 || (*first == '0' && length > 1) || (s == end) != (i == 3)) return {};
    numbers[i] = value;
    if (i > 0) all |= value;
    high |= value > 9 ? 1U : 0U;
    ++s;
  }
  if (numbers[0] == 0 || all == 0) return {};
  const bool version_like = high == 0;
  return evidence(version_like || numbers[0] >= 224 ? Evidence::format | Evidence::weak : Evidence::format);
}

// Degrees of longitude and latitude in ten-thousandths, in either order, inside China's bounding box.
inline Evidence coordinates(unsigned a, unsigned b) {
  const auto longitude = [](unsigned d) { return d >= 736600 && d <= 1350500; };
  const auto latitude = [](unsigned d) { return d >= 38600 && d <= 535500; };
  return evidence((longitude(a) && latitude(b)) || (latitude(a) && longitude(b)) ? Evidence::format | Evidence::region : Evidence::none);
}
// Digits, a point, four digits at least.
inline unsigned ten_thousandths(const char* s) {
  unsigned value = 0;
  for (; *s != '.'; ++s) value = value * 10 + static_cast<unsigned>(*s - '0');
  return value * 10000 + two_digits(s + 1) * 100 + two_digits(s + 3);
}

// Whether the top level of a host name, letters alone, is that of a file: logo@2x.png. At most four bytes, the first in the
// lowest.
constexpr std::uint32_t top_level(std::string_view top) {
  std::uint32_t word = 0;
  for (std::size_t i = top.size(); i-- > 0;) word = word << 8 | static_cast<unsigned char>(top[i]);
  return word;
}
inline bool is_file_name(std::uint32_t top) {
  switch (top) {
    case top_level("js"):
    case top_level("ts"):
    case top_level("png"):
    case top_level("jpg"):
    case top_level("gif"):
    case top_level("svg"):
    case top_level("css"):
    case top_level("vue"):
    case top_level("jpeg"):
    case top_level("webp"):
    case top_level("json"):
    case top_level("html"):
      return true;
    default:
      return false;
  }
}

}  // namespace lp::discover::proven
