// The calculators as the forms of specs/records use them: the worked examples of the three-factor
// method through both roundings, 等保 beside it, the industrial score sheet, vehicle factors.
#include <gtest/gtest.h>

#include "model/computed.h"
#include "records/form.h"
#include "records/test_world.h"

namespace lp::records {
namespace {

using namespace testing;

json::object computed(std::string_view kind_name, json::object data) {
  const model::Kind* kind = real_catalogue().kind(kind_name);
  compute_fields(*kind, real_catalogue(), data);
  return data;
}
json::value field(const json::object& data, std::string_view name) {
  const json::value* value = find(data, name);
  return value == nullptr ? json::value() : *value;
}

struct Example {
  int impact, scale, importance, grade;
};
constexpr Example worked[] = {{1, 1, 1, 1}, {2, 1, 1, 1}, {2, 2, 1, 2}, {2, 2, 2, 2}, {3, 1, 1, 2}, {1, 2, 3, 2}, {3, 2, 2, 2}, {4, 1, 1, 3},
                              {3, 3, 2, 3}, {3, 3, 3, 3}, {4, 2, 2, 3}, {4, 3, 3, 3}, {4, 4, 3, 4}, {5, 1, 1, 4}, {5, 4, 4, 4}, {5, 5, 5, 5}};

json::object factors(int impact, int scale, int importance) { return {{"impact", impact}, {"scale", scale}, {"importance", importance}}; }

TEST(UnitGrade, WorkedExamplesThroughTheForm) {
  for (const Example& e : worked) {
    const auto unit = computed("network_unit", factors(e.impact, e.scale, e.importance));
    const std::string which = std::to_string(e.impact) + std::to_string(e.scale) + std::to_string(e.importance);
    EXPECT_EQ(field(unit, "factor_grade"), json::value(e.grade)) << which;
    EXPECT_EQ(field(unit, "grade_round1"), json::value(e.grade)) << which;
    EXPECT_EQ(field(unit, "grade"), json::value(e.grade)) << which;
  }
}

// 4.459: a whole number at once gives 4, by way of one decimal 5. The form shows both, and files the first.
TEST(UnitGrade, TheRoundingTrapIsShownAndOnlyThere) {
  int differing = 0;
  for (int i = 1; i <= 5; ++i) {
    for (int v = 1; v <= 5; ++v) {
      for (int r = 1; r <= 5; ++r) {
        const auto unit = computed("network_unit", factors(i, v, r));
        EXPECT_EQ(field(unit, "grade"), field(unit, "factor_grade"));
        if (field(unit, "factor_grade") == field(unit, "grade_round1")) continue;
        ++differing;
        EXPECT_EQ(std::minmax({i, v, r}), std::make_pair(1, 5)) << i << v << r;
        EXPECT_EQ(field(unit, "factor_grade"), json::value(4));
        EXPECT_EQ(field(unit, "grade_round1"), json::value(5));
      }
    }
  }
  EXPECT_EQ(differing, 3);
}

TEST(UnitGrade, WeightsOfTheRecordCount) {
  const auto with = [](int i, int v, int r, double a, double b, double c) {
    auto data = factors(i, v, r);
    data["weight_impact"] = a, data["weight_scale"] = b, data["weight_importance"] = c;
    return field(computed("network_unit", data), "factor_grade");
  };
  EXPECT_EQ(with(3, 2, 2, 0.5, 0.25, 0.25), json::value(3));   // 2.585
  EXPECT_EQ(with(3, 2, 2, 0.4, 0.3, 0.3), json::value(2));     // 2.485
  EXPECT_EQ(with(2, 3, 3, 0.4, 0.3, 0.3), json::value(3));     // 2.678
  EXPECT_EQ(with(3, 2, 2, 0.333, 0.333, 0.334), json::value(2)) << "a third as people type it";
  EXPECT_EQ(with(5, 1, 1, 0, 0.5, 0.5), json::value(1)) << "a weight of nothing";
}

TEST(UnitGrade, AFiledGradeCountsOnlyUpwards) {
  auto data = factors(2, 2, 2);
  data["filed_grade"] = 3;
  EXPECT_EQ(field(computed("network_unit", data), "grade"), json::value(3));
  data["filed_grade"] = 1;
  EXPECT_EQ(field(computed("network_unit", data), "grade"), json::value(2));
  EXPECT_EQ(field(computed("network_unit", {{"filed_grade", 3}}), "grade"), json::value(3)) << "taken over from an old filing";
  EXPECT_TRUE(field(computed("network_unit", {{"impact", 3}, {"scale", 3}}), "factor_grade").is_null()) << "nothing is guessed";
}

TEST(UnitGrade, ValuesOutsideTheScaleAreRefusedByTheForm) {
  World world;
  const OrgId org = world.add_org("本单位", "internet");
  for (const json::value& bad : {json::value(0), json::value(6), json::value(-1), json::value(2.5), json::value("3")}) {
    const Error error = refused(world.engine.create(model::Viewer::system("test"), "network_unit", org, {{"name", "门户"}, {"impact", bad}}));
    bool named = false;
    for (const auto& problem : error.fields) named = named || problem.field == "impact";
    EXPECT_TRUE(named) << explain(error);
  }
}

// 等保 beside 通保: the greater of information and service, by GB/T 22240-2020.
TEST(ClassifiedProtection, TheMatrixThroughTheForm) {
  const std::vector<std::string> objects{"persons", "public", "state"}, degrees{"general", "serious", "severe"};
  const int matrix[3][3] = {{1, 2, 2}, {2, 3, 4}, {3, 4, 5}};
  const auto& taxonomies = real_catalogue().taxonomies;
  EXPECT_EQ(taxonomies.at("djbh_objects").entries.size(), 3U);
  EXPECT_EQ(taxonomies.at("djbh_degrees").entries.size(), 3U);
  for (std::size_t io = 0; io < 3; ++io) {
    for (std::size_t id = 0; id < 3; ++id) {
      for (std::size_t so = 0; so < 3; ++so) {
        for (std::size_t sd = 0; sd < 3; ++sd) {
          const auto unit = computed("network_unit", {{"djbh_information_object", objects[io]}, {"djbh_information_degree", degrees[id]},
                                                      {"djbh_service_object", objects[so]}, {"djbh_service_degree", degrees[sd]}});
          EXPECT_EQ(field(unit, "djbh_computed"), json::value(std::max(matrix[io][id], matrix[so][sd])))
              << objects[io] << "/" << degrees[id] << " " << objects[so] << "/" << degrees[sd];
        }
      }
    }
  }
}

TEST(ClassifiedProtection, StandsBesideTheUnitsGradeWithoutTouchingIt) {
  auto data = factors(2, 2, 2);
  data["djbh_information_object"] = "public", data["djbh_information_degree"] = "serious";
  data["djbh_service_object"] = "public", data["djbh_service_degree"] = "general";
  const auto unit = computed("network_unit", data);
  EXPECT_EQ(field(unit, "djbh_computed"), json::value(3)) << "S3A2";
  EXPECT_EQ(field(unit, "grade"), json::value(2));
  const auto words = must(model::compute("djbh_grade(djbh_information_object, djbh_information_degree, djbh_service_object, djbh_service_degree)", data, real_catalogue()));
  EXPECT_NE(words.words.zh.find("S3A2"), std::string::npos) << words.words.zh;
  EXPECT_TRUE(words.verified);
}

json::object score_sheet(double systems) {
  return {{"score_size", 80}, {"score_scope", 60}, {"score_usage", 90}, {"score_systems", systems}, {"score_data", 70}, {"score_importance", 80}, {"score_consequence", 75}};
}

TEST(IndustrialSheet, TheWorkedExample) {
  const auto as_it_was = computed("industrial_enterprise", score_sheet(85));
  EXPECT_DOUBLE_EQ(field(as_it_was, "score").to_number<double>(), 79.0);
  EXPECT_EQ(field(as_it_was, "grade_computed"), json::value(2));
  const auto raised = computed("industrial_enterprise", score_sheet(95));
  EXPECT_DOUBLE_EQ(field(raised, "score").to_number<double>(), 81.0);
  EXPECT_EQ(field(raised, "grade_computed"), json::value(3));
}

TEST(IndustrialSheet, OneVoteRulesAndMissingScores) {
  for (const char* veto : {"core_data", "cii"}) {
    auto data = score_sheet(0);
    EXPECT_NE(field(computed("industrial_enterprise", data), "grade_computed"), json::value(3));
    data[veto] = true;
    EXPECT_EQ(field(computed("industrial_enterprise", data), "grade_computed"), json::value(3)) << veto;
  }
  auto data = score_sheet(85);
  data.erase("score_data");
  const auto partly = computed("industrial_enterprise", data);
  EXPECT_TRUE(field(partly, "score").is_null()) << "no sum of a part of the sheet";
  EXPECT_TRUE(field(partly, "grade_computed").is_null());
}

TEST(IndustrialSheet, SaysThatItsNumbersAreNotVerified) {
  const auto& gradings = real_catalogue().gradings;
  for (const char* method : {"industrial_score", "industrial_grade", "telecom_three_factor", "telecom_three_factor_round1", "vehicle_three_factor"}) {
    EXPECT_FALSE(gradings.at(method).verified) << method;
    EXPECT_FALSE(gradings.at(method).sources.empty()) << method;
  }
  EXPECT_TRUE(gradings.at("djbh_2020").verified);
  EXPECT_FALSE(must(model::compute("industrial_grade(s)", {{"s", 70}}, real_catalogue())).verified);
}

// Remote control or OTA is safety relevant: importance is at least 4. The number of connected
// vehicles lifts the scale. Both only upwards.
TEST(VehicleGrade, FactorsAreLiftedByWhatThePlatformCanDo) {
  const auto grade = [](int i, int v, int r, bool remote, std::int64_t vehicles) {
    auto data = factors(i, v, r);
    data["remote_control"] = remote, data["vehicles"] = vehicles;
    return field(computed("vehicle_platform", data), "grade");
  };
  EXPECT_EQ(grade(2, 2, 2, false, 0), json::value(2));
  EXPECT_EQ(grade(2, 2, 2, true, 0), json::value(3)) << "(2,2,4) is 3.000";
  EXPECT_EQ(grade(2, 2, 5, true, 0), grade(2, 2, 5, false, 0)) << "never lowered";
  EXPECT_EQ(grade(1, 1, 1, false, 9'999), json::value(1));
  EXPECT_EQ(grade(3, 1, 3, false, 9'999), json::value(3)) << "(3,1,3) is 2.585";
  EXPECT_EQ(grade(1, 1, 1, false, 10'000'000), json::value(4)) << "(1,5,1) is 3.585";
  EXPECT_EQ(grade(1, 1, 1, true, 10'000'000), json::value(4)) << "(1,5,4) is 4.059";
  for (const std::int64_t vehicles : {0, 9'999, 10'000, 99'999, 100'000, 1'000'000, 10'000'000}) {
    EXPECT_LE(grade(2, 2, 2, false, vehicles).to_number<int>(), grade(2, 2, 2, false, vehicles + 1).to_number<int>());
    EXPECT_LE(grade(2, 2, 2, false, vehicles).to_number<int>(), grade(2, 2, 2, true, vehicles).to_number<int>());
  }
}

TEST(VehicleGrade, WithoutVehiclesTheFactorsStandAlone) {
  for (const Example& e : worked) {
    const auto platform = computed("vehicle_platform", factors(e.impact, e.scale, e.importance));
    EXPECT_EQ(field(platform, "factor_grade"), json::value(e.grade)) << e.impact << e.scale << e.importance;
  }
}

}  // namespace
}  // namespace lp::records
