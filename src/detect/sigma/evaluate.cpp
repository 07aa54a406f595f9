#include "detect/sigma/evaluate.h"

namespace lp::detect::sigma {

std::vector<TestFields> intern_fields(const Rule& rule, FieldTable& table) {
  std::vector<TestFields> out;
  out.reserve(rule.tests.size());
  for (const Test& test : rule.tests) out.push_back(intern_fields(test, table));
  return out;
}

bool evaluate(const Expr& expr, const Rule& rule, const std::vector<TestFields>& fields, const Event& event, TestScratch& scratch) {
  switch (expr.op) {
    case Expr::Op::test: return holds(rule.tests[expr.index], fields[expr.index], event, scratch);
    case Expr::Op::selection: return evaluate(rule.selections[expr.index].expr, rule, fields, event, scratch);
    case Expr::Op::negate: return !evaluate(expr.children.front(), rule, fields, event, scratch);
    case Expr::Op::at_least: break;
  }
  std::size_t held = 0, left = expr.children.size();
  for (const Expr& child : expr.children) {
    if (held >= expr.index || held + left < expr.index) break;
    --left;
    if (evaluate(child, rule, fields, event, scratch)) ++held;
  }
  return held >= expr.index;
}

}  // namespace lp::detect::sigma
