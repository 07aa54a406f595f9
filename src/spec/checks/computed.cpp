#include "model/computed.h"

#include <algorithm>

#include "spec/checks.h"

namespace lp::spec {
namespace {

std::vector<std::string> function_names() {
  std::vector<std::string> names;
  for (const model::FunctionInfo& f : model::functions()) names.emplace_back(f.name);
  return names;
}

void check_input(const Lint& lint, const model::Kind& kind, const model::Field& field, const std::string& input) {
  const std::size_t dot = input.find('.');
  const model::Field* read = kind.find_field(input.substr(0, dot));
  const std::string user = "computed field \"" + field.name + "\"";
  if (read == nullptr) {
    lint.unknown(field.where, "field", user, input.substr(0, dot), field_names(kind));
    return;
  }
  if (read == &field) {
    lint.out.error(field.where, "computed_cycle", user + " reads itself", "its value would never settle", "name the fields it is made from");
  }
  if (dot == std::string::npos) return;
  const bool column = std::any_of(read->columns.begin(), read->columns.end(), [&](const model::Field& c) { return c.name == input.substr(dot + 1); });
  if (!column) lint.unknown(field.where, "column", user, input, {});
}

void check_method(const Lint& lint, const model::Field& field, const model::Expression& e) {
  const auto& gradings = lint.catalogue.gradings;
  if (e.method.empty()) {
    const bool some = std::any_of(gradings.begin(), gradings.end(), [&](const auto& entry) { return entry.second.function == e.function; });
    if (!some) lint.unknown(field.where, "grading_method", "computed field \"" + field.name + "\"", e.function, keys_of(gradings));
    return;
  }
  const auto found = gradings.find(e.method);
  if (found == gradings.end()) {
    lint.unknown(field.where, "grading_method", "computed field \"" + field.name + "\"", e.method, keys_of(gradings));
  } else if (found->second.function != e.function) {
    lint.out.error(field.where, "wrong_method", "grading method \"" + e.method + "\" is for " + found->second.function + ", not " + e.function, {}, "correct method=");
  }
}

void check_field(const Lint& lint, const model::Kind& kind, const model::Field& field) {
  const auto e = model::parse_expression(field.computed);
  if (!e) {
    lint.out.error(field.where, "bad_expression", e.error().message, {}, e.error().hint);
    return;
  }
  const model::FunctionInfo* function = model::find_function(e->function);
  if (function == nullptr) {
    lint.unknown(field.where, "function", "computed field \"" + field.name + "\"", e->function, function_names());
    return;
  }
  const auto given = static_cast<int>(e->arguments.size());
  if (given < function->min_arguments || given > function->max_arguments) {
    lint.out.error(field.where, "argument_count", e->function + " takes " + std::to_string(function->min_arguments) + " to " + std::to_string(function->max_arguments) +
                   " arguments, got " + std::to_string(given), {}, "see model/computed.h");
  }
  for (const std::string& input : model::inputs_of(*e)) check_input(lint, kind, field, input);
  if (function->needs_method) check_method(lint, field, *e);
}

// A method's parameters are tried once on inputs every function accepts or finds absent.
void check_parameters(const Lint& lint, const model::GradingMethod& method) {
  const model::FunctionInfo* function = model::find_function(method.function);
  if (function == nullptr) {
    lint.unknown(method.where, "function", "grading method \"" + method.name + "\"", method.function, function_names());
    return;
  }
  std::size_t count = static_cast<std::size_t>(function->min_arguments);
  if (const json::array* weights = find_array(method.parameters, "weights"); weights != nullptr && method.function == "industrial_score") count = weights->size();
  std::string expression = method.function + "(";
  for (std::size_t i = 0; i < std::max<std::size_t>(count, 1); ++i) expression += "1, ";
  const auto tried = model::compute(expression + "method=" + method.name + ")", {}, lint.catalogue);
  if (!tried) lint.out.error(method.where, "bad_parameters", tried.error().message, "every record graded by it would fail", tried.error().hint);
}

}  // namespace

void check_computed(const Lint& lint) {
  for (const auto& [name, kind] : lint.catalogue.kinds) {
    for (const model::Field& field : kind.fields) {
      if (!field.computed.empty()) check_field(lint, kind, field);
    }
  }
  for (const auto& [name, method] : lint.catalogue.gradings) check_parameters(lint, method);
}

}  // namespace lp::spec
