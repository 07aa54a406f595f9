#include "service/sheets/row_values.h"

#include <gtest/gtest.h>

#include "service/sheets/test_kinds.h"

namespace lp::service {
namespace {

class RowValuesTest : public ::testing::Test {
 protected:
  model::Catalogue catalogue = testing::catalogue();
  RowValues read(const std::string& kind, const std::string& field, io::Cell cell) {
    const RowReader reader(*catalogue.kind(kind), catalogue, {{0, field}});
    io::Row row;
    row.cells.push_back(std::move(cell));
    return reader.read(row);
  }
  json::value value(const std::string& kind, const std::string& field, const std::string& text) {
    const RowValues v = read(kind, field, io::Cell::of(text));
    const json::value* found = find(v.data, field);
    return found != nullptr ? *found : json::value("problem:" + (v.problems.empty() ? std::string() : v.problems[0].problem.code));
  }
};

TEST_F(RowValuesTest, ReadsDatesPeopleType) {
  for (const char* text : {"2024-07-15", "2024/7/15", "2024.7.15", "2024年7月15日", "20240715", "45488", "２０２４-０７-１５", "2024-07-15 00:00:00"}) {
    EXPECT_EQ(value("organisation", "founded", text), "2024-07-15") << text;
  }
  EXPECT_EQ(read("organisation", "founded", io::Cell::of_date(*parse_date("2024-07-15"))).data.at("founded"), "2024-07-15");
  EXPECT_EQ(read("organisation", "founded", io::Cell::of_number(45488)).data.at("founded"), "2024-07-15");
}

TEST_F(RowValuesTest, RefusesImpossibleDatesInBothLanguages) {
  for (const char* text : {"2024-02-30", "2023-02-29", "2024-13-01", "昨天", "99"}) {
    const RowValues v = read("organisation", "founded", io::Cell::of(text));
    ASSERT_EQ(v.problems.size(), 1u) << text;
    EXPECT_EQ(v.problems[0].problem.code, "invalid_date");
    EXPECT_EQ(v.problems[0].value, text);
    EXPECT_NE(v.problems[0].problem.zh.find(text), std::string::npos);
    EXPECT_NE(v.problems[0].problem.en.find(text), std::string::npos);
    EXPECT_TRUE(v.data.empty());
  }
}

TEST_F(RowValuesTest, TurnsTitlesIntoCodes) {
  for (const char* text : {"320100", "南京市", "南京", "nanjing", " 南京市 "}) EXPECT_EQ(value("organisation", "region", text), "320100") << text;
  EXPECT_EQ(value("organisation", "region", "上海市"), "problem:unknown_code");
  EXPECT_EQ(value("network_unit", "unit_type", "域名系统"), "dns");
  EXPECT_EQ(value("network_unit", "unit_type", "IDC"), "idc");
  EXPECT_EQ(value("network_unit", "unit_type", "其他"), "problem:unknown_option");
}

TEST_F(RowValuesTest, NamesOptionsLikeTheOneWritten) {
  const RowValues close = read("network_unit", "unit_type", io::Cell::of("域名解析系统"));
  ASSERT_EQ(close.problems.size(), 1u);
  EXPECT_NE(close.problems[0].problem.zh.find("是否为：域名系统"), std::string::npos) << close.problems[0].problem.zh;
  EXPECT_NE(close.problems[0].problem.en.find("did you mean"), std::string::npos);
  const RowValues far = read("network_unit", "unit_type", io::Cell::of("其他"));
  ASSERT_EQ(far.problems.size(), 1u);
  EXPECT_EQ(far.problems[0].problem.zh.find("是否为"), std::string::npos);
}

TEST_F(RowValuesTest, SplitsListsAndDropsRepeats) {
  EXPECT_EQ(value("network_unit", "cities", "南京；苏州、南京市"), (json::array{"320100", "320500"}));
  EXPECT_EQ(value("organisation", "departments", "网安部，数据部\n 办公室;"), (json::array{"网安部", "数据部", "办公室"}));
}

TEST_F(RowValuesTest, ReadsBooleansAndNumbers) {
  EXPECT_EQ(value("organisation", "important_data", "是"), true);
  EXPECT_EQ(value("organisation", "important_data", "×"), false);
  EXPECT_EQ(read("organisation", "important_data", {.text = "TRUE", .kind = io::CellKind::boolean, .number = 1}).data.at("important_data"), true);
  EXPECT_EQ(value("organisation", "important_data", "也许"), "problem:type");
  EXPECT_EQ(value("organisation", "employees", "１,２００ 人"), 1200);
  EXPECT_EQ(value("organisation", "employees", "1.5"), "problem:not_integer");
  EXPECT_EQ(value("organisation", "employees", "约一百"), "problem:type");
}

TEST_F(RowValuesTest, NormalisesCreditCodesAndRefusesRoundedOnes) {
  EXPECT_EQ(value("organisation", "uscc", " 91320100ｍａ1abcde 2x "), "91320100MA1ABCDE2X");
  const RowValues rounded = read("organisation", "uscc", io::Cell::of_number(913201001234567890.0));
  ASSERT_EQ(rounded.problems.size(), 1u);
  EXPECT_EQ(rounded.problems[0].problem.code, "digits_lost");
}

TEST_F(RowValuesTest, KeepsHostileTextAsText) {
  for (const char* text : {"'; drop table record; --", "<script>alert(1)</script>", "=1+1", "../../etc/passwd"}) EXPECT_EQ(value("organisation", "name", text), text);
}

TEST_F(RowValuesTest, RefusesErrorsAndCutCells) {
  EXPECT_EQ(read("organisation", "name", {.text = "#REF!", .kind = io::CellKind::error}).problems[0].problem.code, "type");
  EXPECT_EQ(read("organisation", "name", {.text = "x", .kind = io::CellKind::text, .truncated = true}).problems[0].problem.code, "too_long");
}

TEST_F(RowValuesTest, ReadsTheOrganisationColumn) {
  EXPECT_EQ(read("network_unit", "org", io::Cell::of(" 甲公司 ")).org, "甲公司");
}

}  // namespace
}  // namespace lp::service
