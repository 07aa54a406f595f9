#pragma once
// XLSX workbooks (ECMA-376), read as values: formulas give their cached value and a note, never
// recalculated; macros are refused; hidden sheets are listed as such. Numbers with a date format
// become dates (both date systems). Dates, merged regions and limits: xlsx_sheet.h, zip_reader.h.
//
// Refused with a message in both languages: .xls and other OLE2 files, encrypted files,
// workbooks with macros, archives that are not workbooks, damaged archives, archive bombs.
//
// A Workbook belongs to one thread and must outlive the sheets opened from it.

#include <filesystem>
#include <memory>

#include "io/table.h"
#include "io/xlsx_sheet.h"

namespace lp::io {

struct XlsxLimits {
  ZipLimits zip;
  SheetLimits sheet;
  std::size_t max_string_bytes = 160u << 20;  // all shared strings together
};

class Workbook {
 public:
  static Result<std::unique_ptr<Workbook>> open(const std::filesystem::path& path, XlsxLimits limits = {});
  // `bytes` must outlive the workbook.
  static Result<std::unique_ptr<Workbook>> open_memory(std::string_view bytes, XlsxLimits limits = {});
  const std::vector<SheetInfo>& sheets() const { return data_.parts.sheets; }
  std::size_t first_visible() const;
  Result<std::unique_ptr<RowSource>> open_sheet(std::size_t index) const;

 private:
  static Result<std::unique_ptr<Workbook>> open_input(ZipInput input, XlsxLimits limits);
  ZipInput input_;
  XlsxLimits limits_;
  WorkbookData data_;
};

enum class SheetFormat { xlsx, ole2, text };
// By the first bytes, whatever the name says.
SheetFormat sniff_sheet_format(std::string_view head);

}  // namespace lp::io
