#include "io/xlsx_rows.h"

#include <algorithm>
#include <cmath>

#include "io/xlsx_cell.h"

namespace lp::io {
namespace {

constexpr std::size_t flush_at = 256 * 1024;
constexpr int first_safe_day = -25'508;  // 1900-03-01; earlier serials mean other days in other programs

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

RowFile::RowFile(std::filesystem::path path, ByteSink out, RowStyles styles, std::vector<bool> as_text, CellText& texts)
    : path_(std::move(path)), out_(std::move(out)), styles_(styles), as_text_(std::move(as_text)), texts_(texts) {}

Result<std::unique_ptr<RowFile>> RowFile::create(std::filesystem::path path, RowStyles styles, std::vector<bool> as_text, CellText& texts) {
  LP_TRY(ByteSink out, open_file_sink(path));
  return std::unique_ptr<RowFile>(new RowFile(std::move(path), std::move(out), styles, std::move(as_text), texts));
}

Status RowFile::write(std::uint32_t number, std::span<const Cell> cells) {
  const std::string row = std::to_string(number);
  while (names_.size() < cells.size()) names_.push_back(column_name(static_cast<int>(names_.size())));
  buffer_ += "<row r=\"";
  buffer_ += row;
  buffer_ += "\">";
  for (std::size_t c = 0; c < cells.size(); ++c) add(row, c, cells[c]);
  buffer_ += "</row>";
  last_row_ = number;
  columns_ = std::max(columns_, cells.size());
  return buffer_.size() < flush_at ? ok_status() : flush();
}

void RowFile::add(const std::string& row, std::size_t column, const Cell& cell) {
  switch (cell.kind) {
    case CellKind::empty: return;
    case CellKind::number:
      if (!std::isfinite(cell.number)) break;
      return add_number(row, column, cell.number, 0);
    case CellKind::boolean:
      open_cell(row, column, 0);
      buffer_ += cell.number != 0 ? " t=\"b\"><v>1</v></c>" : " t=\"b\"><v>0</v></c>";
      return;
    case CellKind::date:
      if (cell.date.days() < first_safe_day) break;
      return add_number(row, column, serial_of_date(cell.date, cell.seconds), cell.seconds == 0 ? styles_.date : styles_.date_time);
    default: break;
  }
  if (!cell.text.empty()) add_text(row, column, cell.text);
}

void RowFile::open_cell(const std::string& row, std::size_t column, int style) {
  buffer_ += "<c r=\"";
  buffer_ += names_[column];
  buffer_ += row;
  buffer_ += '"';
  if (style == 0) return;
  buffer_ += " s=\"";
  buffer_ += std::to_string(style);
  buffer_ += '"';
}

void RowFile::add_number(const std::string& row, std::size_t column, double value, int style) {
  open_cell(row, column, style);
  buffer_ += "><v>";
  buffer_ += number_text(value);
  buffer_ += "</v></c>";
}

void RowFile::add_text(const std::string& row, std::size_t column, std::string_view text) {
  open_cell(row, column, column < as_text_.size() && as_text_[column] ? styles_.text : 0);
  const std::string_view fitting = texts_.fit(text);
  const bool keep_blanks = is_blank(fitting.front()) || is_blank(fitting.back());
  buffer_ += keep_blanks ? " t=\"inlineStr\"><is><t xml:space=\"preserve\">" : " t=\"inlineStr\"><is><t>";
  append_cell_text(buffer_, fitting);
  buffer_ += "</t></is></c>";
}

Status RowFile::flush() {
  bytes_ += buffer_.size();
  Status written = out_(buffer_);
  buffer_.clear();
  return written;
}

Status RowFile::close() {
  LP_CHECK_OK(flush());
  out_ = {};
  return ok_status();
}

}  // namespace lp::io
