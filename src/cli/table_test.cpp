#include "cli/table.h"

#include <gtest/gtest.h>

namespace lp::cli {
namespace {

TEST(Table, ChineseCountsTwoColumns) {
  EXPECT_EQ(display_width("龙磐ab"), 6);
  EXPECT_EQ(to_table({"名称", "n"}, {{"江苏", "1"}, {"abc", "2"}}), "名称  n\n江苏  1\nabc   2\n");
}

TEST(Table, LongCellsAreCutAndLinesJoined) {
  const std::string text = to_table({"a"}, {{"一二三四五六七八"}, {"x\ny"}}, 8);
  EXPECT_EQ(text, "a\n一二三…\nx y\n");
}

TEST(Table, CellsCannotSteerTheTerminal) {
  EXPECT_EQ(to_table({"a"}, {{"x\x1b[31my\r\t\x7f"}, {"\u202Egpj.exe\u009B"}}), "a\nx [31my   \n gpj.exe \n");
}

TEST(Table, ShortRowsAreFilled) { EXPECT_EQ(to_table({"a", "b"}, {{"1"}}), "a  b\n1  \n"); }

}  // namespace
}  // namespace lp::cli
