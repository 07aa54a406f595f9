#pragma once
#include <optional>
#include <string_view>

namespace lp::io {
// What a first line "sep=;" states: one ASCII character that is no letter, digit or quote (half of a
// Chinese character would cut every other one in two). The line is not part of the table.
std::optional<char> stated_separator(std::string_view head);
// The separator of a CSV text: a first line "sep=;" decides; else the one of , ; tab | that splits
// most of the first lines (outside quotes) into equally many cells; else a comma.
char sniff_separator(std::string_view head);
}  // namespace lp::io
