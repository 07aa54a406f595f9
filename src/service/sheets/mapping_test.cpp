#include "service/sheets/mapping.h"

#include <gtest/gtest.h>

#include "service/sheets/test_kinds.h"

namespace lp::service {
namespace {

io::Row row(std::int64_t number, const std::vector<std::string>& texts, bool merged_title = false) {
  io::Row r;
  r.number = number;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    r.cells.push_back(io::Cell::of(texts[i]));
    r.cells.back().merged = merged_title && i > 0;
  }
  return r;
}

class MappingTest : public ::testing::Test {
 protected:
  model::Catalogue catalogue = testing::catalogue();
  MappingGuess guess(const std::string& kind, const std::vector<io::Row>& rows, std::int64_t header = 0) {
    return guess_mapping(*catalogue.kind(kind), catalogue, rows, header);
  }
};

TEST_F(MappingTest, SkipsMergedTitleRowsAndNotes) {
  const auto g = guess("organisation", {row(1, {"2024 年企业台账", "2024 年企业台账", "2024 年企业台账"}, true), row(2, {"填表日期：2024-07-01"}),
                                        row(3, {"序号", "企业名称", "统一社会信用代码"}), row(4, {"1", "南京甲公司", "91320100MA1ABCDE2X"})});
  EXPECT_EQ(g.header_row, 3);
  EXPECT_EQ(g.mapping(), (Mapping{{1, "name"}, {2, "uscc"}}));
}

TEST_F(MappingTest, KnowsTitlesAliasesRemarksAndEnglish) {
  const auto g = guess("organisation", {row(1, {"公司名称（必填）", "信用代码*", "城 市", "Employees", "是否处理重要数据", "毫不相干"})});
  EXPECT_EQ(g.mapping(), (Mapping{{0, "name"}, {1, "uscc"}, {2, "region"}, {3, "employees"}, {4, "important_data"}}));
  EXPECT_GT(g.columns[0].confidence, 0.9);
  EXPECT_LT(g.columns[4].confidence, 0.95);
  EXPECT_EQ(g.columns[5].field, "");
}

TEST_F(MappingTest, FindsCreditCodesByContentWhateverTheHeader) {
  const auto g = guess("organisation", {row(1, {"企业名称", "编码"}), row(2, {"甲", "91320100MA1ABCDE2X"}), row(3, {"乙", "91320100ma1abcde3y"})});
  EXPECT_EQ(g.mapping().at(1), "uscc");
  EXPECT_EQ(g.columns[1].samples.size(), 2u);
}

TEST_F(MappingTest, GivesOwnedKindsAnOrganisationColumn) {
  const auto g = guess("network_unit", {row(1, {"所属单位", "系统名称", "网络单元类型", "投入运行日期"}), row(2, {"甲公司", "核心网", "域名系统", "2024-01-01"})});
  EXPECT_EQ(g.mapping(), (Mapping{{0, "org"}, {1, "name"}, {2, "unit_type"}, {3, "go_live"}}));
}

TEST_F(MappingTest, NeverOffersComputedFields) {
  EXPECT_TRUE(guess("network_unit", {row(1, {"系统名称", "等级"})}).columns[1].field.empty());
}

TEST_F(MappingTest, TakesTheRowAPersonChose) {
  const auto g = guess("organisation", {row(1, {"企业名称", "信用代码"}), row(2, {"单位名称", "地市"})}, 2);
  EXPECT_EQ(g.header_row, 2);
  EXPECT_EQ(g.mapping(), (Mapping{{0, "name"}, {1, "region"}}));
}

TEST_F(MappingTest, WrongSheetGivesNoMapping) {
  EXPECT_TRUE(guess("organisation", {row(1, {"颜色", "口味"}), row(2, {"红", "甜"})}).mapping().empty());
  EXPECT_EQ(guess("organisation", {}).header_row, 0);
}

TEST(HeaderLikeness, OrdersByCloseness) {
  EXPECT_EQ(header_likeness("单位名称 *", "单位名称"), 1);
  EXPECT_GT(header_likeness("单位名称（全称）", "单位名称"), header_likeness("单位名", "单位名称"));
  EXPECT_GT(header_likeness("投入运行日期", "投人运行日期"), 0.5);
  EXPECT_EQ(header_likeness("颜色", "单位名称"), 0);
  EXPECT_EQ(header_likeness(std::string(100'000, 'x'), "单位名称"), 0);
}

}  // namespace
}  // namespace lp::service
