#pragma once
#include <string_view>

namespace lp::discover {

// `*` is any text without "/", `**` any text, `?` one byte but "/", everything else is itself. The whole of `text` must
// match. Time is bounded by the product of the lengths; no recursion.
bool glob_matches(std::string_view pattern, std::string_view text);
inline bool is_glob(std::string_view pattern) { return pattern.find_first_of("*?") != std::string_view::npos; }

}  // namespace lp::discover
