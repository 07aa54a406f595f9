#include "io/xlsx_text.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace lp::io {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  append_cell_text(out, text);
  return out;
}

TEST(XlsxTextTest, EscapesWhatXmlAndExcelWouldMisread) {
  EXPECT_EQ(escaped("a<b>&\"c\""), "a&lt;b&gt;&amp;\"c\"");
  EXPECT_EQ(escaped("one\r\ntwo"), "one_x000D_\ntwo");
  EXPECT_EQ(escaped("_x0041_"), "_x005F_x0041_");
  EXPECT_EQ(escaped("snake_x_case_x12_"), "snake_x_case_x12_");
  EXPECT_EQ(escaped(""), "");
}

TEST(XlsxTextTest, LeavesGoodTextUntouched) {
  CellText texts;
  const std::string good = "江苏（通信）\t🙂";
  EXPECT_EQ(texts.fit(good).data(), good.data());
}

TEST(XlsxTextTest, ReplacesWhatXmlCannotHold) {
  CellText texts;
  EXPECT_EQ(texts.fit("a\x01"), "a\uFFFD");
  EXPECT_EQ(texts.fit("\uFFFE\uFFFF"), "\uFFFD\uFFFD");
  EXPECT_EQ(texts.fit("\xE6\xB1"), "\uFFFD\uFFFD") << "half a character";
}

TEST(XlsxTextTest, CutsAtTheLimitOfUtf16Units) {
  CellText texts;
  EXPECT_EQ(texts.fit(std::string(32'767, 'x')).size(), 32'767u);
  EXPECT_EQ(texts.truncated(), 0);
  std::string wide;
  for (int i = 0; i < 20'000; ++i) wide += "🙂";  // two units each
  EXPECT_LE(count_codepoints(texts.fit(wide)), 16'384u) << "and the mark of the cut";
  EXPECT_EQ(texts.truncated(), 1);
}

TEST(XlsxTextTest, SheetNamesAreLegalAndDifferent) {
  std::set<std::string> used;
  EXPECT_EQ(unique_sheet_name("a/b", used), "a_b");
  EXPECT_EQ(unique_sheet_name("A/B", used), "A_B (2)");
  EXPECT_EQ(unique_sheet_name("", used), "Sheet");
}

}  // namespace
}  // namespace lp::io
