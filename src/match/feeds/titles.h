#pragma once
#include <string>
#include <string_view>

namespace lp::match {
// A description as a title: its first line, cut at 200 code points.
std::string short_title(std::string_view text);
}  // namespace lp::match
