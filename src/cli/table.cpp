#include "cli/table.h"

#include <algorithm>

#include "base/text.h"

namespace lp::cli {
namespace {

bool is_wide(char32_t c) {
  return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
         (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
}

// Cells hold what strangers wrote: nothing of it may move the cursor, colour the screen or turn the direction of reading.
bool steers(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

std::string cut(std::string_view text, int max_width) { return display_width(text) <= max_width ? std::string(text) : first_columns(text, max_width - 1) + "…"; }

void append_row(std::string& out, const std::vector<std::string>& cells, const std::vector<int>& widths) {
  for (std::size_t i = 0; i < widths.size(); ++i) {
    const std::string cell = i < cells.size() ? cells[i] : std::string();
    out += cell;
    if (i + 1 < widths.size()) out.append(static_cast<std::size_t>(widths[i] - display_width(cell) + 2), ' ');
  }
  out += '\n';
}

}  // namespace

int display_width(std::string_view text) {
  int width = 0;
  for (char32_t c : to_codepoints(text)) width += is_wide(c) ? 2 : 1;
  return width;
}

std::string printable(std::string_view text) {
  std::string out;
  for (const char32_t c : to_codepoints(text)) append_utf8(out, steers(c) ? U' ' : c);
  return out;
}

std::string first_columns(std::string_view text, int width) {
  std::string out;
  int used = 0;
  for (const char32_t c : to_codepoints(text)) {
    used += is_wide(c) ? 2 : 1;
    if (used > width) break;
    append_utf8(out, c);
  }
  return out;
}

std::string to_table(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows, int max_width) {
  std::vector<std::vector<std::string>> all{header};
  for (const auto& row : rows) {
    auto& cells = all.emplace_back();
    for (const std::string& cell : row) cells.push_back(cut(printable(cell), max_width));
  }
  std::vector<int> widths(header.size(), 0);
  for (const auto& row : all) {
    for (std::size_t i = 0; i < std::min(row.size(), widths.size()); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
  }
  std::string out;
  for (const auto& row : all) append_row(out, row, widths);
  return out;
}

}  // namespace lp::cli
