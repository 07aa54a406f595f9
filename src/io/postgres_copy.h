#pragma once
// One line of PostgreSQL's COPY text format.

#include <span>

#include "io/database_row.h"

namespace lp::io {

// Splits and unescapes `line` (without its line end) where it stands; the cells of `row` point into
// it. `binary` says which columns are bytea, printed in hex. False when the cells do not fit the columns.
bool parse_copy_line(std::span<char> line, const std::vector<bool>& binary, RowBuffer& row);

}  // namespace lp::io
