#pragma once
// Postal addresses of the mainland in running text: division names in order (province, city, district, town), road, then
// numbers of house, building and room. Two levels or more make an address. Works on the stored bytes of either form;
// pure functions.

#include <cstddef>
#include <string_view>

#include "discover/window.h"

namespace lp::discover {

struct AddressSpan {
  std::size_t begin = 0, end = 0;
  int levels = 0;          // 0: no address
};

// The address whose first number is text[number, number_end). `run` bytes of 汉字 stand before the number.
AddressSpan find_address(std::string_view text, TextForm form, std::size_t run, std::size_t number, std::size_t number_end);
// Whether a whole cell is an address, with or without a number. UTF-8.
bool is_address(std::string_view utf8);

}  // namespace lp::discover
