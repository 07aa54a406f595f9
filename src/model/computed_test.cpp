#include "model/computed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lp::model {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

GradingMethod method(const std::string& name, const std::string& function, const char* parameters, bool verified = true) {
  GradingMethod m;
  m.name = name;
  m.function = function;
  m.parameters = json::parse(parameters).as_object();
  m.verified = verified;
  return m;
}

Catalogue catalogue() {
  Catalogue c;
  for (GradingMethod m : {method("whole", "telecom_grade", R"({"rounding":"round_int"})"), method("tenth", "telecom_grade", R"({"rounding":"round1_bands","bands":[1.5,2.5,3.5,4.5]})", false),
                          method("broken", "telecom_grade", R"({"weights":[1,1,1]})"), method("vehicle", "vehicle_grade", R"({"remote_control_floor":4,"vehicle_steps":[1000,10000,100000,1000000]})"),
                          method("djbh", "djbh_grade", R"({"objects":["persons","public","state"],"degrees":["general","serious","severe"],"matrix":[[1,2,2],[2,3,4],[3,4,5]]})"),
                          method("score", "industrial_score", R"({"weights":[0.15,0.1,0.2,0.2,0.15,0.1,0.1]})", false), method("bands", "industrial_grade", R"({"bands":[60,80],"veto_grade":3})")}) {
    c.gradings[m.name] = m;
  }
  return c;
}

json::value value(std::string_view expression, const json::object& data) {
  const auto result = compute(expression, data, catalogue());
  return result ? result->value : json::value("error: " + result.error().message);
}

TEST(Expression, Syntax) {
  const auto e = parse_expression(" telecom_grade( impact,scale , importance, method=whole ) ");
  ASSERT_TRUE(e);
  EXPECT_EQ(e->function, "telecom_grade");
  EXPECT_THAT(e->arguments, ElementsAre("impact", "scale", "importance"));
  EXPECT_EQ(e->method, "whole");
  EXPECT_THAT(inputs_of(*parse_expression("sum_of(rows.count, 5, b)")), ElementsAre("rows.count", "b"));
  for (const char* bad : {"", "impact", "f(", "f)", "f()", "f(a,)", "f(a b)", "(a)", "f(g(a))", "f(a) + 1", "F(a)"}) EXPECT_FALSE(parse_expression(bad)) << bad;
}

TEST(Compute, TelecomGradeWithWords) {
  const auto result = compute("telecom_grade(i, v, r, method=whole)", {{"i", 3}, {"v", 2}, {"r", 2}}, catalogue());
  ASSERT_TRUE(result);
  EXPECT_EQ(result->value, 2);
  EXPECT_EQ(result->method, "whole");
  EXPECT_THAT(result->words.zh, HasSubstr("2.415"));
  EXPECT_THAT(result->words.zh, HasSubstr("第2级"));
  EXPECT_THAT(result->words.en, HasSubstr("grade 2"));
}

TEST(Compute, TheRoundingTrapThroughBothMethods) {
  const json::object data{{"i", 1}, {"v", 5}, {"r", 5}};
  EXPECT_EQ(value("telecom_grade(i, v, r, method=whole)", data), 4);
  EXPECT_EQ(value("telecom_grade(i, v, r, method=tenth)", data), 5);
  EXPECT_FALSE(compute("telecom_grade(i, v, r, method=tenth)", data, catalogue())->verified);
}

TEST(Compute, WeightsOfTheRecordReplaceTheMethods) {
  json::object data{{"i", 3}, {"v", 2}, {"r", 2}, {"a", 0.5}, {"b", 0.25}, {"c", 0.25}};
  constexpr std::string_view expression = "telecom_grade(i, v, r, a, b, c, method=whole)";
  EXPECT_EQ(value(expression, data), 3);
  data["c"] = nullptr;
  const auto partly = compute(expression, data, catalogue());
  EXPECT_TRUE(partly->value.is_null());
  EXPECT_THAT(partly->words.en, HasSubstr("c"));
  data["c"] = 0.9;
  EXPECT_FALSE(compute(expression, data, catalogue()));
  data.erase("a");
  data.erase("b");
  data.erase("c");
  EXPECT_EQ(value(expression, data), 2);
}

