#pragma once
// The rows of one sheet as SpreadsheetML in a temporary file, in the order they come. Internal
// to the XLSX writer: libxlsxwriter spends three times as long on a cell.

#include <filesystem>
#include <memory>
#include <vector>

#include "io/bytes.h"
#include "io/table.h"
#include "io/xlsx_text.h"

namespace lp::io {

// Indices into the workbook's cell formats.
struct RowStyles {
  int date = 0, date_time = 0, text = 0;
};

class RowFile {
 public:
  // `texts` must outlive it. `as_text[c]`: column c is formatted as text.
  static Result<std::unique_ptr<RowFile>> create(std::filesystem::path path, RowStyles styles, std::vector<bool> as_text, CellText& texts);
  // `number` is the sheet's row, from 1, and grows from call to call.
  Status write(std::uint32_t number, std::span<const Cell> cells);
  // Nothing may be written after.
  Status close();
  const std::filesystem::path& path() const { return path_; }
  std::uint64_t bytes() const { return bytes_; }
  std::uint32_t last_row() const { return last_row_; }  // 0 = none
  std::size_t columns() const { return columns_; }      // of the widest row

 private:
  RowFile(std::filesystem::path path, ByteSink out, RowStyles styles, std::vector<bool> as_text, CellText& texts);
  void add(const std::string& row, std::size_t column, const Cell& cell);
  void open_cell(const std::string& row, std::size_t column, int style);
  void add_text(const std::string& row, std::size_t column, std::string_view text);
  void add_number(const std::string& row, std::size_t column, double value, int style);
  Status flush();

  std::filesystem::path path_;
  ByteSink out_;
  RowStyles styles_;
  std::vector<bool> as_text_;
  CellText& texts_;
  std::vector<std::string> names_;  // of columns
  std::string buffer_;
  std::uint64_t bytes_ = 0;
  std::uint32_t last_row_ = 0;
  std::size_t columns_ = 0;
};

}  // namespace lp::io
