#pragma once
// Administrative divisions as far as identifiers need them. Only the province is checked: withdrawn county codes
// live on in old numbers, and rejecting them rejects real people.

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace lp::discover {

// First two digits of a division code, GB/T 2260; 81, 82, 83 are the residence permits of Hong Kong, Macao and
// Taiwan residents.
bool is_province_code(std::string_view digits);
// The two digits as a number.
constexpr bool is_province(unsigned code) {
  constexpr auto known = [](std::uint64_t from, std::initializer_list<unsigned> codes) {
    std::uint64_t bits = 0;
    for (const unsigned c : codes) bits |= c >= from && c < from + 64 ? 1ULL << (c - from) : 0;
    return bits;
  };
  constexpr std::uint64_t low = known(0, {11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63});
  constexpr std::uint64_t high = known(64, {64, 65, 71, 81, 82, 83});
  return code < 128 && ((code < 64 ? low : high) >> (code & 63) & 1) != 0;
}
// One of 京津沪… (31 provinces): a plate or a filing number begins with it. Takes the first three bytes of UTF-8.
bool is_province_char(std::string_view utf8);

}  // namespace lp::discover
