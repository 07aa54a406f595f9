// Grades a regulator should look at again (network.md §4.1, outlier checks; Longpan's own, no rule).
#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "records/check_tools.h"

namespace lp::records {
namespace {

using Findings = std::vector<Finding>;

constexpr std::size_t fewest_peers = 5;     // a median of fewer says nothing
constexpr double least_weight = 0.2;

// Lower than the median of units of the same type and scale elsewhere in the province.
void check_median(const CheckScope& scope, Findings& out) {
  std::vector<std::int64_t> grades = scope.peers;
  std::erase_if(grades, [](std::int64_t grade) { return grade <= 0; });
  const auto grade = get_int(scope.record.data, "grade");
  if (grades.size() < fewest_peers || grade == 0) return;
  std::sort(grades.begin(), grades.end());
  const auto median = grades[(grades.size() - 1) / 2];
  if (grade >= median) return;
  out.push_back(make_finding("below_median", Severity::warning, "grade",
                             {fmt::format("第{}级，低于同类型同规模{}个单元的中位数（第{}级）", grade, grades.size(), median),
                              fmt::format("grade {} is below the median {} of {} units of the same type and scale", grade, median, grades.size())}));
}

// The largest factor carries almost no weight.
void check_weights(const CheckScope& scope, Findings& out) {
  const auto& data = scope.record.data;
  constexpr std::array<std::pair<const char*, const char*>, 3> factors{
      {{"impact", "weight_impact"}, {"scale", "weight_scale"}, {"importance", "weight_importance"}}};
  std::int64_t largest = 0;
  for (const auto& [factor, weight] : factors) largest = std::max(largest, get_int(data, factor));
  for (const auto& [factor, weight] : factors) {
    const json::value* value = find(data, weight);
    if (value == nullptr || !value->is_number() || get_int(data, factor) != largest || largest == 0) continue;
    if (const double share = value->to_number<double>(); share < least_weight) {
      out.push_back(make_finding("light_weight", Severity::warning, weight,
                                 {fmt::format("取值最大的要素（{}）权重仅{:.2f}", largest, share),
                                  fmt::format("the largest factor ({}) weighs only {:.2f}", largest, share)}));
    }
  }
}

void check_all_ones(const CheckScope& scope, Findings& out) {
  const auto& data = scope.record.data;
  const bool ones = get_int(data, "impact") == 1 && get_int(data, "scale") == 1 && get_int(data, "importance") == 1;
  if (!ones || !get_bool(data, "has_public_ip")) return;
  out.push_back(make_finding("all_ones", Severity::warning, "impact",
                             {"有公网IP的单元三要素均取1", "a unit with public addresses has 1 for every factor"}));
}

void check_lowered(const CheckScope& scope, Findings& out) {
  for (const auto& entry : scope.history) {
    const json::array* change = find_array(entry.changes, "grade");
    if (change == nullptr || change->size() != 2 || !(*change)[0].is_int64() || !(*change)[1].is_int64()) continue;
    const auto before = (*change)[0].as_int64(), after = (*change)[1].as_int64();
    if (after >= before || entry.state == "draft") continue;
    out.push_back(make_finding("grade_lowered", Severity::warning, "grade",
                               {fmt::format("变更时等级由第{}级降为第{}级", before, after),
                                fmt::format("a change lowered the grade from {} to {}", before, after)}));
  }
}

Findings run(const CheckScope& scope) {
  Findings out;
  check_median(scope, out);
  check_weights(scope, out);
  check_all_ones(scope, out);
  check_lowered(scope, out);
  return out;
}

}  // namespace

Check check_grading_outlier() {
  return {"grading_outlier", {"定级异常核查", "Unusual grades"}, {"network_unit"}, {}, true, {"unit_type", "scale"}, "grade", run};
}

}  // namespace lp::records
