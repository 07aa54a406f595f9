#include "io/xlsx_merges.h"

#include <algorithm>

#include "io/error.h"
#include "io/xlsx_cell.h"

namespace lp::io {
namespace {

// `<mergeCell ref="A1:C1"/>`, prefix or not. A '<' or ':' before the name keeps cell text out: there '<' is escaped.
void scan(std::string_view text, std::vector<MergedRegion>& out, std::size_t max) {
  constexpr std::string_view name = "mergeCell ";
  for (std::size_t at = text.find(name); at != std::string_view::npos && out.size() < max; at = text.find(name, at + 1)) {
    if (at == 0 || (text[at - 1] != '<' && text[at - 1] != ':')) continue;
    const std::size_t end = text.find('>', at);
    const std::string_view tag = text.substr(at, end == std::string_view::npos ? end : end - at);
    const std::size_t ref = tag.find("ref=");
    if (ref == std::string_view::npos || ref + 5 >= tag.size()) continue;
    std::string_view range = tag.substr(ref + 5);
    range = range.substr(0, range.find(tag[ref + 4]));
    const std::size_t colon = range.find(':');
    if (colon == std::string_view::npos) continue;
    const auto a = parse_cell_ref(range.substr(0, colon));
    const auto b = parse_cell_ref(range.substr(colon + 1));
    if (a && b && a->row <= b->row && a->column <= b->column) out.push_back({a->row, b->row, a->column, b->column});
  }
}

}  // namespace

Result<std::vector<MergedRegion>> find_merged_regions(ByteSource& sheet_xml, std::size_t max) {
  std::vector<MergedRegion> out;
  std::string window;
  constexpr std::size_t block = 128 * 1024;
  for (;;) {
    const std::size_t kept = window.size();
    window.resize(kept + block);
    auto n = sheet_xml.read(window.data() + kept, block);
    if (!n) return std::move(n).error();
    window.resize(kept + *n);
    // an unfinished tag at the end waits for the next block
    const std::size_t open = *n == 0 ? std::string::npos : window.rfind('<');
    const std::size_t end = open == std::string::npos || window.size() - open > 1024 ? window.size() : open;
    scan(std::string_view(window).substr(0, end), out, max);
    if (*n == 0) break;
    window.erase(0, end);
  }
  std::sort(out.begin(), out.end(), [](const MergedRegion& a, const MergedRegion& b) { return a.first_row < b.first_row; });
  return out;
}

Status MergeFiller::fill(Row& row) {
  std::erase_if(active_, [&](const Active& a) { return a.region.last_row < row.number; });
  for (; next_ < regions_.size() && regions_[next_].first_row <= row.number; ++next_) {
    const MergedRegion& r = regions_[next_];
    if (r.first_row != row.number || r.first_column >= static_cast<int>(row.cells.size()) || active_.size() >= 1000) continue;
    active_.push_back({r, row.cells[static_cast<std::size_t>(r.first_column)]});
    active_.back().value.merged = true;
  }
  if (active_.empty()) return ok_status();
  std::size_t bytes = 0;
  for (const Cell& c : row.cells) bytes += c.text.size();
  for (const Active& a : active_) {
    const int last = std::min(a.region.last_column, max_columns_ - 1);
    if (a.value.empty()) continue;
    if (last >= static_cast<int>(row.cells.size())) row.cells.resize(static_cast<std::size_t>(last) + 1);
    for (int c = a.region.first_column; c <= last; ++c) {
      Cell& cell = row.cells[static_cast<std::size_t>(c)];
      if (!cell.empty()) continue;
      bytes += a.value.text.size();
      if (bytes > max_row_bytes_) {
        return fail(Errc::too_large, "merged cells make row " + std::to_string(row.number) + " longer than " + std::to_string(max_row_bytes_) + " bytes",
                    "合并单元格使第 " + std::to_string(row.number) + " 行超过 " + std::to_string(max_row_bytes_) + " 字节", "unmerge the cells");
      }
      cell = a.value;
    }
  }
  return ok_status();
}

}  // namespace lp::io
