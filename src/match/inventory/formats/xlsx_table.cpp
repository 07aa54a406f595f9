// XLSX sheets with header rows of known words in Chinese or English, or with a mapping file; hidden sheets too.
#include "io/xlsx_reader.h"
#include "match/inventory/table_columns.h"

namespace lp::match {
namespace {

void read(std::string_view bytes, InventorySink& sink) {
  TableReader reader(sink);
  if (!reader.ready()) return;
  const auto book = io::Workbook::open_memory(bytes);
  if (!book) return sink.fail(book.error().message);
  for (std::size_t i = 0; i < (*book)->sheets().size(); ++i) {
    const std::string& name = (*book)->sheets()[i].name;
    const auto rows = (*book)->open_sheet(i);
    if (!rows) {
      sink.remark(name, "broken_sheet", rows.error().message, "its rows are not read");
      continue;
    }
    reader.read(**rows, [&](const io::Row& row) { return name + "!A" + std::to_string(row.number); });
  }
  if (!reader.found_header() && sink.failure().empty()) sink.fail("none of its sheets has a header row with known words");
}

int sniff(std::string_view head) { return head.starts_with("PK\x03\x04") ? 20 : 0; }

}  // namespace

InventoryFormat inventory_xlsx_table() { return {"xlsx_table", "XLSX 资产表", "a workbook with a table of components", sniff, read}; }

}  // namespace lp::match
