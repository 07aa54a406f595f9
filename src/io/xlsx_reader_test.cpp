#include "io/xlsx_reader.h"

#include <gtest/gtest.h>

#include "io/files.h"
#include "io/testing.h"
#include "io/xlsx_cell.h"
#include "io/xlsx_writer.h"

namespace lp::io {
namespace {

using testing::make_workbook;
using testing::make_zip;
using testing::read_all;
using testing::sheet_xml;
using Table = std::vector<std::vector<std::string>>;

// Workbook over bytes it keeps alive.
struct Opened {
  std::string bytes;
  std::unique_ptr<Workbook> book;
};
Opened open(std::string bytes, XlsxLimits limits = {}) {
  Opened o{std::move(bytes), nullptr};
  auto book = Workbook::open_memory(o.bytes, limits);
  EXPECT_TRUE(book) << (book ? "" : book.error().message);
  if (book) o.book = std::move(*book);
  return o;
}
Error refusal(const std::string& bytes, XlsxLimits limits = {}) {
  auto book = Workbook::open_memory(bytes, limits);
  EXPECT_FALSE(book);
  return book ? Error{} : book.error();
}

TEST(XlsxReader, ReadsSharedInlineNumbersBooleansErrors) {
  const auto o = open(make_workbook(
      {{"表", sheet_xml(R"(<row r="2"><c r="A2" t="s"><v>1</v></c><c r="C2"><v>3.5</v></c></row>)"
                        R"(<row r="4"><c r="A4" t="inlineStr"><is><t>内联</t></is></c><c r="B4" t="b"><v>1</v></c><c r="C4" t="e"><v>#N/A</v></c></row>)")}},
      R"(<sst><si><t>零</t></si><si><r><t>富</t></r><r><t>文本_x000D_</t></r><rPh><t>reading</t></rPh></si></sst>)"));
  auto sheet = o.book->open_sheet(0);
  ASSERT_TRUE(sheet);
  Row row;
  ASSERT_TRUE(*(*sheet)->next(row));
  EXPECT_EQ(row.number, 2);
  EXPECT_EQ(row.cells[0].text, "富文本\r");
  EXPECT_TRUE(row.cells[1].empty());
  EXPECT_EQ(row.cells[2].kind, CellKind::number);
  EXPECT_EQ(row.cells[2].number, 3.5);
  ASSERT_TRUE(*(*sheet)->next(row));
  EXPECT_EQ(row.number, 4);
  EXPECT_EQ(row.cells[0].text, "内联");
  EXPECT_EQ(row.cells[1].text, "TRUE");
  EXPECT_EQ(row.cells[2].kind, CellKind::error);
  EXPECT_FALSE(*(*sheet)->next(row));
}

const std::string date_styles = R"(<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="171" formatCode="0.00&quot;day&quot;"/></numFmts>)"
                                R"(<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>)";

TEST(XlsxReader, TurnsSerialsIntoDatesByFormat) {
  const std::string rows = R"(<row><c s="1"><v>45488</v></c><c s="2"><v>45488.5</v></c><c s="3"><v>45488</v></c><c><v>45488</v></c></row>)";
  const auto o = open(make_workbook({{"d", sheet_xml(rows)}}, "", "", date_styles));
  auto sheet = o.book->open_sheet(0);
  EXPECT_EQ(read_all(**sheet), (Table{{"2024-07-15", "2024-07-15 12:00:00", "45488", "45488"}}));
}

TEST(XlsxReader, Counts1904Days) {
  const auto o = open(make_workbook({{"d", sheet_xml(R"(<row><c s="1"><v>44026</v></c></row>)")}}, "", "date1904=\"1\"", date_styles));
  auto sheet = o.book->open_sheet(0);
  EXPECT_EQ(read_all(**sheet), (Table{{"2024-07-15"}}));
}

TEST(XlsxReader, GivesCachedValueOfFormulasAndANote) {
  const auto o = open(make_workbook({{"f", sheet_xml(R"(<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>A1&amp;"x"</f><v>2x</v></c><c r="C1"><f>NOW()</f></c></row>)")}}));
  auto sheet = o.book->open_sheet(0);
  EXPECT_EQ(read_all(**sheet), (Table{{"2", "2x"}}));
  const auto& d = (*sheet)->diagnostics();
  EXPECT_EQ(d.items()[0].code, "formula");
  EXPECT_EQ(d.warnings(), 1u);
  EXPECT_NE(d.items()[1].what.find("C1"), std::string::npos);
}

TEST(XlsxReader, RepeatsMergedCells) {
  const auto o = open(make_workbook(
      {{"m", sheet_xml(R"(<row r="1"><c r="A1" t="str"><v>title</v></c></row><row r="2"><c r="A2" t="str"><v>org</v></c><c r="B2"><v>1</v></c></row><row r="3"><c r="B3"><v>2</v></c></row><row r="4"><c r="B4"><v>3</v></c></row>)",
                       R"(<mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="A2:A3"/></mergeCells>)")}}));
  auto sheet = o.book->open_sheet(0);
  Row row;
  ASSERT_TRUE(*(*sheet)->next(row));
  ASSERT_EQ(row.cells.size(), 3u);
  EXPECT_FALSE(row.cells[0].merged);
  EXPECT_TRUE(row.cells[2].merged);
  EXPECT_EQ(row.cells[2].text, "title");
  EXPECT_EQ(read_all(**sheet), (Table{{"org", "1"}, {"org", "2"}, {"", "3"}}));
}

TEST(XlsxReader, ListsHiddenSheetsAndRefusesWrongOnes) {
  const auto o = open(make_workbook({{"hidden a", sheet_xml("<row><c><v>1</v></c></row>")}, {"b", sheet_xml("<row><c><v>2</v></c></row>")}}));
  ASSERT_EQ(o.book->sheets().size(), 2u);
  EXPECT_TRUE(o.book->sheets()[0].hidden);
  EXPECT_EQ(o.book->first_visible(), 1u);
  EXPECT_EQ(read_all(**o.book->open_sheet(1)), (Table{{"2"}}));
  const auto wrong = o.book->open_sheet(7);
  ASSERT_FALSE(wrong);
  EXPECT_FALSE(wrong.error().message_zh.empty());
}

TEST(XlsxReader, RefusesMacrosOle2EncryptedAndOthers) {
  const auto macro = make_zip({{"xl/vbaProject.bin", "x"}, {"xl/workbook.xml", "<workbook/>"}});
  EXPECT_EQ(refusal(macro).code, Errc::unsupported);
  EXPECT_NE(refusal(macro).message_zh.find("宏"), std::string::npos);
  const std::string ole2 = std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) + std::string(600, '\0');
  EXPECT_NE(refusal(ole2).message.find(".xls"), std::string::npos);
  std::string protected_file = ole2;
  for (const char c : std::string("EncryptedPackage")) (protected_file += c) += '\0';
  EXPECT_NE(refusal(protected_file).message.find("password"), std::string::npos);
  EXPECT_EQ(refusal("just,text\n").code, Errc::invalid);
  EXPECT_EQ(refusal("").code, Errc::invalid);
  EXPECT_EQ(refusal(make_zip({{"readme.txt", "hello"}})).code, Errc::invalid);
}

TEST(XlsxReader, RefusesCorruptArchives) {
  const std::string good = make_workbook({{"a", sheet_xml("<row><c><v>1</v></c></row>")}});
  EXPECT_EQ(refusal(good.substr(0, good.size() / 2)).code, Errc::invalid);
  const auto o = open(make_workbook({{"a", "<worksheet><sheetData><row><c><v>1</v></c></row><row><c>"}}));
  const auto rows = read_all(**o.book->open_sheet(0));
  EXPECT_TRUE(rows.back()[0].starts_with("error: ")) << rows.back()[0];
}

TEST(XlsxReader, RefusesDocumentTypes) {
  const auto o = open(make_workbook({{"a", R"(<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>)"}}));
  EXPECT_NE(read_all(**o.book->open_sheet(0)).back()[0].find("document type"), std::string::npos);
}

TEST(XlsxReader, RefusesArchiveBombs) {
  const std::string bomb = make_workbook({{"a", sheet_xml("<row><c t=\"str\"><v>" + std::string(64u << 20, 'x') + "</v></c></row>")}});
  ASSERT_LT(bomb.size(), 200'000u);
  const auto o = open(bomb);
  const auto sheet = o.book->open_sheet(0);
  ASSERT_FALSE(sheet);
  EXPECT_EQ(sheet.error().code, Errc::too_large);
  EXPECT_NE(sheet.error().message_zh.find("压缩炸弹"), std::string::npos);
}

TEST(XlsxReader, LimitsRowsColumnsAndTexts) {
  const std::string xml = sheet_xml(R"(<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="ZZZ2"/><c r="XFD2"><v>1</v></c></row>)");
  const auto o = open(make_workbook({{"a", xml}}));
  const auto rows = read_all(**o.book->open_sheet(0));
  EXPECT_EQ(rows.back()[0], "error: the sheet has more than 512 columns");
  XlsxLimits few;
  few.sheet.max_rows = 1;
  const auto p = open(make_workbook({{"a", sheet_xml("<row><c><v>1</v></c></row><row><c><v>2</v></c></row>")}}), few);
  EXPECT_EQ(read_all(**p.book->open_sheet(0)).back()[0], "error: the sheet has more than 1 rows");
  XlsxLimits small;
  small.max_string_bytes = 100;
  EXPECT_EQ(refusal(make_workbook({{"a", sheet_xml("")}}, "<sst><si><t>" + std::string(200, 'x') + "</t></si></sst>"), small).code, Errc::too_large);
}

TEST(XlsxReader, CutsLongCells) {
  XlsxLimits limits;
  limits.sheet.max_cell_bytes = 10;
  const auto o = open(make_workbook({{"a", sheet_xml("<row><c t=\"str\"><v>龙龙龙龙龙</v></c><c t=\"s\"><v>0</v></c><c t=\"s\"><v>99</v></c></row>")}}, "<sst><si><t>01234567890123</t></si></sst>"), limits);
  auto sheet = o.book->open_sheet(0);
  EXPECT_EQ(read_all(**sheet), (Table{{"龙龙龙", "0123456789"}}));
  EXPECT_EQ((*sheet)->diagnostics().errors(), 3u);
}

TEST(XlsxReader, AFewBytesDoNotBecomeAGigabyte) {
  const std::string strings = "<sst><si><t>" + std::string(1u << 20, 'x') + "</t></si></sst>";
  std::string cells;
  for (int i = 0; i < 500; ++i) cells += R"(<c t="s"><v>0</v></c>)";
  const auto wide = open(make_workbook({{"a", sheet_xml("<row><c><v>1</v></c></row><row>" + cells + "</row>")}}, strings));
  const auto rows = read_all(**wide.book->open_sheet(0));
  EXPECT_EQ(rows.back()[0], "error: the sheet has more than 2097152 bytes in a row");
  const std::string one = R"(<row r="1"><c r="A1" t="s"><v>0</v></c></row>)";
  const auto merged = open(make_workbook({{"a", sheet_xml(one, R"(<mergeCells><mergeCell ref="A1:ZZ1"/></mergeCells>)")}}, strings));
  EXPECT_EQ(read_all(**merged.book->open_sheet(0)).back()[0], "error: merged cells make row 1 longer than 2097152 bytes");
}

TEST(XlsxCell, ParsesRefsAndFormats) {
  EXPECT_EQ(parse_cell_ref("AB12")->column, 27);
  EXPECT_EQ(parse_cell_ref("$C$3")->row, 3);
  for (const char* bad : {"", "A", "12", "A0", "XFE1", "A1048577", "A1x"}) EXPECT_FALSE(parse_cell_ref(bad)) << bad;
  for (const int c : {0, 25, 26, 701, 702, 16383}) EXPECT_EQ(parse_cell_ref(column_name(c) + "1")->column, c);
  EXPECT_TRUE(is_date_format_code("[$-804]yyyy\\-mm\\-dd;@"));
  EXPECT_TRUE(is_date_format_code("[h]:mm"));
  EXPECT_FALSE(is_date_format_code("[Red]0.00"));
  EXPECT_FALSE(is_date_format_code("General"));
  EXPECT_FALSE(is_date_format_code("0\"days\""));
  EXPECT_EQ(to_string(date_of_serial(1, false)->day), "1900-01-01");
  EXPECT_EQ(to_string(date_of_serial(61, false)->day), "1900-03-01");
  EXPECT_FALSE(date_of_serial(0.5, false));
  EXPECT_FALSE(date_of_serial(1e12, false));
  EXPECT_EQ(date_of_serial(serial_of_date(*parse_date("2024-02-29")), false)->day, *parse_date("2024-02-29"));
  EXPECT_EQ(unescape_xlsx("a_x0041_b_x_c"), "aAb_x_c");
}

}  // namespace
}  // namespace lp::io
