#pragma once
// Short pieces of GB 18030 as UTF-8, from a table: a candidate has a few characters, for which a converter's
// set-up would cost more than the work.

#include <cstddef>
#include <string>
#include <string_view>

namespace lp::discover {

// Two-byte characters are converted, ASCII is kept, anything else becomes U+FFFD.
void append_utf8(std::string_view gb18030, std::string& out);
std::string gb_to_utf8(std::string_view gb18030);
// The other way, for the two-byte characters; empty when one of `utf8` has no such form. Slow: for a few words.
std::string utf8_to_gb(std::string_view utf8);
// Bytes of GB 18030 that the first `utf8_bytes` of the converted text came from.
std::size_t gb_bytes_of(std::string_view gb18030, std::size_t utf8_bytes);

}  // namespace lp::discover
