#pragma once
// A sheet somebody uploaded, XLSX or CSV, told apart by content and not by name.
// One thread. The file must stay in place while it is open.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "io/csv_reader.h"
#include "io/xlsx_reader.h"

namespace lp::service {

class SheetFile {
 public:
  // `name` as uploaded, for messages. Errors as io/xlsx_reader.h.
  static Result<std::unique_ptr<SheetFile>> open(const std::filesystem::path& path, std::string_view name);
  bool is_csv() const { return workbook_ == nullptr; }
  const std::vector<io::SheetInfo>& sheets() const { return sheets_; }  // CSV: one, named like the file
  std::size_t default_sheet() const;                                   // the first visible one
  // "utf-8", "gb18030" …; empty for XLSX
  std::string encoding() const;
  Result<std::unique_ptr<io::RowSource>> rows(std::size_t sheet) const;

 private:
  std::filesystem::path path_;
  std::string name_;
  std::unique_ptr<io::Workbook> workbook_;
  std::vector<io::SheetInfo> sheets_;
  std::optional<io::Encoding> encoding_;
};

}  // namespace lp::service
