#include "discover/sniff.h"

#include <gtest/gtest.h>

#include "discover/cells.h"

namespace lp::discover {
namespace {

TEST(Sniff, TellsFormatsByContent) {
  EXPECT_EQ(sniff("姓名,手机号\n张三,13800000000\n李四,13900000000\n").format, Format::csv);
  EXPECT_EQ(sniff("a\tb\n1\t2\n3\t4\n").table.separator, '\t');
  EXPECT_EQ(sniff("{\"a\":1}\n{\"a\":2}\n").format, Format::jsonl);
  EXPECT_EQ(sniff("[{\"a\": 1},\n {\"a\": 2}]").format, Format::json);
  EXPECT_EQ(sniff("-- MySQL dump 10.13\nINSERT INTO `t` VALUES (1);\n").format, Format::sql);
  EXPECT_EQ(sniff("<?xml version=\"1.0\"?><a/>").format, Format::xml);
  EXPECT_EQ(sniff("192.0.2.1 - - [x] \"GET /a HTTP/1.1\" 200\n").format, Format::text);
  EXPECT_EQ(sniff("").format, Format::text);
  EXPECT_EQ(sniff("今天，天气不错。\n明天也是，后天呢。\n").format, Format::text);
}

TEST(Sniff, AFirstLineOfValuesIsNoHeader) {
  EXPECT_TRUE(sniff("张三,13800000000,2024\n李四,13900000000,2023\n").table.columns.empty());
  EXPECT_EQ(sniff("姓名,手机号,年\n李四,13900000000,2023\n").table.columns, (std::vector<std::string>{"姓名", "手机号", "年"}));
}

TEST(Sniff, LineEndsInQuotedCellsDoNotEndARow) {
  std::string text = "姓名,备注,手机号\r\n";
  for (int i = 0; i < 9; ++i) text += "张三,\"一\n二, \"\"三\"\"\n\",13800000000\r\n";
  EXPECT_EQ(sniff(text).format, Format::csv);
  EXPECT_EQ(sniff(text).table.columns, (std::vector<std::string>{"姓名", "备注", "手机号"}));
  EXPECT_EQ(sniff("他说，\"今天\n下雨\"。\n明天,\"也\n是\"。\n好。\n").format, Format::text);
}

std::vector<std::string> cells(std::string_view text) {
  const auto rules = Rules::builtin();
  FieldTable fields(*rules);
  std::vector<std::string> out;
  for_each_cell(sniff(text), text, fields, [&](FieldIndex field, std::string_view cell) { out.push_back(fields[field].name + "=" + std::string(cell)); });
  return out;
}

TEST(Cells, OfEveryFormat) {
  EXPECT_EQ(cells("a,b\n1,\"x,y\"\n2,z\n"), (std::vector<std::string>{"a=1", "b=x,y", "a=2", "b=z"}));
  EXPECT_EQ(cells("{\"a\": \"x\", \"n\": {\"b\": 12}}\n{\"a\":\"y\"}\n"), (std::vector<std::string>{"a=x", "b=12", "a=y"}));
  EXPECT_EQ(cells(R"([{"\u59d3\u540d": "\u738b\u5c0f\u660e", "n": 1}])"), (std::vector<std::string>{"姓名=王小明", "n=1"}));
  EXPECT_EQ(cells("INSERT INTO `t` (`i`,`n`) VALUES (1,'a,b'),(2,NULL);\n"), (std::vector<std::string>{"t.i=1", "t.n=a,b", "t.i=2", "t.n=NULL"}));
  EXPECT_EQ(cells("<r><n>张三</n><e/></r>"), (std::vector<std::string>{"n=张三"}));
}

}  // namespace
}  // namespace lp::discover
