#include "model/grading.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "base/check.h"
#include "model/value_error.h"

namespace lp::model {
namespace {

// Guards against 4.4499999… where 4.45 was meant; far below any digit the methods speak of.
constexpr double epsilon = 1e-9;

double round_half_up(double value, double unit) { return std::floor(value / unit + 0.5 + epsilon) * unit; }

int grade_by_bands(double value, const std::array<double, 4>& bands) {
  int grade = 1;
  for (const double edge : bands) grade += value + epsilon >= edge ? 1 : 0;
  return grade;
}

}  // namespace

ThreeFactorGrade grade_three_factors(int impact, int scale, int importance, const ThreeFactorMethod& method) {
  const std::array<int, 3> factors{impact, scale, importance};
  double x = 0;
  for (std::size_t i = 0; i < factors.size(); ++i) {
    LP_CHECK(factors[i] >= 1 && factors[i] <= 5, "factors are 1 to 5");
    x += method.weights[i] * std::exp2(factors[i]);
  }
  ThreeFactorGrade result;
  result.log2x = std::log2(x);
  if (method.rounding == Rounding::round_int) {
    result.rounded = round_half_up(result.log2x, 1);
    result.grade = std::clamp(static_cast<int>(result.rounded), 1, 5);
  } else {
    result.rounded = round_half_up(result.log2x, 0.1);
    result.grade = grade_by_bands(result.rounded, method.bands);
  }
  return result;
}

Result<std::array<double, 3>> check_weights(const std::array<double, 3>& weights) {
  double sum = 0;
  bool usable = true;
  for (const double w : weights) {
    usable = usable && std::isfinite(w) && w >= 0;
    sum += w;
  }
  if (!usable || std::abs(sum - 1) > 0.001 + epsilon) {
    return value_error("weights", "权重应不小于0且三项之和为1", "weights must not be negative and must add up to 1");
  }
  std::array<double, 3> scaled = weights;
  for (double& w : scaled) w /= sum;
  return scaled;
}

VehicleGrade grade_vehicle(int impact, int scale, int importance, bool remote_control, std::optional<double> vehicles,
                           const VehicleMethod& method) {
  VehicleGrade grade{{}, scale, importance};
  if (remote_control) grade.importance = std::max(importance, method.remote_control_floor);
  int least = 1;
  for (const double step : method.vehicle_steps) least += vehicles && *vehicles >= step ? 1 : 0;
  grade.scale = std::max(scale, std::min(least, 5));
  grade.result = grade_three_factors(impact, grade.scale, grade.importance, method.factors);
  return grade;
}

int djbh_level(const std::string& object, const std::string& degree) {
  constexpr std::array<std::string_view, 3> objects{"persons", "public", "state"};
  constexpr std::array<std::string_view, 3> degrees{"general", "serious", "severe"};
  constexpr int matrix[3][3] = {{1, 2, 2}, {2, 3, 4}, {3, 4, 5}};
  const auto row = std::find(objects.begin(), objects.end(), object) - objects.begin();
  const auto column = std::find(degrees.begin(), degrees.end(), degree) - degrees.begin();
  return row == 3 || column == 3 ? 0 : matrix[row][column];
}

double industrial_score(const std::vector<double>& scores, const std::vector<double>& weights) {
  LP_CHECK(scores.size() == weights.size());
  double sum = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) sum += scores[i] * weights[i];
  return round_half_up(sum, 0.01);
}

int industrial_grade(double score, const std::vector<double>& bands) {
  int grade = 1;
  for (const double edge : bands) grade += score + epsilon >= edge ? 1 : 0;
  return grade;
}

}  // namespace lp::model
