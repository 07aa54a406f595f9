#pragma once
// Administrative divisions as far as identifiers need them. Only the province is checked: withdrawn county codes
// live on in old numbers, and rejecting them rejects real people.

#include <string_view>

namespace lp::discover {

// First two digits of a division code, GB/T 2260; 81, 82, 83 are the residence permits of Hong Kong, Macao and
// Taiwan residents.
bool is_province_code(std::string_view digits);
// One of 京津沪… (31 provinces): a plate or a filing number begins with it. Takes the first three bytes of UTF-8.
bool is_province_char(std::string_view utf8);

}  // namespace lp::discover
