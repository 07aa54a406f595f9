#pragma once
// Unified social credit code (统一社会信用代码), GB 32100-2015: 18 characters of
// 0-9 A-Z without I O S V Z; the last is a check character, modulo 31.

#include <string>
#include <string_view>

#include "base/result.h"

namespace lp::model {

enum class UsccFault { none, length, character, check_digit };

// Strict: upper case, no white space. A code that passes is well formed, not necessarily issued.
UsccFault check_uscc(std::string_view code);

// The check character of the first 17; LP_CHECKs that they are of the alphabet.
char uscc_check_character(std::string_view first17);

// What people type: full-width, lower case, spaces and hyphens. Errors say which rule fails;
// Error::fields has one problem whose code is uscc_length, uscc_character or uscc_check_digit.
Result<std::string> parse_uscc(std::string_view text);

}  // namespace lp::model
