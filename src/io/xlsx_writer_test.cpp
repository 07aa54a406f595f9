#include "io/xlsx_writer.h"

#include <gtest/gtest.h>
#include <fstream>
#include <limits>
#include <unistd.h>

#include "base/text.h"
#include "io/files.h"
#include "io/json_writer.h"
#include "io/testing.h"
#include "io/xlsx_reader.h"
#include "io/zip_reader.h"

namespace lp::io {
namespace {

using Table = std::vector<std::vector<std::string>>;

class XlsxWriterTest : public ::testing::Test {
 protected:
  TempDir dir = std::move(*TempDir::create("xlsx-writer-test"));
  std::filesystem::path path = dir.path() / "a.xlsx";
  const std::vector<Column> columns{{.name = "name", .title = "名称", .required = true}, {.name = "type", .title = "类型", .choices = {"甲", "乙"}}, {.name = "day", .title = "日期"}};
  Table read(std::size_t sheet) const {
    auto book = Workbook::open(path);
    EXPECT_TRUE(book) << (book ? "" : book.error().message);
    auto rows = (*book)->open_sheet(sheet);
    EXPECT_TRUE(rows);
    return testing::read_all(**rows);
  }
  std::string part(std::string_view name) const { return *read_zip_entry({.path = path, .bytes = {}}, name, 1 << 20, {}); }
};

std::int64_t resident_bytes() {
  std::int64_t total = 0;
  std::int64_t resident = 0;
  std::ifstream("/proc/self/statm") >> total >> resident;
  return resident * ::sysconf(_SC_PAGESIZE);
}

TEST_F(XlsxWriterTest, RoundTrips) {
  auto sink = std::move(*XlsxSink::create(path));
  ASSERT_TRUE(sink->begin("网络单元", columns));
  ASSERT_TRUE(sink->write(std::vector<Cell>{Cell::of("=1+1"), Cell::of("甲"), Cell::of_date(*parse_date("2024-07-15"))}));
  ASSERT_TRUE(sink->write(std::vector<Cell>{Cell::of("a<b>&\"c\"\x01"), Cell::of_number(12.5), Cell{}}));
  ASSERT_TRUE(sink->finish());
  EXPECT_EQ(read(0), (Table{{"名称 *", "类型", "日期"}, {"=1+1", "甲", "2024-07-15"}, {"a<b>&\"c\"\xEF\xBF\xBD", "12.5"}}));
  const std::string xml = part("xl/worksheets/sheet1.xml");
  EXPECT_FALSE(contains(xml, "<f>")) << "no text becomes a formula";
  EXPECT_TRUE(contains(xml, "autoFilter ref=\"A1:C3\""));
}

TEST_F(XlsxWriterTest, GivesEveryKindOfCellBack) {
  auto sink = std::move(*XlsxSink::create(path));
  const std::vector<Column> three{{.title = "代码", .as_text = true}, {.title = "b"}, {.title = "c"}};
  ASSERT_TRUE(sink->begin("s", three));
  Cell moment = Cell::of_date(*parse_date("2024-07-15"));
  moment.seconds = 9 * 3600 + 1800;
  const Cell yes{.text = "TRUE", .kind = CellKind::boolean, .number = 1};
  ASSERT_TRUE(sink->write(std::vector<Cell>{Cell::of("320100"), moment, yes}));
  ASSERT_TRUE(sink->write(std::vector<Cell>{Cell::of(" 前后空格 "), Cell::of("a\r\nb\tc"), Cell::of("_x0041_ & _x_")}));
  ASSERT_TRUE(sink->write(std::vector<Cell>{Cell::of("\xFF\xFE坏"), Cell::of_date(Date::from_days(-30'000)), Cell::of_number(1e-7)}));
  ASSERT_TRUE(sink->write({}));
  ASSERT_TRUE(sink->write(std::vector<Cell>{Cell::of_number(std::numeric_limits<double>::infinity()), Cell{}, Cell::of_number(0.1)}));
  ASSERT_TRUE(sink->finish());
  EXPECT_EQ(read(0), (Table{{"代码", "b", "c"},
                            {"320100", "2024-07-15 09:30:00", "TRUE"},
                            {" 前后空格 ", "a\r\nb\tc", "_x0041_ & _x_"},
                            {"\xEF\xBF\xBD\xEF\xBF\xBD坏", "1887-11-12", "1e-07"},
                            {"inf", "", "0.1"}}));
  const std::string xml = part("xl/worksheets/sheet1.xml");
  EXPECT_TRUE(contains(xml, "<dimension ref=\"A1:C6\"/>"));
  EXPECT_TRUE(contains(xml, "xml:space=\"preserve\""));
  EXPECT_TRUE(contains(xml, "<c r=\"A2\" s=\"")) << "digits stay text when edited";
}

TEST_F(XlsxWriterTest, KeepsTheSheetsApartAndLeavesNothingBeside) {
  auto sink = std::move(*XlsxSink::create(path));
  for (const char* name : {"一", "二", "三"}) {
    ASSERT_TRUE(sink->begin(name, columns));
    if (std::string_view(name) == "二") continue;  // no rows
    ASSERT_TRUE(sink->write(std::vector<Cell>{Cell::of(name)}));
  }
  ASSERT_TRUE(sink->finish());
  EXPECT_EQ(read(0)[1], (std::vector<std::string>{"一"}));
  EXPECT_EQ(read(1).size(), 1u);
  EXPECT_EQ(read(2)[1], (std::vector<std::string>{"三"}));
  sink.reset();
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir.path()), {}), 1) << "the workbook alone";
}

TEST_F(XlsxWriterTest, WritesRowsWithoutColumns) {
  auto sink = std::move(*XlsxSink::create(path));
  ASSERT_TRUE(sink->begin("s", {}));
  ASSERT_TRUE(sink->write(std::vector<Cell>{Cell::of("a")}));
  ASSERT_TRUE(sink->finish());
  EXPECT_EQ(read(0), (Table{{"a"}}));
}

TEST_F(XlsxWriterTest, AddsDropDownsFromTheCodeSheet) {
  auto sink = std::move(*XlsxSink::create(path));
  ASSERT_TRUE(sink->begin("模板", columns));
  sink->set_drop_down_rows(500);
  const std::vector<std::string> prose{"填写说明", "第一段"};
  ASSERT_TRUE(sink->write_text_sheet("说明", prose));
  ASSERT_TRUE(sink->finish());
  EXPECT_TRUE(contains(part("xl/worksheets/sheet1.xml"), "codes!$A$1:$A$2"));
  EXPECT_TRUE(contains(part("xl/worksheets/sheet1.xml"), "sqref=\"B2:B501\""));
  EXPECT_EQ(read(1), (Table{{"填写说明"}, {"第一段"}}));
  EXPECT_EQ(read(2), (Table{{"甲"}, {"乙"}}));
}

TEST_F(XlsxWriterTest, MakesSheetNamesLegalAndDifferent) {
  auto sink = std::move(*XlsxSink::create(path));
  ASSERT_TRUE(sink->begin("a/b:c*[1]", columns));
  ASSERT_TRUE(sink->begin("a/b:c*[1]", columns));
  ASSERT_TRUE(sink->begin(std::string(60, 'x'), columns));
  ASSERT_TRUE(sink->finish());
  auto book = Workbook::open(path);
  ASSERT_TRUE(book);
  EXPECT_EQ((*book)->sheets()[0].name, "a_b_c__1_");
  EXPECT_EQ((*book)->sheets()[1].name, "a_b_c__1_ (2)");
  EXPECT_LE((*book)->sheets()[2].name.size(), 33u);
}

TEST_F(XlsxWriterTest, CutsCellsAboveExcelsLimitAndCountsThem) {
  auto sink = std::move(*XlsxSink::create(path));
  ASSERT_TRUE(sink->begin("s", columns));
  ASSERT_TRUE(sink->write(std::vector<Cell>{Cell::of(std::string(40'000, 'x')), Cell::of("ok")}));
  ASSERT_TRUE(sink->finish());
  EXPECT_EQ(sink->truncated_cells(), 1);
  EXPECT_EQ(read(0)[1][1], "ok");
}

TEST_F(XlsxWriterTest, AMillionRowsTakeBoundedMemory) {
  constexpr int rows = 1'000'000;
  [[maybe_unused]] const std::int64_t before = resident_bytes();
  auto sink = std::move(*XlsxSink::create(path));
  ASSERT_TRUE(sink->begin("s", columns));
  std::vector<Cell> cells{Cell::of("江苏某某通信有限公司"), Cell{}};
  for (int r = 0; r < rows; ++r) {
    cells[1] = Cell::of_number(r);
    ASSERT_TRUE(sink->write(cells));
  }
  ASSERT_TRUE(sink->finish());
  auto book = std::move(*Workbook::open(path));
  auto sheet = std::move(*book->open_sheet(0));
  Row row;
  std::int64_t read_rows = 0;
  std::int64_t most = resident_bytes();
  for (auto more = sheet->next(row); more && *more; more = sheet->next(row)) {
    if (++read_rows % 50'000 == 0) most = std::max(most, resident_bytes());
  }
  EXPECT_EQ(read_rows, rows + 1);
#if !defined(__SANITIZE_ADDRESS__)  // its quarantine is memory too
  EXPECT_LE(most - before, 300LL << 20);
#endif
}

TEST_F(XlsxWriterTest, AbandonedFileIsRemoved) {
  {
    auto sink = std::move(*XlsxSink::create(path));
    ASSERT_TRUE(sink->begin("s", columns));
    ASSERT_TRUE(sink->write(std::vector<Cell>{Cell::of("a")}));
  }
  EXPECT_TRUE(std::filesystem::is_empty(dir.path()));
}

TEST_F(XlsxWriterTest, ReportsAnUnwritableFolder) {
  const auto sink = XlsxSink::create(dir.path() / "none" / "x.xlsx");
  ASSERT_FALSE(sink);
  EXPECT_EQ(sink.error().code, Errc::not_found);
  EXPECT_FALSE(sink.error().message_zh.empty());
}

TEST(JsonSinkTest, WritesAnArrayOfObjects) {
  std::string out;
  JsonSink sink([&](std::string_view s) {
    out += s;
    return ok_status();
  });
  const std::vector<Column> columns{{.name = "name", .title = "名称"}, {.name = "n", .title = "数"}};
  ASSERT_TRUE(sink.begin("s", columns));
  ASSERT_TRUE(sink.write(std::vector<Cell>{Cell::of("a\"b"), Cell::of_number(3)}));
  ASSERT_TRUE(sink.write(std::vector<Cell>{Cell{}, Cell{.text = "TRUE", .kind = CellKind::boolean, .number = 1}}));
  ASSERT_TRUE(sink.finish());
  EXPECT_EQ(out, "[\n{\"name\":\"a\\\"b\",\"n\":3},\n{\"n\":true}\n]\n");
}

}  // namespace
}  // namespace lp::io
