#include "model/computed.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "model/computed_call.h"

namespace lp::model {
namespace {

struct Row {
  FunctionInfo info;
  Result<Computed> (*run)(const ComputedCall&);
};
constexpr int many = 50;

const std::vector<Row>& table() {
  static const std::vector<Row> rows{
      {{"telecom_grade", 3, 6, true}, compute_telecom_grade},
      {{"vehicle_grade", 3, 5, true}, compute_vehicle_grade},
      {{"djbh_grade", 4, 4, true}, compute_djbh_grade},
      {{"industrial_score", 1, many, true}, compute_industrial_score},
      {{"industrial_grade", 1, many, true}, compute_industrial_grade},
      {{"max_of", 1, many, false}, compute_max_of},
      {{"sum_of", 1, many, false}, compute_sum_of},
      {{"count_of", 1, 1, false}, compute_count_of},
  };
  return rows;
}

const Row* find_row(std::string_view name) {
  const auto found = std::find_if(table().begin(), table().end(), [&](const Row& r) { return r.info.name == name; });
  return found == table().end() ? nullptr : &*found;
}

bool is_word(std::string_view s) {
  return !s.empty() && s.size() <= 120 && std::all_of(s.begin(), s.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
  });
}

Error bad_expression(std::string_view text, std::string_view what) {
  return make_error(Errc::invalid, "expression \"" + truncate(text, 120) + "\": " + std::string(what),
                    "write name(field, field, …); see model/computed.h");
}

const GradingMethod* find_method(const Expression& e, const Catalogue& catalogue) {
  if (!e.method.empty()) {
    const auto named = catalogue.gradings.find(e.method);
    return named == catalogue.gradings.end() || named->second.function != e.function ? nullptr : &named->second;
  }
  const auto same_name = catalogue.gradings.find(e.function);
  if (same_name != catalogue.gradings.end() && same_name->second.function == e.function) return &same_name->second;
  for (const auto& [name, method] : catalogue.gradings) {
    if (method.function == e.function) return &method;
  }
  return nullptr;
}

}  // namespace

const std::vector<FunctionInfo>& functions() {
  static const std::vector<FunctionInfo> infos = [] {
    std::vector<FunctionInfo> made;
    for (const Row& row : table()) made.push_back(row.info);
    return made;
  }();
  return infos;
}

const FunctionInfo* find_function(std::string_view name) {
  const Row* row = find_row(name);
  return row == nullptr ? nullptr : &row->info;
}

Result<Expression> parse_expression(std::string_view text) {
  const std::string_view whole = trim(text);
  const std::size_t open = whole.find('(');
  if (whole.size() > 2'000 || open == std::string_view::npos || whole.back() != ')') return bad_expression(text, "expected name(…)");
  Expression e;
  e.function = std::string(trim(whole.substr(0, open)));
  if (!is_word(e.function)) return bad_expression(text, "a function's name must stand before (");
  for (const std::string_view part : split(whole.substr(open + 1, whole.size() - open - 2), ',')) {
    std::string_view argument = trim(part);
    const bool is_method = starts_with(argument, "method=");
    if (is_method) argument = trim(argument.substr(7));
    if (!is_word(argument)) return bad_expression(text, "argument \"" + truncate(argument, 40) + "\" is not a field, a column or a number");
    if (is_method) {
      e.method = std::string(argument);
    } else {
      e.arguments.emplace_back(argument);
    }
  }
  return e;
}

std::vector<std::string> inputs_of(const Expression& e) {
  std::vector<std::string> names;
  for (const std::string& argument : e.arguments) {
    const bool field = argument[0] >= 'a' && argument[0] <= 'z';  // the others are numbers
    if (field) names.push_back(argument);
  }
  return names;
}

Result<Computed> compute(std::string_view expression, const json::object& data, const Catalogue& catalogue) {
  LP_TRY(const Expression e, parse_expression(expression));
  const Row* row = find_row(e.function);
  if (row == nullptr) return bad_expression(expression, "unknown function \"" + e.function + "\"");
  const int given = static_cast<int>(e.arguments.size());
  if (given < row->info.min_arguments || given > row->info.max_arguments) {
    return bad_expression(expression, e.function + " takes " + std::to_string(row->info.min_arguments) + " to " +
                                          std::to_string(row->info.max_arguments) + " arguments, got " + std::to_string(given));
  }
  const GradingMethod* method = row->info.needs_method ? find_method(e, catalogue) : nullptr;
  if (row->info.needs_method && method == nullptr) return bad_expression(expression, "no grading method in specs/grading");
  return row->run(ComputedCall(e, data, method));
}

}  // namespace lp::model
