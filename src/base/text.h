#pragma once
// UTF-8 text. Functions never throw on invalid UTF-8; each says what it does with it.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lp {

bool is_valid_utf8(std::string_view s);
// Length of the longest prefix that is valid UTF-8 (whole characters up to U+10FFFF, no surrogates, nothing overlong).
std::size_t valid_utf8_prefix(std::string_view s);
std::size_t count_codepoints(std::string_view s);          // invalid bytes count one each
std::vector<char32_t> to_codepoints(std::string_view s);   // invalid bytes become U+FFFD
void append_utf8(std::string& out, char32_t c);
std::string_view trim(std::string_view s);                 // ASCII white space and U+3000, U+00A0, U+FEFF
std::vector<std::string_view> split(std::string_view s, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string to_lower_ascii(std::string_view s);
bool starts_with(std::string_view s, std::string_view prefix);
bool contains(std::string_view s, std::string_view part);
std::string replace_all(std::string_view s, std::string_view from, std::string_view to);
// Full-width forms to ASCII (ＡＢＣ１２３（） → ABC123()), ideographic space to space.
std::string to_half_width(std::string_view s);
// For search and header matching: half width, lower case, white space and punctuation removed.
std::string normalise_for_match(std::string_view s);
// At most `max` codepoints, with "…" when cut.
std::string truncate(std::string_view s, std::size_t max);
// 138****0000: keeps `head` and `tail` codepoints, stars between.
std::string mask_middle(std::string_view s, std::size_t head, std::size_t tail);

}  // namespace lp
