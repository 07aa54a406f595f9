#include "detect/sigma/filter.h"

#include <algorithm>

namespace lp::detect::sigma {
namespace {

bool names(const Filter& filter, const Rule& rule) {
  if (!covers(filter.logsource, {rule.logsource})) return false;
  return filter.rules.empty() || std::ranges::any_of(filter.rules, [&](const std::string& r) { return r == rule.id || (!rule.name.empty() && r == rule.name); });
}

// The filter's expression with its tests and selections behind those of the rule.
void shift(Expr& expr, std::size_t tests, std::size_t selections) {
  if (expr.op == Expr::Op::test) expr.index += static_cast<std::uint32_t>(tests);
  if (expr.op == Expr::Op::selection) expr.index += static_cast<std::uint32_t>(selections);
  for (Expr& child : expr.children) shift(child, tests, selections);
}

void apply(const Filter& filter, Rule& rule) {
  const std::size_t tests = rule.tests.size(), selections = rule.selections.size();
  rule.tests.insert(rule.tests.end(), filter.tests.begin(), filter.tests.end());
  for (Selection s : filter.selections) {
    shift(s.expr, tests, selections);
    s.name = (filter.id.empty() ? filter.title : filter.id) + ":" + s.name;
    rule.selections.push_back(std::move(s));
  }
  Expr condition = filter.condition;
  shift(condition, tests, selections);
  if (condition.op != Expr::Op::negate) condition = Expr::negate(std::move(condition));
  std::vector<Expr> both;
  both.push_back(std::move(rule.condition));
  both.push_back(std::move(condition));
  rule.condition = Expr::all(std::move(both));
}

}  // namespace

void apply_filters(RuleSet& set, Diagnostics& out) {
  for (const Filter& filter : set.filters) {
    std::size_t applied = 0;
    for (Rule& rule : set.rules) {
      if (!names(filter, rule)) continue;
      apply(filter, rule);
      ++applied;
    }
    if (applied == 0) out.warning(filter.where, "filter_without_rule", "the filter '" + filter.title + "' applies to no rule", "nothing is excluded by it", "check its rules and its logsource");
  }
}

}  // namespace lp::detect::sigma
