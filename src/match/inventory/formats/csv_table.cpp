// CSV with a header line of known words in Chinese or English, or with a mapping file.
#include "base/text.h"
#include "io/bytes.h"
#include "io/csv_reader.h"
#include "match/inventory/table_columns.h"

namespace lp::match {
namespace {

constexpr std::int64_t most_rows = 5'000'000;

void read(std::string_view bytes, InventorySink& sink) {
  TableReader reader(sink);
  if (!reader.ready()) return;
  io::CsvReader rows(io::make_memory_source(bytes), {.encoding = io::Encoding::utf8, .file = sink.options().file, .max_rows = most_rows});
  reader.read(rows, [](const io::Row& row) { return "line " + std::to_string(row.number); });
  for (const Diagnostic& item : rows.diagnostics().items()) sink.remark("line " + std::to_string(item.where.line), item.code, item.what, item.why);
  if (!reader.found_header() && sink.failure().empty()) sink.fail("it has no header line with known words");
}

// A header among the first rows: titles may stand above it.
int sniff(std::string_view head) {
  if (const std::string_view start = trim(head); start.starts_with('{') || start.starts_with('<') || start.find('\0') != std::string_view::npos) return 0;
  io::CsvReader rows(io::make_memory_source(head), {.encoding = io::Encoding::utf8});
  io::Row row;
  for (int n = 0; n < 10; ++n) {
    const Result<bool> more = rows.next(row);
    if (!more || !*more) return 0;
    if (row.cells.size() > 1 && table_header_of(row)) return 50;
  }
  return 0;
}

}  // namespace

InventoryFormat inventory_csv_table() { return {"csv_table", "CSV 资产表", "a CSV table of components", sniff, read}; }

}  // namespace lp::match
