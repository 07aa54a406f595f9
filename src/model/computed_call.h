#pragma once
// Inside computed.cpp and the functions it calls: one call with its inputs at hand.

#include <optional>
#include <string>
#include <vector>

#include "model/computed.h"

namespace lp::model {

class ComputedCall {
 public:
  ComputedCall(const Expression& expression, const json::object& data, const GradingMethod* method)
      : expression_(expression), data_(data), method_(method) {}

  std::size_t size() const { return expression_.arguments.size(); }
  const std::string& name(std::size_t i) const { return expression_.arguments[i]; }
  const json::value* value(std::size_t i) const;      // nullptr when absent or null
  std::optional<double> number(std::size_t i) const;  // a number field or literal
  bool is_true(std::size_t i) const;                  // true, or a number other than 0
  std::string text(std::size_t i) const;              // "" when absent or no text
  // All numbers of a field: itself, or a column over all rows.
  std::vector<double> numbers(std::size_t i) const;
  // Whole number between least and most; absent → nullopt, anything else → error naming the field.
  Result<std::optional<int>> whole(std::size_t i, int least, int most) const;

  const json::object& parameters() const;
  Result<std::vector<double>> number_list(std::string_view parameter) const;  // {} when absent
  // value null and the fields of `absent` named.
  Computed incomplete(const std::vector<std::string>& absent) const;
  Computed result(json::value value, std::string zh, std::string en) const;
  Error bad_method(std::string_view what) const;

 private:
  const Expression& expression_;
  const json::object& data_;
  const GradingMethod* method_;
};

// One per row of the table in computed.cpp.
Result<Computed> compute_telecom_grade(const ComputedCall& call);
Result<Computed> compute_vehicle_grade(const ComputedCall& call);
Result<Computed> compute_djbh_grade(const ComputedCall& call);
Result<Computed> compute_industrial_score(const ComputedCall& call);
Result<Computed> compute_industrial_grade(const ComputedCall& call);
Result<Computed> compute_max_of(const ComputedCall& call);
Result<Computed> compute_sum_of(const ComputedCall& call);
Result<Computed> compute_count_of(const ComputedCall& call);

}  // namespace lp::model
