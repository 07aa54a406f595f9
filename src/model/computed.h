#pragma once
// Computed fields: an expression names a function of the table below and its arguments.
//
//   name(argument, …)   argument: a field ("impact"), a column of a rows field
//                       ("scores.points"), a number, or method=<file of specs/grading>
//
// telecom_grade(impact, scale, importance[, weight_impact, weight_scale, weight_importance])
//     three factors 1..5 → grade 1..5 (grading.h telecom); weights absent in the data come from the method
// vehicle_grade(impact, scale, importance[, remote_control[, vehicles]])
//     the same method; remote control (bool) or OTA lifts importance to the method's `remote_control_floor`
//     (4), the number of connected vehicles lifts scale by the method's `vehicle_steps`
// djbh_grade(information_object, information_degree, service_object, service_degree)
//     GB/T 22240-2020 matrix → 1..5; objects and degrees are codes of the method's parameters
// industrial_score(score, …)             Σ weight·score, scores 0..100 → decimal
// industrial_grade(score[, veto, …])     bands of the method → 1..3; a true veto gives the method's `veto_grade` (3)
// max_of(a, …) · sum_of(a, …)            greatest, sum; a may be rows.column or a list; absent values are skipped
// count_of(list or rows field)           number of items (0 when absent)
//
// Parameters of specs/grading files:
//   telecom_grade     {weights: [α, β, γ], rounding: round_int | round1_bands, bands: [1.5, 2.5, 3.5, 4.5]}
//                     (bands only for round1_bands; absent: equal weights, round_int, these bands)
//   vehicle_grade     the same, and {remote_control_floor: 4, vehicle_steps: [n2, n3, n4, n5]}: from n2 vehicles
//                     on scale is at least 2, … (steps absent: the number of vehicles is not used)
//   djbh_grade        {objects: [persons, …], degrees: [general, …], matrix: [[1, 2, 2], …]} a row per object
//                     (absent: GB/T 22240-2020 with these codes)
//   industrial_score  {weights: [.15, …]} one per argument, adding up to 1
//   industrial_grade  {bands: [60, 80], veto_grade: 3}
//
// The method is the one named by method=, else the one whose name equals the function, else the
// first by name in Catalogue::gradings with that function. Pure; thread-safe.

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/local_text.h"
#include "base/result.h"
#include "model/catalogue.h"

namespace lp::model {

struct Computed {
  json::value value;       // null when an input is absent: then `words` says which
  LocalText words;         // how the value came about, with the figures
  std::string method;      // of specs/grading; empty when the function needs none
  bool verified = true;    // false: the method's parameters are not verified (未核实)
};

struct Expression {
  std::string function;
  std::vector<std::string> arguments;  // without method=
  std::string method;
};
// Syntax only. Error Errc::invalid names the place.
Result<Expression> parse_expression(std::string_view text);

struct FunctionInfo {
  std::string_view name;
  int min_arguments = 0;
  int max_arguments = 0;
  bool needs_method = false;
};
const FunctionInfo* find_function(std::string_view name);
const std::vector<FunctionInfo>& functions();

// Errors (Errc::invalid): malformed expression, unknown function, wrong number of arguments, no grading
// method, a method whose parameters are unusable. Absent or null inputs are no error: value null.
// Inputs out of range (impact 7) are an error naming the field.
Result<Computed> compute(std::string_view expression, const json::object& data, const Catalogue& catalogue);

// The fields an expression reads ("scores.points" gives "scores.points"), in order.
std::vector<std::string> inputs_of(const Expression& e);

}  // namespace lp::model
