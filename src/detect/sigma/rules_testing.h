#pragma once
// For tests: rules and events as text, matched in one line.

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "detect/sigma/evaluate.h"
#include "detect/sigma/event_testing.h"
#include "detect/sigma/filter.h"
#include "detect/sigma/rule_matcher.h"
#include "detect/sigma/rule_reader.h"

namespace lp::detect::sigma {

struct Loaded {
  RuleSet set;
  Diagnostics diagnostics;
  FieldTable table;
  std::shared_ptr<const RuleProgram> program;
};

inline std::unique_ptr<Loaded> load_text(std::string_view yaml, const Placeholders* placeholders = nullptr) {
  auto out = std::make_unique<Loaded>();
  read_rules(yaml, "rules.yml", {.placeholders = placeholders}, out->set, out->diagnostics);
  apply_filters(out->set, out->diagnostics);
  out->program = RuleProgram::compile(out->set.rules, out->table);
  return out;
}

// A rule whose detection is `detection` (indented by two spaces), for tests that need no more.
inline std::string rule_of(const std::string& detection) { return "title: t\nid: r\nlogsource:\n  product: p\ndetection:\n" + detection; }

// The indices the matcher finds; fails the test when the plain evaluation says otherwise.
inline std::vector<RuleIndex> match_json(const Loaded& loaded, const std::string& json) {
  const JsonEvent event(json, loaded.table);
  RuleMatcher matcher(loaded.program, nullptr);
  std::vector<RuleIndex> out, plain;
  matcher.match(event.event(), out);
  TestScratch scratch;
  for (RuleIndex r = 0; r < loaded.program->rules().size(); ++r) {
    if (evaluate(loaded.program->rules()[r], loaded.program->fields_of(r), event.event(), scratch)) plain.push_back(r);
  }
  EXPECT_EQ(out, plain) << json;
  return out;
}

// Whether one rule with this detection matches the event.
inline bool matches(const std::string& detection, const std::string& json) {
  const auto loaded = load_text(rule_of(detection));
  EXPECT_EQ(loaded->set.rules.size(), 1u) << detection << (loaded->diagnostics.items().empty() ? "" : loaded->diagnostics.items()[0].what);
  return !loaded->set.rules.empty() && !match_json(*loaded, json).empty();
}

}  // namespace lp::detect::sigma
