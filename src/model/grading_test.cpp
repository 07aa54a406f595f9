#include "model/grading.h"

#include <gtest/gtest.h>

#include <map>

namespace lp::model {
namespace {

struct Example {
  int impact, scale, importance;
  double log2x, rounded;
  int grade;
};

ThreeFactorMethod bands_method() {
  ThreeFactorMethod method;
  method.rounding = Rounding::round1_bands;
  return method;
}

// Worked examples of the three-factor method, equal weights.
TEST(ThreeFactors, WorkedExamples) {
  constexpr Example examples[] = {
      {1, 1, 1, 1.000, 1.0, 1}, {2, 1, 1, 1.415, 1.4, 1}, {2, 2, 1, 1.737, 1.7, 2}, {2, 2, 2, 2.000, 2.0, 2},
      {3, 1, 1, 2.000, 2.0, 2}, {1, 2, 3, 2.222, 2.2, 2}, {3, 2, 2, 2.415, 2.4, 2}, {4, 1, 1, 2.737, 2.7, 3},
      {3, 3, 2, 2.737, 2.7, 3}, {3, 3, 3, 3.000, 3.0, 3}, {4, 2, 2, 3.000, 3.0, 3}, {4, 3, 3, 3.415, 3.4, 3},
      {4, 4, 3, 3.737, 3.7, 4}, {5, 1, 1, 3.585, 3.6, 4}, {5, 4, 4, 4.415, 4.4, 4}, {5, 5, 5, 5.000, 5.0, 5}};
  for (const Example& e : examples) {
    const auto whole = grade_three_factors(e.impact, e.scale, e.importance);
    const auto tenth = grade_three_factors(e.impact, e.scale, e.importance, bands_method());
    EXPECT_NEAR(whole.log2x, e.log2x, 0.0005) << e.impact << e.scale << e.importance;
    EXPECT_NEAR(tenth.rounded, e.rounded, 1e-9);
    EXPECT_EQ(whole.grade, e.grade) << e.impact << e.scale << e.importance;
    EXPECT_EQ(tenth.grade, e.grade) << e.impact << e.scale << e.importance;
  }
}

TEST(ThreeFactors, WeightsMatter) {
  const auto with = [](int i, int v, int r, std::array<double, 3> weights) {
    return grade_three_factors(i, v, r, {weights, Rounding::round_int, {1.5, 2.5, 3.5, 4.5}});
  };
  EXPECT_NEAR(with(3, 2, 2, {.5, .25, .25}).log2x, 2.585, 0.0005);
  EXPECT_EQ(with(3, 2, 2, {.5, .25, .25}).grade, 3);
  EXPECT_NEAR(with(3, 2, 2, {.4, .3, .3}).log2x, 2.485, 0.0005);
  EXPECT_EQ(with(3, 2, 2, {.4, .3, .3}).grade, 2);
  EXPECT_NEAR(with(2, 3, 3, {.4, .3, .3}).log2x, 2.678, 0.0005);
  EXPECT_EQ(with(2, 3, 3, {.4, .3, .3}).grade, 3);
}

// 4.459 is 4; rounded to 4.5 first it becomes 5. Only these three triples differ.
TEST(ThreeFactors, RoundingTrap) {
  int differing = 0;
  for (int i = 1; i <= 5; ++i) {
    for (int v = 1; v <= 5; ++v) {
      for (int r = 1; r <= 5; ++r) {
        const int whole = grade_three_factors(i, v, r).grade;
        const int tenth = grade_three_factors(i, v, r, bands_method()).grade;
        if (whole == tenth) continue;
        ++differing;
        EXPECT_EQ(i + v + r, 11);
        EXPECT_EQ(std::min({i, v, r}), 1);
        EXPECT_EQ(whole, 4);
        EXPECT_EQ(tenth, 5);
      }
    }
  }
  EXPECT_EQ(differing, 3);
}

TEST(ThreeFactors, SpreadOverAllTriples) {
  std::map<int, int> spread;
  for (int n = 0; n < 125; ++n) ++spread[grade_three_factors(n / 25 + 1, n / 5 % 5 + 1, n % 5 + 1).grade];
  EXPECT_EQ(spread, (std::map<int, int>{{1, 4}, {2, 16}, {3, 34}, {4, 61}, {5, 10}}));
}

TEST(ThreeFactors, GradeNeverFallsWhenAFactorRises) {
  for (int n = 0; n < 125; ++n) {
    const int i = n / 25 + 1, v = n / 5 % 5 + 1, r = n % 5 + 1;
    for (const auto& method : {ThreeFactorMethod{}, bands_method()}) {
      const int grade = grade_three_factors(i, v, r, method).grade;
      if (i < 5) {
        EXPECT_GE(grade_three_factors(i + 1, v, r, method).grade, grade);
      }
      EXPECT_GE(grade, 1);
      EXPECT_LE(grade, 5);
    }
  }
}

TEST(ThreeFactors, WeightsAreChecked) {
  EXPECT_TRUE(check_weights({0.333, 0.333, 0.334}));
  EXPECT_NEAR((*check_weights({0.333, 0.333, 0.333}))[0], 1.0 / 3, 1e-9);
  EXPECT_FALSE(check_weights({0.5, 0.5, 0.5}));
  EXPECT_FALSE(check_weights({-0.5, 0.75, 0.75}));
  EXPECT_FALSE(check_weights({0.33, 0.33, 0.33}));
}

TEST(Vehicle, RemoteControlLiftsImportanceAndVehiclesLiftScale) {
  VehicleMethod method;
  method.vehicle_steps = {1'000, 10'000, 100'000, 1'000'000};
  const auto plain = grade_vehicle(2, 1, 2, false, std::nullopt, method);
  EXPECT_EQ(plain.result.grade, 2);
  const auto remote = grade_vehicle(2, 1, 2, true, std::nullopt, method);
  EXPECT_EQ(remote.importance, 4);
  EXPECT_EQ(remote.result.grade, 3);
  const auto many = grade_vehicle(2, 1, 2, true, 100'000, method);
  EXPECT_EQ(many.scale, 4);
  EXPECT_EQ(grade_vehicle(2, 5, 5, true, 10, method).importance, 5);
}

TEST(Djbh, PublishedMatrix) {
  EXPECT_EQ(djbh_level("persons", "general"), 1);
  EXPECT_EQ(djbh_level("persons", "serious"), 2);
  EXPECT_EQ(djbh_level("persons", "severe"), 2);
  EXPECT_EQ(djbh_level("public", "general"), 2);
  EXPECT_EQ(djbh_level("public", "serious"), 3);
  EXPECT_EQ(djbh_level("public", "severe"), 4);
  EXPECT_EQ(djbh_level("state", "general"), 3);
  EXPECT_EQ(djbh_level("state", "serious"), 4);
  EXPECT_EQ(djbh_level("state", "severe"), 5);
  EXPECT_EQ(djbh_level("nobody", "severe"), 0);
}

TEST(Industrial, WorkedExample) {
  const std::vector<double> weights{.15, .10, .20, .20, .15, .10, .10};
  const double score = industrial_score({80, 60, 90, 85, 70, 80, 75}, weights);
  EXPECT_DOUBLE_EQ(score, 79.0);
  EXPECT_EQ(industrial_grade(score, {60, 80}), 2);
  const double raised = industrial_score({80, 60, 90, 95, 70, 80, 75}, weights);
  EXPECT_DOUBLE_EQ(raised, 81.0);
  EXPECT_EQ(industrial_grade(raised, {60, 80}), 3);
  EXPECT_EQ(industrial_grade(60, {60, 80}), 2);
  EXPECT_EQ(industrial_grade(59.99, {60, 80}), 1);
  EXPECT_EQ(industrial_grade(80, {60, 80}), 3);
}

}  // namespace
}  // namespace lp::model
