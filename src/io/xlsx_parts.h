#pragma once
// The small parts of a workbook, read whole: sheets, styles, shared strings.

#include <string>
#include <string_view>
#include <vector>

#include "io/zip_reader.h"

namespace lp::io {

struct SheetInfo {
  std::string name;
  std::string part;      // xl/worksheets/sheet1.xml
  bool hidden = false;   // hidden or veryHidden
};

struct WorkbookParts {
  std::vector<SheetInfo> sheets;
  bool since_1904 = false;
  std::string styles_part, strings_part;  // empty = none
};

// Strings of all cells in one arena: a million strings cost their bytes and eight more each.
class SharedStrings {
 public:
  void add(std::string_view text) {
    arena_ += text;
    ends_.push_back(arena_.size());
  }
  std::size_t size() const { return ends_.size(); }
  std::size_t bytes() const { return arena_.size(); }
  std::string_view at(std::size_t i) const {
    const std::size_t from = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(arena_).substr(from, ends_[i] - from);
  }

 private:
  std::string arena_;
  std::vector<std::size_t> ends_;
};

Result<WorkbookParts> read_workbook_part(const ZipInput& input, const ZipLimits& limits);
// For each cell style (index s of a cell): does it show a date?
Result<std::vector<bool>> read_styles(const ZipInput& input, const std::string& part, const ZipLimits& limits);
Result<SharedStrings> read_shared_strings(const ZipInput& input, const std::string& part, std::size_t max_bytes, const ZipLimits& limits);

}  // namespace lp::io
