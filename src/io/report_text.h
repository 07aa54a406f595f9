#pragma once
// Small texts every report needs: the language shown, numbers people read, names in any encoding. Pure functions, any thread.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/local_text.h"

namespace lp::io {

enum class Language : std::uint8_t { zh, en };
const std::string& say(const LocalText& text, Language language);

// 1,234,567
std::string grouped(std::uint64_t n);
// Valid UTF-8 as it is; each byte that is not as "\xB0": names of files may be in any encoding, reports may not.
std::string printable_utf8(std::string_view text);

}  // namespace lp::io
