#pragma once
// Many Sigma rules as one program: equal tests are one, what it takes to match an event is shared between rules, and a rule
// is looked at only when something happened that it cannot match without.
//
// Frozen after compile(): any number of threads may use it at once, each with a RuleMatcher (rule_matcher.h) of its own.

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "detect/routes.h"
#include "detect/sigma/rule.h"

namespace lp::detect::sigma {

using RuleIndex = std::uint32_t;
using TestIndex = std::uint32_t;
class Plan;

class RuleProgram {
 public:
  // `set` with its filters applied (filter.h). Interns every field a rule asks for; `table` must not be smaller for events.
  static std::shared_ptr<const RuleProgram> compile(std::vector<Rule> rules, FieldTable& table);
  ~RuleProgram();
  RuleProgram(const RuleProgram&) = delete;
  RuleProgram& operator=(const RuleProgram&) = delete;

  const std::vector<Rule>& rules() const { return rules_; }
  // The rules that may see an event of these log sources; made at the first question, then kept.
  const Plan& plan(const std::vector<Logsource>& sources) const;
  const Plan& plan_of_all() const;

  struct UniqueTest {
    const Test* test = nullptr;
    TestFields fields{};
    double frequency = 0;   // a guess: how many of the events with the field it holds for
    bool unknowable = false;  // may hold without any value being seen: absent, null
  };
  // A rule's condition, flat. Children stand together.
  struct Node {
    bool is_test = false, negated = false;
    std::uint32_t index = 0;         // test: which; else how many children must hold
    std::uint32_t first = 0, count = 0;
  };
  const std::vector<UniqueTest>& tests() const { return tests_; }
  const std::vector<Node>& nodes() const { return nodes_; }
  std::uint32_t root(RuleIndex rule) const { return roots_[rule]; }
  // Tests of which one at least holds whenever the rule matches; empty: nothing is certain, look at it always.
  std::span<const TestIndex> witnesses(RuleIndex rule) const { return witnesses_[rule]; }
  std::vector<TestFields> fields_of(RuleIndex rule) const;  // of its own tests, for evaluate.h

 private:
  friend class Compiler;
  RuleProgram() = default;

  std::vector<Rule> rules_;
  std::vector<UniqueTest> tests_;
  std::vector<std::vector<TestIndex>> tests_of_;       // rule → test of the rule → unique test
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> roots_;
  std::vector<std::vector<TestIndex>> witnesses_;
  std::vector<Logsource> sources_;                     // that rules ask for, each once
  std::vector<std::uint32_t> source_of_;               // rule → sources_
  mutable std::mutex mutex_;
  mutable std::map<std::vector<std::uint32_t>, std::unique_ptr<const Plan>> plans_;  // by the sources covered
};

}  // namespace lp::detect::sigma
