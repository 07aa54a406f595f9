#pragma once
// A Sigma rule as it was written, read and checked, but not yet compiled (rule_program.h).

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "detect/routes.h"
#include "detect/sigma/test.h"

namespace lp::detect::sigma {

// What must hold: tests joined by and, or, not, "at least N of".
struct Expr {
  enum class Op : std::uint8_t {
    test,       // Rule::tests[index]
    selection,  // Rule::selections[index]
    at_least,   // of the children, `index` many: 1 = or, all of them = and
    negate,     // the one child does not hold
  };
  Op op = Op::test;
  std::uint32_t index = 0;
  std::vector<Expr> children{};

  static Expr of_test(std::size_t i) { return {Op::test, static_cast<std::uint32_t>(i), {}}; }
  static Expr of_selection(std::size_t i) { return {Op::selection, static_cast<std::uint32_t>(i), {}}; }
  static Expr at_least(std::size_t n, std::vector<Expr> of) { return {Op::at_least, static_cast<std::uint32_t>(n), std::move(of)}; }
  static Expr all(std::vector<Expr> of) {
    if (of.size() == 1) return std::move(of.front());
    const std::size_t n = of.size();
    return at_least(n, std::move(of));
  }
  static Expr any(std::vector<Expr> of) { return of.size() == 1 ? std::move(of.front()) : at_least(1, std::move(of)); }
  static Expr negate(Expr of) {
    Expr out{Op::negate, 0, {}};
    out.children.push_back(std::move(of));
    return out;
  }
};

struct Selection {
  std::string name;
  Expr expr;
};

struct Rule {
  std::string id{}, name{}, title{}, level{}, status{}, description{}, author{}, date{}, modified{};
  std::vector<std::string> tags{}, fields{}, falsepositives{}, references{};
  Logsource logsource{};
  std::vector<Test> tests{};
  std::vector<Selection> selections{};
  Expr condition{};
  std::string condition_text{};  // several conditions: joined by " or "
  SourceRef where{};
};

// "Sigma filter": its condition is put to every rule it names (filter.h).
struct Filter {
  std::string id{}, title{};
  Logsource logsource{};
  std::vector<std::string> rules{};  // ids or names; empty: any rule of the log source
  std::vector<Test> tests{};
  std::vector<Selection> selections{};
  Expr condition{};
  SourceRef where{};
};

enum class CorrelationType : std::uint8_t { event_count, value_count, temporal, temporal_ordered, value_sum, value_avg, value_percentile };

struct Bound {
  enum class Op : std::uint8_t { lt, lte, gt, gte, eq, neq };
  Op op = Op::gte;
  double value = 0;
};

struct CorrelationRule {
  std::string id{}, name{}, title{}, level{}, status{}, description{}, author{};
  std::vector<std::string> tags{}, falsepositives{};
  CorrelationType type = CorrelationType::event_count;
  std::vector<std::string> rules{};                    // ids or names, in the order written
  std::vector<std::string> group_by{};                 // field names or aliases
  struct Alias {
    std::string alias, rule, field;
  };
  std::vector<Alias> aliases{};
  std::int64_t timespan_us = 0;
  std::vector<Bound> bounds{};                         // all must hold; none: every rule must have been seen
  std::vector<std::string> fields{};                   // condition.field
  double percentile = 50;
  bool generate = false;                               // the rules it refers to report on their own as well
  SourceRef where{};
};

struct RuleSet {
  std::vector<Rule> rules{};
  std::vector<Filter> filters{};
  std::vector<CorrelationRule> correlations{};
};

}  // namespace lp::detect::sigma