TEST(Compute, AbsentIsNullAndOutOfRangeAnError) {
  const auto absent = compute("telecom_grade(i, v, r, method=whole)", {{"i", 3}}, catalogue());
  ASSERT_TRUE(absent);
  EXPECT_TRUE(absent->value.is_null());
  EXPECT_THAT(absent->words.zh, HasSubstr("v、r"));
  for (const json::value& bad : {json::value(7), json::value(0), json::value(2.5), json::value("3"), json::value(true)}) {
    const auto result = compute("telecom_grade(i, v, r, method=whole)", {{"i", bad}, {"v", 1}, {"r", 1}}, catalogue());
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().fields.at(0).field, "i");
  }
}

TEST(Compute, Vehicles) {
  json::object data{{"i", 2}, {"v", 1}, {"r", 2}, {"remote", true}, {"n", 100'000}};
  EXPECT_EQ(value("vehicle_grade(i, v, r, remote, n)", data), 4);
  data["remote"] = false;
  data["n"] = nullptr;
  EXPECT_EQ(value("vehicle_grade(i, v, r, remote, n)", data), 2);
}

TEST(Compute, Djbh) {
  const json::object data{{"io", "public"}, {"id", "serious"}, {"so", "public"}, {"sd", "general"}};
  const auto result = compute("djbh_grade(io, id, so, sd)", data, catalogue());
  EXPECT_EQ(result->value, 3);
  EXPECT_THAT(result->words.zh, HasSubstr("S3A2"));
  EXPECT_FALSE(compute("djbh_grade(io, id, so, sd)", {{"io", "x"}, {"id", "serious"}, {"so", "public"}, {"sd", "general"}}, catalogue()));
}

TEST(Compute, IndustrialScoreAndGrade) {
  json::object data{{"a", 80}, {"b", 60}, {"c", 90}, {"d", 85}, {"e", 70}, {"f", 80}, {"g", 75}};
  EXPECT_EQ(value("industrial_score(a, b, c, d, e, f, g)", data), 79.0);
  data["d"] = 95;
  EXPECT_EQ(value("industrial_score(a, b, c, d, e, f, g)", data), 81.0);
  EXPECT_FALSE(compute("industrial_score(a, b)", data, catalogue()));  // seven weights
  EXPECT_EQ(value("industrial_grade(s, core, cii)", {{"s", 79.0}}), 2);
  EXPECT_EQ(value("industrial_grade(s, core, cii)", {{"s", 81.0}, {"core", false}}), 3);
  EXPECT_EQ(value("industrial_grade(s, core, cii)", {{"s", 10}, {"cii", true}}), 3);
  EXPECT_EQ(value("industrial_grade(s, core, cii)", {}), nullptr);
}

TEST(Compute, Aggregates) {
  const json::object data{{"rows", json::array{json::object{{"n", 2}}, json::object{{"n", nullptr}}, json::object{{"n", 5}}}}, {"x", 4.5}, {"l", json::array{"a", "b"}}};
  EXPECT_EQ(value("sum_of(rows.n)", data), 7);
  EXPECT_EQ(value("max_of(rows.n, x)", data), 5);
  EXPECT_EQ(value("sum_of(x, rows.n)", data), 11.5);
  EXPECT_EQ(value("count_of(rows)", data), 3);
  EXPECT_EQ(value("count_of(l)", data), 2);
  EXPECT_EQ(value("count_of(none)", data), 0);
  EXPECT_EQ(value("max_of(none)", data), nullptr);
}

TEST(Compute, MethodsAndMistakes) {
  EXPECT_EQ(compute("telecom_grade(i, v, r, method=broken)", {}, catalogue()).error().code, Errc::invalid);
  EXPECT_FALSE(compute("telecom_grade(i, v, r, method=djbh)", {}, catalogue()));
  EXPECT_FALSE(compute("telecom_grade(i)", {}, catalogue()));
  EXPECT_FALSE(compute("unheard_of(i)", {}, catalogue()));
  EXPECT_FALSE(compute("djbh_grade(a, b, c, d)", {}, Catalogue()));
  EXPECT_EQ(find_function("count_of")->max_arguments, 1);
  EXPECT_EQ(functions().size(), 8u);
}

}  // namespace
}  // namespace lp::model
