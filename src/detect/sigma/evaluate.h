#pragma once
// A rule straight from its definition, test by test: for explanations, and the measure the matcher is tested against.

#include <vector>

#include "detect/sigma/rule.h"

namespace lp::detect::sigma {

std::vector<TestFields> intern_fields(const Rule& rule, FieldTable& table);
bool evaluate(const Expr& expr, const Rule& rule, const std::vector<TestFields>& fields, const Event& event, TestScratch& scratch);
inline bool evaluate(const Rule& rule, const std::vector<TestFields>& fields, const Event& event, TestScratch& scratch) {
  return evaluate(rule.condition, rule, fields, event, scratch);
}

}  // namespace lp::detect::sigma
