#pragma once
// Text as SpreadsheetML takes it. Internal to the XLSX writer.

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace lp::io {

// Makes text fit a cell: valid UTF-8, no characters XML 1.0 lacks (they become U+FFFD), at
// most Excel's 32,767 UTF-16 units. One thread.
class CellText {
 public:
  // Valid until the next call and while `value` is.
  std::string_view fit(std::string_view value);
  std::int64_t truncated() const { return truncated_; }

 private:
  std::string buffer_;
  std::int64_t truncated_ = 0;
};

// Appends text that fits, escaped. Carriage returns, and text that looks like an escape ("_x0041_"),
// are escaped as ECMA-376 part 1, 22.9.2.19 has it, so that readers give back what was written.
void append_cell_text(std::string& out, std::string_view text);

// A legal name no other sheet has: at most 31 characters, none of []:*?/\'. Added to `used`.
std::string unique_sheet_name(std::string_view wanted, std::set<std::string>& used);

}  // namespace lp::io
