#pragma once
// Telling UTF-16 and UTF-32 without a byte order mark by what the units would be. Internal to encoding.cpp.

#include <optional>
#include <string_view>

#include "io/encoding.h"

namespace lp::io {

// UTF-32, and UTF-16 of text with ASCII in it: where the zero bytes stand tells.
std::optional<Encoding> guess_by_zeros(std::string_view head);

// UTF-16 of Chinese text, which may hold no zero byte. To be asked for what is not valid UTF-8: two
// ASCII letters make a Chinese character too. GB text whose bytes also look like it must be ruled out by the caller.
std::optional<Encoding> guess_chinese_utf16(std::string_view head);

}  // namespace lp::io
