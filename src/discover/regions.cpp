#include "discover/regions.h"

#include <array>

#include "discover/chars.h"

namespace lp::discover {
namespace {

constexpr std::array<bool, 100> province_codes() {
  std::array<bool, 100> known{};
  for (const int code : {11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46,
                         50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83}) {
    known[static_cast<std::size_t>(code)] = true;
  }
  return known;
}

constexpr std::string_view province_chars = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";

}  // namespace

bool is_province_code(std::string_view digits) {
  static constexpr auto known = province_codes();
  return digits.size() >= 2 && is_digit(digits[0]) && is_digit(digits[1]) && known[static_cast<std::size_t>(number_of(digits.substr(0, 2)))];
}

bool is_province_char(std::string_view utf8) {
  if (utf8.size() < 3) return false;
  for (std::size_t i = 0; i < province_chars.size(); i += 3) {
    if (utf8.compare(0, 3, province_chars, i, 3) == 0) return true;
  }
  return false;
}

}  // namespace lp::discover
