#pragma once
#include <string_view>

namespace lp::io {
// The separator of a CSV text: a first line "sep=;" decides; else the one of , ; tab | that splits
// most of the first lines (outside quotes) into equally many cells; else a comma.
char sniff_separator(std::string_view head);
}  // namespace lp::io
