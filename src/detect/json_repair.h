#pragma once
// What is done to a line that is almost JSON, and why a line that is none is none.

#include <string>
#include <string_view>

namespace lp::detect {

// Bytes that are no UTF-8 become U+FFFD, one for each maximal broken part.
std::string mend_utf8(std::string_view text);
// Escapes of half a surrogate pair (\ud83d alone) become \ufffd; false: there was none, `out` is not touched.
bool mend_surrogates(std::string_view text, std::string& out);
// "truncated": it began as JSON and ended inside a text, an object or a list; otherwise "not_json".
std::string_view why_not_json(std::string_view text);

}  // namespace lp::detect
