#include "model/field_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"

namespace lp::model {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Field field(FieldType type) {
  Field f;
  f.name = "value";
  f.type = type;
  f.title = {"数值", "Value"};
  return f;
}

Catalogue catalogue() {
  Catalogue c;
  Taxonomy cities;
  cities.name = "cities";
  cities.entries = {{"320100", {"南京", "Nanjing"}, "", true, ""}, {"320500", {"苏州", "Suzhou"}, "", true, ""}};
  c.taxonomies["cities"] = cities;
  return c;
}

json::value text(const std::string& s) { return json::value(json::string(s)); }

std::vector<std::string> codes(const Field& f, const json::value& v) {
  std::vector<std::string> found;
  for (const FieldProblem& p : check_field(f, v, catalogue())) found.push_back(p.code);
  return found;
}

TEST(FieldCheck, NullIsAlwaysAccepted) {
  for (const auto type : {FieldType::text, FieldType::integer, FieldType::file, FieldType::rows, FieldType::uscc, FieldType::code}) {
    EXPECT_THAT(codes(field(type), nullptr), IsEmpty());
  }
}

TEST(FieldCheck, TextLengthCountsCharacters) {
  Field f = field(FieldType::text);
  f.max_length = 3;
  EXPECT_THAT(codes(f, "网络单"), IsEmpty());
  EXPECT_THAT(codes(f, "网络单元"), ElementsAre("too_long"));
  EXPECT_THAT(check_field(f, "网络单元", catalogue())[0].zh, HasSubstr("“数值”最多3个字，现有4个"));
  EXPECT_THAT(codes(field(FieldType::text), text(std::string(501, 'a'))), ElementsAre("too_long"));
  EXPECT_THAT(codes(field(FieldType::long_text), text(std::string(20'000, 'a'))), IsEmpty());
  EXPECT_THAT(codes(field(FieldType::text), text(std::string(10'000'000, 'a'))), ElementsAre("too_long"));
}

TEST(FieldCheck, TextContent) {
  EXPECT_THAT(codes(field(FieldType::text), "a\nb"), ElementsAre("control_character"));
  EXPECT_THAT(codes(field(FieldType::long_text), "a\nb\tc"), IsEmpty());
  EXPECT_THAT(codes(field(FieldType::long_text), text(std::string("a\0b", 3))), ElementsAre("control_character"));
  EXPECT_THAT(codes(field(FieldType::text), "\xff"), ElementsAre("invalid_utf8"));
  EXPECT_THAT(codes(field(FieldType::text), 5), ElementsAre("type"));
  EXPECT_THAT(codes(field(FieldType::text), "'; DROP TABLE x; -- <script>"), IsEmpty());  // text is data
}

TEST(FieldCheck, PatternsSpeakOfCharacters) {
  Field f = field(FieldType::text);
  f.pattern = "[一-龥]{2,4}";
  EXPECT_THAT(codes(f, "张三"), IsEmpty());
  EXPECT_THAT(codes(f, "张"), ElementsAre("pattern"));
  EXPECT_THAT(codes(f, "Zhang"), ElementsAre("pattern"));
  f.pattern = "(a+)+b";
  f.max_length = 24;
  EXPECT_THAT(codes(f, "aaaab"), IsEmpty());
}

TEST(FieldCheck, Numbers) {
  Field f = field(FieldType::integer);
  f.min = 1;
  f.max = 5;
  EXPECT_THAT(codes(f, 5), IsEmpty());
  EXPECT_THAT(codes(f, 6), ElementsAre("range"));
  EXPECT_THAT(codes(f, 2.5), ElementsAre("not_integer"));
  EXPECT_THAT(codes(f, "3"), ElementsAre("type"));
  EXPECT_THAT(codes(f, true), ElementsAre("type"));
  EXPECT_THAT(check_field(f, 9, catalogue())[0].en, HasSubstr("Value must be from 1 to 5"));
  Field d = field(FieldType::decimal);
  d.min = 0;
  EXPECT_THAT(codes(d, 0.25), IsEmpty());
  EXPECT_THAT(codes(d, 3), IsEmpty());
  EXPECT_THAT(codes(d, -0.1), ElementsAre("range"));
}

TEST(FieldCheck, DatesAndMoments) {
  EXPECT_THAT(codes(field(FieldType::date), "2024-07-31"), IsEmpty());
  for (const char* bad : {"2024-02-30", "2024/07/31", "31.7.2024", "2024-7-1", "today", ""}) {
    EXPECT_THAT(codes(field(FieldType::date), bad), ElementsAre("invalid_date")) << bad;
  }
  EXPECT_THAT(codes(field(FieldType::timestamp), std::int64_t{1'720'000'000'000'000}), IsEmpty());
  EXPECT_THAT(codes(field(FieldType::timestamp), "2024"), ElementsAre("invalid_timestamp"));
}

TEST(FieldCheck, Codes) {
  Field city = field(FieldType::code);
  city.of = "cities";
  EXPECT_THAT(codes(city, "320100"), IsEmpty());
  EXPECT_THAT(codes(city, "330100"), ElementsAre("unknown_code"));
  EXPECT_THAT(codes(city, 320100), ElementsAre("type"));
  city.multi = true;
  EXPECT_THAT(codes(city, json::array{"320100", "320500"}), IsEmpty());
  EXPECT_THAT(codes(city, json::array{"320100", "320100"}), ElementsAre("duplicate_item"));
  EXPECT_THAT(codes(city, "320100"), ElementsAre("type"));
  Field life = field(FieldType::enumeration);
  life.options = {{"live", {"运行", "Live"}, "", true, ""}};
  EXPECT_THAT(codes(life, "live"), IsEmpty());
  EXPECT_THAT(codes(life, "dead"), ElementsAre("unknown_option"));
}

TEST(FieldCheck, ReferencesAndFiles) {
  EXPECT_THAT(codes(field(FieldType::record), 17), IsEmpty());
  EXPECT_THAT(codes(field(FieldType::record), -1), ElementsAre("bad_reference"));
  EXPECT_THAT(codes(field(FieldType::user), "root"), ElementsAre("bad_reference"));
  const json::object good{{"hash", std::string(64, 'a')}, {"name", "拓扑图.png"}, {"size", 10}, {"type", "image/png"}};
  EXPECT_THAT(codes(field(FieldType::file), good), IsEmpty());
  const std::vector<json::object> changes{{{"hash", "abc"}}, {{"hash", std::string(64, 'Z')}}, {{"name", ""}}, {{"name", "../../etc/passwd"}}, {{"size", -1}}};
  for (const json::object& change : changes) {
    json::object bad = good;
    for (const auto& member : change) bad[member.key()] = member.value();
    EXPECT_THAT(codes(field(FieldType::file), bad), ElementsAre("bad_file")) << json::serialize(change);
  }
}

TEST(FieldCheck, FormatsUseTheirOwnCodes) {
  EXPECT_THAT(codes(field(FieldType::uscc), "91320100MA0000015Q"), IsEmpty());
  EXPECT_THAT(codes(field(FieldType::uscc), "91320100MA00000150"), ElementsAre("uscc_check_digit"));
  EXPECT_THAT(codes(field(FieldType::phone), "abc"), ElementsAre("phone"));
  EXPECT_THAT(codes(field(FieldType::email), "abc"), ElementsAre("email"));
  EXPECT_THAT(codes(field(FieldType::url), "abc"), ElementsAre("url"));
  EXPECT_THAT(codes(field(FieldType::domain), "abc"), ElementsAre("domain"));
  EXPECT_THAT(codes(field(FieldType::ip_range), "abc"), ElementsAre("ip_range"));
  EXPECT_THAT(codes(field(FieldType::icp_number), "abc"), ElementsAre("icp_number"));
}

TEST(FieldCheck, ListsNameTheItem) {
  Field f = field(FieldType::list);
  f.item = FieldType::ip_range;
  f.max = 3;
  EXPECT_THAT(codes(f, json::array{"203.0.113.1", "203.0.113.0/24"}), IsEmpty());
  const auto problems = check_field(f, json::array{"203.0.113.1", "x"}, catalogue());
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].field, "value[1]");
  EXPECT_THAT(codes(f, json::array{"203.0.113.1", "203.0.113.2", "203.0.113.3", "203.0.113.4"}), ElementsAre("too_many_items"));
  EXPECT_THAT(codes(f, "203.0.113.1"), ElementsAre("type"));
}

TEST(FieldCheck, RowsNameTheCell) {
  Field f = field(FieldType::rows);
  Field model = field(FieldType::text);
  model.name = "model";
  model.required = true;
  Field count = field(FieldType::integer);
  count.name = "count";
  count.min = 1;
  f.columns = {model, count};
  EXPECT_THAT(codes(f, json::array{json::object{{"model", "X1"}, {"count", 2}}, json::object{{"model", "X2"}, {"count", nullptr}}}), IsEmpty());
  const auto problems = check_field(f, json::array{json::object{{"model", "X1"}}, json::object{{"count", 0}, {"colour", "red"}}}, catalogue());
  std::vector<std::string> found;
  for (const FieldProblem& p : problems) found.push_back(p.field + " " + p.code);
  EXPECT_THAT(found, ElementsAre("value[1].count range", "value[1] unknown_column", "value[1].model required"));
  EXPECT_THAT(codes(f, json::array{5}), ElementsAre("type"));
}

TEST(FieldCheck, WholeRecord) {
  Kind kind;
  kind.fields = {field(FieldType::integer)};
  const auto problems = check_fields(kind, {{"value", "x"}, {"other", 1}}, catalogue());
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[1].code, "unknown_field");
}

TEST(FieldCheck, Filled) {
  const json::value empty = "", list = json::array{}, zero = 0, no = false;
  EXPECT_FALSE(is_filled(nullptr));
  EXPECT_FALSE(is_filled(&empty));
  EXPECT_FALSE(is_filled(&list));
  EXPECT_TRUE(is_filled(&zero));
  EXPECT_TRUE(is_filled(&no));
  EXPECT_EQ(required_problem(field(FieldType::text)).zh, "请填写“数值”");
}

}  // namespace
}  // namespace lp::model
