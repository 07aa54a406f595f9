// telecom_grade and vehicle_grade over record fields.
#include <fmt/format.h>

#include <algorithm>

#include "model/computed_call.h"
#include "model/grading.h"

namespace lp::model {
namespace {

Result<ThreeFactorMethod> read_method(const ComputedCall& call) {
  ThreeFactorMethod method;
  LP_TRY(const std::vector<double> weights, call.number_list("weights"));
  LP_TRY(const std::vector<double> bands, call.number_list("bands"));
  if (!weights.empty()) {
    if (weights.size() != 3) return call.bad_method("weights must be three numbers");
    auto checked = check_weights({weights[0], weights[1], weights[2]});
    if (!checked) return call.bad_method(checked.error().message);
    method.weights = *checked;
  }
  if (!bands.empty()) {
    if (bands.size() != 4 || !std::is_sorted(bands.begin(), bands.end())) return call.bad_method("bands must be four rising numbers");
    std::copy(bands.begin(), bands.end(), method.bands.begin());
  }
  const std::string rounding = get_string(call.parameters(), "rounding", "round_int");
  if (rounding != "round_int" && rounding != "round1_bands") return call.bad_method("rounding must be round_int or round1_bands, got " + rounding);
  method.rounding = rounding == "round_int" ? Rounding::round_int : Rounding::round1_bands;
  return method;
}

// Reads the factors; names those absent.
Result<std::array<int, 3>> read_factors(const ComputedCall& call, std::vector<std::string>& absent) {
  std::array<int, 3> factors{};
  for (std::size_t i = 0; i < 3; ++i) {
    LP_TRY(const std::optional<int> factor, call.whole(i, 1, 5));
    if (!factor) absent.push_back(call.name(i));
    factors[i] = factor.value_or(0);
  }
  return factors;
}

// Weights in the record replace the method's: all three or none.
Status take_weights(const ComputedCall& call, ThreeFactorMethod& method, std::vector<std::string>& absent) {
  std::array<double, 3> weights{};
  std::vector<std::string> missing;
  for (std::size_t i = 3; i < 6; ++i) {
    const auto weight = i < call.size() ? call.number(i) : std::nullopt;
    if (!weight) missing.push_back(i < call.size() ? call.name(i) : "");
    weights[i - 3] = weight.value_or(0);
  }
  if (missing.size() == 3) return {};
  if (!missing.empty()) {
    absent.insert(absent.end(), missing.begin(), missing.end());
    return {};
  }
  auto checked = check_weights(weights);
  if (!checked) {
    Error error = std::move(checked).error();
    error.fields[0].field = call.name(3);
    return error;
  }
  method.weights = *checked;
  return {};
}

std::string formula(const ThreeFactorMethod& method, int impact, int scale, int importance, const ThreeFactorGrade& grade) {
  return fmt::format("log2({:.3f}·2^{} + {:.3f}·2^{} + {:.3f}·2^{}) = {:.3f}", method.weights[0], impact, method.weights[1],
                     scale, method.weights[2], importance, grade.log2x);
}

std::string rounded_text(const ThreeFactorMethod& method, const ThreeFactorGrade& grade) {
  return method.rounding == Rounding::round_int ? fmt::format("{:.0f}", grade.rounded) : fmt::format("{:.1f}", grade.rounded);
}

}  // namespace

Result<Computed> compute_telecom_grade(const ComputedCall& call) {
  LP_TRY(ThreeFactorMethod method, read_method(call));
  std::vector<std::string> absent;
  LP_TRY(const auto factors, read_factors(call, absent));
  LP_CHECK_OK(take_weights(call, method, absent));
  if (!absent.empty()) return call.incomplete(absent);
  const auto [impact, scale, importance] = factors;
  const ThreeFactorGrade grade = grade_three_factors(impact, scale, importance, method);
  const std::string sum = formula(method, impact, scale, importance, grade);
  const std::string rounded = rounded_text(method, grade);
  return call.result(grade.grade, fmt::format("{}，取整为{}，定为第{}级", sum, rounded, grade.grade),
                     fmt::format("{}, rounded to {}: grade {}", sum, rounded, grade.grade));
}

Result<Computed> compute_vehicle_grade(const ComputedCall& call) {
  VehicleMethod method;
  LP_TRY(method.factors, read_method(call));
  LP_TRY(method.vehicle_steps, call.number_list("vehicle_steps"));
  method.remote_control_floor = static_cast<int>(get_int(call.parameters(), "remote_control_floor", 4));
  const bool usable = method.remote_control_floor >= 1 && method.remote_control_floor <= 5 && method.vehicle_steps.size() <= 4;
  if (!usable) return call.bad_method("remote_control_floor must be 1 to 5 and vehicle_steps at most four numbers");
  std::vector<std::string> absent;
  LP_TRY(const auto factors, read_factors(call, absent));
  if (!absent.empty()) return call.incomplete(absent);
  const bool remote = call.size() > 3 && call.is_true(3);
  const auto vehicles = call.size() > 4 ? call.number(4) : std::nullopt;
  const VehicleGrade grade = grade_vehicle(factors[0], factors[1], factors[2], remote, vehicles, method);
  const std::string sum = formula(method.factors, factors[0], grade.scale, grade.importance, grade.result);
  std::string zh = sum, en = sum;
  if (grade.scale != factors[1]) {
    zh += fmt::format("（规模按联网车辆数由{}升为{}）", factors[1], grade.scale);
    en += fmt::format(" (scale lifted from {} to {} by the number of vehicles)", factors[1], grade.scale);
  }
  if (grade.importance != factors[2]) {
    zh += fmt::format("（重要性因远程控制由{}升为{}）", factors[2], grade.importance);
    en += fmt::format(" (importance lifted from {} to {} by remote control)", factors[2], grade.importance);
  }
  return call.result(grade.result.grade, fmt::format("{}，定为第{}级", zh, grade.result.grade),
                     fmt::format("{}: grade {}", en, grade.result.grade));
}

}  // namespace lp::model
