#pragma once
// Text of JSON strings as people wrote it. Programs that write ASCII only (the default of many) spell 手机 as
// \u624b\u673a.

#include <string>
#include <string_view>

namespace lp::discover {

// UTF-8 of `text`, the inside of a JSON string, with \uXXXX from U+00A0 on resolved (surrogates by pairs). All other
// escapes stay as written, broken ones too: no control character comes out of them.
std::string resolve_unicode_escapes(std::string_view text);

inline bool has_unicode_escape(std::string_view text) { return text.find("\\u") != std::string_view::npos; }

}  // namespace lp::discover
