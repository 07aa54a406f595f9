#include "io/csv_reader.h"

#include <gtest/gtest.h>

#include "io/csv_sniff.h"
#include "io/csv_writer.h"
#include "io/testing.h"

namespace lp::io {
namespace {

using Table = std::vector<std::vector<std::string>>;

struct Read {
  Table rows;
  Diagnostics diagnostics;
};

Read read(std::string_view text, CsvOptions options = {}) {
  CsvReader reader(make_memory_source(text), options);
  Table rows = testing::read_all(reader);
  return {std::move(rows), reader.diagnostics()};
}

TEST(CsvReader, ReadsRfc4180) {
  EXPECT_EQ(read("a,b\r\n\"x,1\",\"say \"\"hi\"\"\"\r\n").rows, (Table{{"a", "b"}, {"x,1", "say \"hi\""}}));
}

TEST(CsvReader, KeepsLineBreaksInsideQuotesAndCountsLines) {
  CsvReader reader(make_memory_source("h1,h2\n\"a\nb\",c\nd,e\n"));
  Row row;
  ASSERT_TRUE(*reader.next(row));
  ASSERT_TRUE(*reader.next(row));
  EXPECT_EQ(row.cells[0].text, "a\nb");
  EXPECT_EQ(row.number, 2);
  ASSERT_TRUE(*reader.next(row));
  EXPECT_EQ(row.number, 4);
  EXPECT_FALSE(*reader.next(row));
}

TEST(CsvReader, AcceptsAllLineEndsAndNoFinalOne) {
  const Table expected{{"a", "b"}, {"c", "d"}};
  for (const char* text : {"a,b\nc,d", "a,b\r\nc,d\r\n", "a,b\rc,d\r", "a,b\n\n\nc,d\n"}) EXPECT_EQ(read(text).rows, expected) << text;
}

TEST(CsvReader, SniffsSeparators) {
  EXPECT_EQ(sniff_separator("名称;编号\n甲,乙公司;1\n丙;2\n"), ';');
  EXPECT_EQ(sniff_separator("a\tb\tc\n1\t2,5\t3\n"), '\t');
  EXPECT_EQ(sniff_separator("a|b\n1|2\n"), '|');
  EXPECT_EQ(sniff_separator("\"x;y\",b\n\"1;2\",c\n"), ',');
  EXPECT_EQ(sniff_separator("single\n"), ',');
  EXPECT_EQ(read("sep=;\r\na;b\r\n").rows, (Table{{"a", "b"}}));
}

TEST(CsvReader, ASeparatorThatIsNoAsciiMarkIsText) {
  for (const std::string line : {"sep=\xFE", "sep=a", "sep=\"", "sep=\x01"}) EXPECT_EQ(stated_separator(line + "\n"), std::nullopt) << line;
  EXPECT_EQ(stated_separator("sep=\t\r\n"), '\t');
  EXPECT_EQ(read("sep=南\na,b\n").rows, (Table{{"sep=南"}, {"a", "b"}}));
}

TEST(CsvReader, ResynchronisesAfterAQuoteThatNeverCloses) {
  const Read r = read("h,i,j\n1,\"open,x\n2,\"fine\",y\n3,z,w\n");
  EXPECT_EQ(r.rows, (Table{{"h", "i", "j"}, {"1", "\"open", "x"}, {"2", "fine", "y"}, {"3", "z", "w"}}));
  ASSERT_EQ(r.diagnostics.errors(), 1u);
  EXPECT_EQ(r.diagnostics.items()[0].code, "broken_quote");
  EXPECT_EQ(r.diagnostics.items()[0].where.line, 2);
}

TEST(CsvReader, ResynchronisesWhenNoOtherQuoteFollows) {
  std::string text = "h,i\n\"open,1\n";
  for (int i = 0; i < 1000; ++i) text += "row,2\n";
  const Read r = read(text);
  EXPECT_EQ(r.rows.size(), 1002u);
  EXPECT_EQ(r.diagnostics.errors(), 1u);
}

TEST(CsvReader, KeepsTextBehindAClosingQuote) {
  const Read r = read("\"ab\"c,d\n");
  EXPECT_EQ(r.rows, (Table{{"abc", "d"}}));
  EXPECT_EQ(r.diagnostics.warnings(), 1u);
}

TEST(CsvReader, CutsTenMegabyteCellsAndGoesOn) {
  std::string text = "n,m\n";
  for (int i = 0; i < 3'500'000; ++i) text += "龙";
  text += ",after\nnext,row\n";
  CsvReader reader(make_memory_source(text));
  Row row;
  ASSERT_TRUE(*reader.next(row));
  ASSERT_TRUE(*reader.next(row));
  EXPECT_TRUE(row.cells[0].truncated);
  EXPECT_LE(row.cells[0].text.size(), 1u << 20);
  EXPECT_EQ(row.cells[0].text.size() % 3, 0u);
  EXPECT_EQ(row.cells[1].text, "after");
  ASSERT_TRUE(*reader.next(row));
  EXPECT_EQ(row.cells[0].text, "next");
  EXPECT_EQ(reader.diagnostics().items()[0].code, "cell_too_long");
}

TEST(CsvReader, CutsLongQuotedCells) {
  const Read r = read("\"" + std::string(5000, 'x') + "\",y\n", CsvOptions{.max_cell_bytes = 100});
  EXPECT_EQ(r.rows[0][0], std::string(100, 'x'));
  EXPECT_EQ(r.rows[0][1], "y");
}

TEST(CsvReader, RefusesTooManyColumnsAndRows) {
  const std::string commas(1000, ',');
  CsvReader wide(make_memory_source(commas), {});
  Row row;
  const auto refused = wide.next(row);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::too_large);
  EXPECT_FALSE(refused.error().message_zh.empty());
  EXPECT_EQ(read("a\nb\nc\n", CsvOptions{.max_rows = 2}).rows.back()[0], "error: more than 2 rows");
}

TEST(CsvReader, ReadsGbkAndUtf16) {
  const std::string text = "企业名称,城市\n南京某某通信有限公司,南京市\n";
  const Table expected{{"企业名称", "城市"}, {"南京某某通信有限公司", "南京市"}};
  for (const Encoding e : {Encoding::gb18030, Encoding::utf8, Encoding::utf8_bom}) EXPECT_EQ(read(from_utf8(text, e)).rows, expected) << to_string(e);
  EXPECT_EQ(read("\xFF\xFE" + from_utf8(text, Encoding::utf16le)).rows, expected);
  EXPECT_EQ(read("\xFE\xFF" + from_utf8(text, Encoding::utf16be)).rows, expected);
}

TEST(CsvReader, ConvertsLinesOfAnotherEncodingAndSaysSo) {
  const Read r = read("名称\n南京\n" + from_utf8("苏州工业园区\n", Encoding::gb18030) + "无锡\n");
  EXPECT_EQ(r.rows, (Table{{"名称"}, {"南京"}, {"苏州工业园区"}, {"无锡"}}));
  ASSERT_EQ(r.diagnostics.warnings(), 1u);
  EXPECT_EQ(r.diagnostics.items()[0].code, "mixed_encoding");
  EXPECT_EQ(r.diagnostics.items()[0].where.line, 3);
}

TEST(CsvReader, ReportsBadBytesWithOffset) {
  const Read r = read("名称,b\nok,1\nx\xFF\xFFy,2\n");
  ASSERT_EQ(r.rows.size(), 3u);
  EXPECT_EQ(r.rows[2][1], "2");
  EXPECT_EQ(r.diagnostics.items()[0].code, "bad_bytes");
  EXPECT_NE(r.diagnostics.items()[0].what.find("offset 15"), std::string::npos) << r.diagnostics.items()[0].what;
}

TEST(CsvReader, TakesRecordsAcrossBlocks) {
  std::string text;
  for (int i = 0; i < 60'000; ++i) text += std::to_string(i) + ",\"a\r\nb\",南京\r\n";
  CsvReader reader(make_memory_source(text));
  Row row;
  for (int i = 0; i < 60'000; ++i) {
    ASSERT_TRUE(*reader.next(row));
    ASSERT_EQ(row.cells[0].text, std::to_string(i));
    ASSERT_EQ(row.cells[1].text, "a\r\nb");
    ASSERT_EQ(row.number, 1 + 2 * i);
  }
  EXPECT_FALSE(*reader.next(row));
}

TEST(CsvReader, UndoesDefenceAndExcelText) {
  EXPECT_EQ(read("'=1+1,\"=\"\"00123\"\"\",'plain\n").rows, (Table{{"=1+1", "00123", "'plain"}}));
}

TEST(CsvReader, EmptyInputHasNoRows) {
  EXPECT_TRUE(read("").rows.empty());
  EXPECT_TRUE(read("\xEF\xBB\xBF").rows.empty());
  EXPECT_TRUE(read("\n\n").rows.empty());
}

TEST(CsvSink, DefendsAgainstFormulasAndReadsBack) {
  std::string out;
  CsvSink sink([&](std::string_view s) {
    out += s;
    return ok_status();
  });
  const std::vector<Column> columns{{.name = "a", .title = "名称"}, {.name = "b", .title = "数"}};
  ASSERT_TRUE(sink.begin("s", columns));
  const std::vector<std::string> nasty{"=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "a,\"b\"\nc", "<script>", "'; drop table x; --"};
  for (const auto& n : nasty) ASSERT_TRUE(sink.write(std::vector<Cell>{Cell::of(n), Cell::of_number(-5)}));
  ASSERT_TRUE(sink.finish());
  EXPECT_TRUE(out.starts_with("\xEF\xBB\xBF名称,数\r\n'=cmd|' /C calc'!A0,-5\r\n'+1,-5\r\n"));
  const Read back = read(out);
  ASSERT_EQ(back.rows.size(), nasty.size() + 1);
  for (std::size_t i = 0; i < nasty.size(); ++i) EXPECT_EQ(back.rows[i + 1][0], nasty[i]);
}

TEST(CsvSink, PassesOnTheSinksError) {
  CsvSink sink([](std::string_view) -> Status { return make_error(Errc::unavailable, "disk full"); });
  const std::vector<Column> columns{{.name = "a", .title = "a"}};
  ASSERT_TRUE(sink.begin("s", columns));
  const auto status = sink.finish();
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, Errc::unavailable);
}

}  // namespace
}  // namespace lp::io
