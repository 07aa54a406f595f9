#include "service/sheets/address_sheet.h"

#include "base/text.h"
#include "service/sheets/sheet_file.h"

namespace lp::service {
namespace {

constexpr std::int64_t header_within = 20;

struct Columns {
  int addresses = -1, unit = -1, grade = -1, category = -1;
};

bool mentions(const std::string& text, std::initializer_list<std::string_view> words) {
  for (std::string_view word : words) {
    if (contains(text, word)) return true;
  }
  return false;
}

Columns find_columns(const io::Row& row) {
  Columns columns;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const std::string text = normalise_for_match(row.cells[i].text);
    const int index = static_cast<int>(i);
    if (columns.addresses < 0 && mentions(text, {"ip", "地址", "address"})) columns.addresses = index;
    else if (columns.grade < 0 && mentions(text, {"等级", "级别", "定级", "grade"})) columns.grade = index;
    else if (columns.category < 0 && mentions(text, {"类型", "类别", "category", "type"})) columns.category = index;
    else if (columns.unit < 0 && mentions(text, {"单元", "网元", "系统", "名称", "unit", "name"})) columns.unit = index;
  }
  return columns;
}

std::string cell(const io::Row& row, int column) {
  if (column < 0 || static_cast<std::size_t>(column) >= row.cells.size()) return {};
  return std::string(trim(row.cells[static_cast<std::size_t>(column)].text));
}

}  // namespace

Result<std::vector<records::AddressRow>> read_address_sheet(const std::filesystem::path& file, std::string_view name) {
  LP_TRY(const auto sheet, SheetFile::open(file, name));
  LP_TRY(const auto source, sheet->rows(sheet->default_sheet()));
  std::vector<records::AddressRow> rows;
  Columns columns;
  io::Row row;
  for (std::int64_t seen = 0;; ++seen) {
    LP_TRY(const bool more, source->next(row));
    if (!more) break;
    if (columns.addresses < 0) {
      if (seen < header_within) columns = find_columns(row);
      continue;
    }
    const std::string addresses = cell(row, columns.addresses);
    if (addresses.empty()) continue;
    rows.push_back({addresses, cell(row, columns.unit), cell(row, columns.grade), cell(row, columns.category),
                    std::string(name) + " row " + std::to_string(row.number)});
  }
  if (columns.addresses >= 0) return rows;
  Error error = make_error(Errc::invalid, "no column of addresses in " + std::string(name), "name a column IP地址 or address");
  error.message_zh = "表格中没有地址列，请将列名写为“IP地址”";
  return error;
}

}  // namespace lp::service
