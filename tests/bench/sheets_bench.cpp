// Rows through the sheet readers and writers: 100,000 rows of 15 Chinese columns.
#include <benchmark/benchmark.h>

#include "io/csv_reader.h"
#include "io/csv_writer.h"
#include "io/files.h"
#include "io/xlsx_reader.h"
#include "io/xlsx_writer.h"

namespace {
using namespace lp::io;  // NOLINT: a program, not a header

constexpr int rows = 100'000;

const lp::io::TempDir& folder() {
  static const TempDir dir = std::move(*TempDir::create("sheets-bench"));
  return dir;
}

void write_rows(RowSink& sink) {
  std::vector<Column> columns(15);
  for (std::size_t c = 0; c < columns.size(); ++c) columns[c].title = "列" + std::to_string(c);
  std::vector<Cell> cells(columns.size());
  bool ok = sink.begin("网络单元", columns).has_value();
  for (int r = 0; r < rows && ok; ++r) {
    for (std::size_t c = 0; c < cells.size(); ++c) cells[c] = Cell::of("江苏某某通信有限公司第" + std::to_string(r) + "号");
    cells[3] = Cell::of_number(r);
    cells[4] = Cell::of_date(lp::Date::from_days(19'900 + r % 300));
    ok = sink.write(cells).has_value();
  }
  if (!ok || !sink.finish()) std::abort();
}

void write_xlsx(benchmark::State& state) {
  for (auto _ : state) write_rows(**XlsxSink::create(folder().path() / "a.xlsx"));
  state.SetItemsProcessed(state.iterations() * rows);
}
BENCHMARK(write_xlsx)->Unit(benchmark::kMillisecond);

void write_csv(benchmark::State& state) {
  for (auto _ : state) {
    CsvSink sink(*open_file_sink(folder().path() / "a.csv"));
    write_rows(sink);
  }
  state.SetItemsProcessed(state.iterations() * rows);
}
BENCHMARK(write_csv)->Unit(benchmark::kMillisecond);

void read_all(benchmark::State& state, RowSource& source) {
  Row row;
  std::int64_t n = 0;
  for (auto more = source.next(row); more && *more; more = source.next(row)) ++n;
  if (n != rows + 1) state.SkipWithError("rows are missing");
}

void read_xlsx(benchmark::State& state) {
  for (auto _ : state) {
    const auto book = Workbook::open(folder().path() / "a.xlsx");
    read_all(state, **(*book)->open_sheet(0));
  }
  state.SetItemsProcessed(state.iterations() * rows);
}
BENCHMARK(read_xlsx)->Unit(benchmark::kMillisecond);

void read_csv(benchmark::State& state) {
  for (auto _ : state) {
    CsvReader reader(*open_file_source(folder().path() / "a.csv"));
    read_all(state, reader);
  }
  state.SetItemsProcessed(state.iterations() * rows);
}
BENCHMARK(read_csv)->Unit(benchmark::kMillisecond);
}  // namespace

BENCHMARK_MAIN();
