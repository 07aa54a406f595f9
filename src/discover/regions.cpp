#include "discover/regions.h"

#include <array>
#include <cstdint>

#include "discover/chars.h"

namespace lp::discover {
namespace {

// Code point of three bytes of UTF-8, from U+4E00 on; 0 when it is no 汉字 of that block.
constexpr std::size_t character(const char* utf8) {
  const auto byte = [&](int i) { return static_cast<std::size_t>(static_cast<unsigned char>(utf8[i])); };
  const std::size_t point = (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
  const bool formed = byte(0) >= 0xE4 && byte(0) <= 0xE9 && byte(1) >> 6 == 2 && byte(2) >> 6 == 2;
  return formed && point >= 0x4E00 ? point - 0x4E00 : 0;
}

// A bit a 汉字.
constexpr auto province_chars = [] {
  constexpr std::string_view all = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
  std::array<std::uint64_t, 0x5200 / 64> bits{};
  for (std::size_t i = 0; i < all.size(); i += 3) bits[character(all.data() + i) >> 6] |= 1ULL << (character(all.data() + i) & 63);
  return bits;
}();

}  // namespace

bool is_province_code(std::string_view digits) {
  return digits.size() >= 2 && is_digit(digits[0]) && is_digit(digits[1]) && is_province(static_cast<unsigned>(number_of(digits.substr(0, 2))));
}

bool is_province_char(std::string_view utf8) {
  if (utf8.size() < 3) return false;
  const std::size_t c = character(utf8.data());
  return (province_chars[c >> 6] >> (c & 63) & 1) != 0;
}

}  // namespace lp::discover
