#pragma once
// Correlation rules over the rules of a RuleProgram: who refers to whom, and which fields of an event have to be carried along.
//
// Frozen after compile(); extract() may be called by any thread.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "detect/sigma/rule_program.h"

namespace lp::detect::sigma {

using CorrelationIndex = std::uint32_t;

// That a rule matched an event, with all that correlations want of it: the event itself is no longer needed.
struct CorrelationInput {
  std::int64_t time = 0;           // microseconds since 1970 UTC; no_time: the event has none
  std::uint64_t sequence = 0;      // of the event in the whole input
  RuleIndex rule = 0;
  std::vector<std::optional<std::string>> values{};  // as CorrelationProgram::carried(rule)
};

class CorrelationProgram {
 public:
  // How a correlation takes part in what is above a rule or another correlation.
  struct Use {
    CorrelationIndex correlation = 0;
    std::uint32_t position = 0;            // in its list of rules
    std::vector<std::uint32_t> group{};    // per group-by field: index into the carried values
    std::vector<std::uint32_t> fields{};   // of condition.field, likewise
    std::vector<Use> above{};              // what refers to this correlation, as seen from the same rule
  };

  // Correlations that refer to nothing known, or to themselves in a circle, are left out and reported. Interns the fields.
  static std::shared_ptr<const CorrelationProgram> compile(std::vector<CorrelationRule> rules, const RuleProgram& program, FieldTable& table, Diagnostics& out);

  const std::vector<CorrelationRule>& rules() const { return rules_; }
  std::size_t size() const { return uses_.size(); }  // rules below
  const std::vector<Use>& uses(RuleIndex rule) const { return uses_[rule]; }
  const std::vector<FieldId>& carried(RuleIndex rule) const { return carried_[rule]; }
  // A rule that correlations refer to reports on its own only where one of them says `generate: true`.
  bool reports(RuleIndex rule) const { return !silent_[rule]; }
  bool correlation_reports(CorrelationIndex c) const { return !silent_correlation_[c]; }
  // false: no correlation asks for this rule. The first value of each field is taken.
  bool extract(const Event& event, RuleIndex rule, std::uint64_t sequence, CorrelationInput& out) const;

 private:
  friend class CorrelationCompiler;
  std::vector<CorrelationRule> rules_;
  std::vector<std::vector<Use>> uses_;
  std::vector<std::vector<FieldId>> carried_;
  std::vector<bool> silent_, silent_correlation_;
};

}  // namespace lp::detect::sigma
