#include "records/diff.h"

#include <gtest/gtest.h>

#include "records/test_world.h"

namespace lp::records {
namespace {

using testing::parse_object;
using testing::real_catalogue;

const model::Kind& unit() { return *real_catalogue().kind("network_unit"); }

TEST(Diff, TellsScalarsWithTitlesAndTexts) {
  const auto changes = diff(real_catalogue(), unit(), parse_object(R"({"name":"甲","cii":false})"),
                            parse_object(R"({"name":"乙","cii":true,"lifecycle":"trial"})"));
  ASSERT_EQ(changes.size(), 3U);
  EXPECT_EQ(changes[0].title.zh, "定级对象名称");
  EXPECT_EQ(changes[0].before_text.zh, "甲");
  EXPECT_EQ(changes[1].field, "lifecycle");
  EXPECT_EQ(changes[1].before_text.zh, "");
  EXPECT_EQ(changes[1].after_text.zh, "试运行");
  EXPECT_EQ(changes[2].after_text.en, "yes");
}

TEST(Diff, ComparesRowsCellByCell) {
  const auto changes = diff(real_catalogue(), unit(),
                            parse_object(R"({"hardware":[{"brand":"甲","quantity":1},{"brand":"乙"}]})"),
                            parse_object(R"({"hardware":[{"brand":"甲","quantity":2}]})"));
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].field, "hardware[0].quantity");
  EXPECT_EQ(changes[0].title.zh, "主要硬件 第1行 数量");
  EXPECT_EQ(changes[1].field, "hardware[1]");
  EXPECT_EQ(changes[1].before_text.zh, "品牌：乙");
  EXPECT_EQ(changes[1].after_text.zh, "");
}

TEST(Diff, ShowsFieldsTheFormNoLongerHas) {
  const auto changes = diff(real_catalogue(), unit(), parse_object(R"({"old_field":"x"})"), {});
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].field, "old_field");
}

TEST(Diff, EqualDataHasNoChanges) {
  const auto data = parse_object(R"({"name":"甲","domains":["a.example.cn"]})");
  EXPECT_TRUE(diff(real_catalogue(), unit(), data, data).empty());
}

TEST(Diff, ReadsHistoryLines) {
  model::HistoryEntry entry;
  entry.changes = parse_object(R"({"impact":[2,3],"broken":7})");
  const auto changes = changes_of(real_catalogue(), unit(), entry);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].before, json::value(2));
  EXPECT_EQ(changes[0].after, json::value(3));
}

TEST(ValueText, JoinsListsAndNamesFiles) {
  model::Field field;
  field.type = model::FieldType::list;
  EXPECT_EQ(value_text(real_catalogue(), field, json::array{"a", "b"}).zh, "a、b");
  field.type = model::FieldType::file;
  EXPECT_EQ(value_text(real_catalogue(), field, parse_object(R"({"hash":"00","name":"拓扑.pdf"})")).en, "拓扑.pdf");
}

}  // namespace
}  // namespace lp::records
