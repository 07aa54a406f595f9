#pragma once
// CSV of reports: rows by the names of their columns.

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "match/reports/report_format.h"

namespace lp::match {

class CsvRow {
 public:
  CsvRow(const std::vector<std::string>& names, const std::vector<std::string>& cells, std::int64_t line) : names_(names), cells_(cells), line_(line) {}
  // The first of the columns that is there and not empty. Names are folded (half width, lower case, no blanks or signs).
  std::string_view get(std::initializer_list<std::string_view> names) const;
  std::string_view cell(std::size_t column) const { return column < cells_.size() ? std::string_view(cells_[column]) : std::string_view(); }
  std::string where() const { return "line " + std::to_string(line_); }

 private:
  const std::vector<std::string>& names_;
  const std::vector<std::string>& cells_;
  std::int64_t line_;
};

// Broken rows are refused. `headless`: the names of the columns of files without a header.
void each_csv_row(std::string_view bytes, ReportSink& sink, const std::function<void(const CsvRow&)>& each, std::vector<std::string> headless = {});
// For sniffing: the folded names in the first line, or nothing.
std::vector<std::string> csv_header(std::string_view head);
bool has_columns(const std::vector<std::string>& header, std::initializer_list<std::string_view> names);

}  // namespace lp::match
