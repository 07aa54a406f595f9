#pragma once
// Why an event matches a rule, or why not: each selection, each test, the value that met it.

#include <string>
#include <vector>

#include "detect/event.h"
#include "detect/sigma/rule_program.h"

namespace lp::detect::sigma {

struct TestExplanation {
  std::string key{};       // as the rule has it: "Image|endswith"
  bool held = false;
  bool field_missing = false;
  std::string value{};     // the value that met a pattern, or (not held) the first one there is; shortened
  std::string pattern{};   // the pattern that was met, as written; not held: what was looked for, shortened
};

struct SelectionExplanation {
  std::string name{};
  bool held = false;
  std::vector<TestExplanation> tests{};
};

struct Explanation {
  bool matched = false;
  bool seen = true;        // false: the rule's log source does not cover the event's, so that routing keeps them apart
  std::string condition{};
  std::vector<SelectionExplanation> selections{};
};

// `routes`: null where log sources are not heeded.
Explanation explain(const Event& event, RuleIndex rule, const RuleProgram& program, const RouteTable* routes);
// As lines of text, for people.
std::string to_text(const Explanation& explanation);

}  // namespace lp::detect::sigma
