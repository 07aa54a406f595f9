#include "match/reports/report_csv.h"

#include <algorithm>

#include "base/text.h"
#include "io/csv_reader.h"

namespace lp::match {
namespace {

std::vector<std::string> texts_of(const io::Row& row) {
  std::vector<std::string> out;
  for (const io::Cell& cell : row.cells) out.push_back(cell.text);
  return out;
}

}  // namespace

std::string_view CsvRow::get(std::initializer_list<std::string_view> names) const {
  for (const std::string_view name : names) {
    const auto found = std::ranges::find(names_, name);
    if (found == names_.end()) continue;
    const std::string_view value = trim(cell(static_cast<std::size_t>(found - names_.begin())));
    if (!value.empty()) return value;
  }
  return {};
}

void each_csv_row(std::string_view bytes, ReportSink& sink, const std::function<void(const CsvRow&)>& each, std::vector<std::string> headless) {
  io::CsvOptions options;
  options.file = sink.options().file;
  options.max_rows = 5'000'000;
  options.max_quoted_lines = 5000;   // outputs of plugins
  io::CsvReader reader(io::make_memory_source(bytes), options);
  std::vector<std::string> names = std::move(headless);
  io::Row row;
  for (;;) {
    const auto more = reader.next(row);
    if (!more) return sink.fail(more.error().message);
    if (!*more) break;
    const std::vector<std::string> cells = texts_of(row);
    if (names.empty()) {
      for (const std::string& cell : cells) names.push_back(normalise_for_match(cell));
      continue;
    }
    each(CsvRow(names, cells, row.number));
  }
  for (const Diagnostic& d : reader.diagnostics().items())
    if (d.severity != Severity::note) sink.refuse("line " + std::to_string(d.where.line), d.code, d.what, d.hint);
}

std::vector<std::string> csv_header(std::string_view head) {
  // Every CSV is asked about every file: what is plainly something else costs nothing.
  const std::string_view start = trim(head.substr(0, 64));
  if (start.empty() || start.front() == '{' || start.front() == '[' || start.front() == '<') return {};
  io::CsvReader reader(io::make_memory_source(head.substr(0, 16'384)));
  io::Row row;
  const auto more = reader.next(row);
  std::vector<std::string> names;
  if (more && *more && row.cells.size() >= 2)
    for (const io::Cell& cell : row.cells) names.push_back(normalise_for_match(cell.text));
  return names;
}

bool has_columns(const std::vector<std::string>& header, std::initializer_list<std::string_view> names) {
  return std::ranges::all_of(names, [&](std::string_view name) { return std::ranges::find(header, name) != header.end(); });
}

}  // namespace lp::match
