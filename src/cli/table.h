#pragma once
// A text table for a terminal. East Asian wide characters count two columns.

#include <string>
#include <string_view>
#include <vector>

namespace lp::cli {

int display_width(std::string_view text);
// What strangers wrote, with blanks for what would move the cursor, colour the screen or turn the direction of reading.
std::string printable(std::string_view text);
// As much from the beginning as fits into `width` columns.
std::string first_columns(std::string_view text, int width);
// Columns are padded to the widest cell; cells longer than `max_width` columns are cut with "…".
// Line ends, control characters and marks of direction in cells become blanks.
std::string to_table(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows,
                     int max_width = 48);

}  // namespace lp::cli
