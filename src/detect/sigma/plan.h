#pragma once
// What to do with an event so that some rules of a program are matched: per field the literals to look for, and which rules
// each found one wakes. Frozen; made by RuleProgram::plan().

#include <bit>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "detect/sigma/rule_program.h"
#include "detect/sigma/text_index.h"

namespace lp::detect::sigma {

// A test that was met: it holds (sure), or it may and has to be asked (a guard was found).
struct Signal {
  std::uint32_t code = 0;
  Signal(TestIndex test, bool sure) : code(test << 1 | (sure ? 1u : 0u)) {}
  TestIndex test() const { return code >> 1; }
  bool sure() const { return (code & 1) != 0; }
};

// One key a number: 0 and -0 are equal.
inline std::uint64_t number_key(double number) { return mix(std::bit_cast<std::uint64_t>(number + 0.0)); }

struct FormPlan {
  Form form = Form::folded;
  TextIndex index{};
  std::vector<std::uint32_t> first{};  // literal → its signals: first[k] … first[k + 1]
  std::vector<Signal> signals{};
};

struct FieldPlan {
  std::vector<Signal> when_present{};
  std::vector<FormPlan> forms{};
  KeyTable numbers{};  // number_key → code of the signal
  // Of keywords: none of the literals stands in any text of a line this says no to, if the line shows its texts.
  QuickFilter line{};
};

class Plan {
 public:
  Plan(const RuleProgram& program, std::vector<RuleIndex> rules);

  const FieldPlan* field(FieldId id) const { return id < by_field_.size() && by_field_[id] != 0 ? &fields_[by_field_[id] - 1] : nullptr; }
  const FieldPlan* keywords() const { return by_field_[no_field] != 0 ? &fields_[by_field_[no_field] - 1] : nullptr; }
  std::span<const RuleIndex> woken_by(TestIndex test) const {
    return {woken_.data() + wake_first_[test], wake_first_[test + 1] - wake_first_[test]};
  }
  const std::vector<RuleIndex>& always() const { return always_; }
  const std::vector<RuleIndex>& rules() const { return rules_; }

 private:
  std::vector<RuleIndex> rules_, always_, woken_;
  std::vector<std::uint32_t> wake_first_;
  std::vector<std::uint32_t> by_field_;  // 1 + index into fields_; [no_field]: keywords
  std::vector<FieldPlan> fields_;
  std::vector<std::unique_ptr<std::string>> texts_;  // literals that stand in no rule: guards of expressions
};

}  // namespace lp::detect::sigma
