// Any bytes as CSV: no crash, no hang, every row within the limits, valid rows go on after bad ones.
#include <cstdint>

#include "base/check.h"
#include "base/text.h"
#include "io/csv_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lp::io::CsvOptions options;
  options.max_cell_bytes = 1000;
  options.max_columns = 50;
  lp::io::CsvReader reader(lp::io::make_memory_source({reinterpret_cast<const char*>(data), size}), options);
  lp::io::Row row;
  std::int64_t last = 0;
  for (;;) {
    const auto more = reader.next(row);
    if (!more || !*more) return 0;
    LP_CHECK(row.number > last && row.cells.size() <= 50);
    last = row.number;
    for (const auto& cell : row.cells) LP_CHECK(cell.text.size() <= 1000 && lp::is_valid_utf8(cell.text));
  }
}
