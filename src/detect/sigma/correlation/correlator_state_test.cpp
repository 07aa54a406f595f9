// A correlator that is written down and read back at any moment finds what one finds that lived through.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "detect/sigma/correlation/correlator.h"
#include "detect/sigma/rules_testing.h"
#include "detect/state_bytes.h"

namespace lp::detect::sigma {
namespace {

// One of every type, one with an upper bound, one above another, one without groups.
constexpr const char* rules = R"(title: a
name: a
id: a
logsource: {product: p}
detection: {s: {E: a}, condition: s}
---
title: b
name: b
id: b
logsource: {product: p}
detection: {s: {E: b}, condition: s}
---
title: count
name: count
correlation: {type: event_count, rules: [a], group-by: [U], timespan: 5s, condition: {gte: 3}}
---
title: few
name: few
correlation: {type: event_count, rules: [a], group-by: [U], timespan: 4s, condition: {gte: 1, lt: 3}}
---
title: values
name: values
correlation: {type: value_count, rules: [a, b], group-by: [U], timespan: 6s, condition: {gt: 2, field: V}}
---
title: sum
name: sum
correlation: {type: value_sum, rules: [a], group-by: [U], timespan: 6s, condition: {gte: 9, field: V}}
---
title: average
name: average
correlation: {type: value_avg, rules: [a], timespan: 6s, condition: {lt: 2, field: V}}
---
title: percentile
name: percentile
correlation: {type: value_percentile, rules: [a], group-by: [U], timespan: 9s, condition: {gte: 80, field: V}}
---
title: both
name: both
correlation: {type: temporal, rules: [a, b], group-by: [U], timespan: 3s}
---
title: inorder
name: inorder
correlation: {type: temporal_ordered, rules: [a, b], group-by: [U], timespan: 4s}
---
title: above
name: above
correlation: {type: event_count, rules: [few], group-by: [U], timespan: 30s, condition: {gte: 2}}
)";

struct Program {
  std::unique_ptr<Loaded> loaded = load_text(rules);
  std::shared_ptr<const CorrelationProgram> correlations = CorrelationProgram::compile(loaded->set.correlations, *loaded->program, loaded->table, loaded->diagnostics);
};
Program& program() {
  static Program one;
  return one;
}

std::vector<CorrelationInput> inputs_of(int n) {
  std::vector<CorrelationInput> out;
  RuleMatcher matcher(program().loaded->program, nullptr);
  std::vector<RuleIndex> matched;
  std::int64_t second = 1000;
  for (int i = 0; i < n; ++i) {
    second += *rc::gen::inRange(-2, 4);
    const std::string json = R"({"E":")" + *rc::gen::element<std::string>("a", "b") + R"(","U":")" + *rc::gen::element<std::string>("x", "X", "y") + R"(","V":)" + std::to_string(*rc::gen::inRange(0, 5)) + "}";
    JsonEvent event(json, program().loaded->table);
    event.event().time = *rc::gen::inRange(0, 20) == 0 ? no_time : second * 1'000'000;
    matcher.match(event.event(), matched);
    for (const RuleIndex rule : matched) {
      CorrelationInput input;
      if (program().correlations->extract(event.event(), rule, static_cast<std::uint64_t>(i), input)) out.push_back(std::move(input));
    }
  }
  return out;
}

std::string text_of(const std::vector<CorrelationMatch>& matches) {
  std::string out;
  for (const CorrelationMatch& m : matches) {
    out += program().correlations->rules()[m.correlation].name + " " + std::to_string(m.sequence) + " " + std::to_string(m.value) + " " + std::to_string(m.events) + " " + std::to_string(m.begin) + "-" + std::to_string(m.end);
    for (const std::string& g : m.group) out += " " + g;
    out += "\n";
  }
  return out;
}

constexpr Correlator::Limits limits{.lateness_us = 2'000'000, .max_groups = 12, .max_waiting = 1000};

std::unique_ptr<Correlator> again(const Correlator& old) {
  StateWriter out;
  old.save(out);
  auto fresh = std::make_unique<Correlator>(program().correlations, limits);
  StateReader in(out.bytes());
  const Status restored = fresh->restore(in);
  EXPECT_TRUE(restored) << (restored ? "" : restored.error().message);
  EXPECT_TRUE(in.done());
  StateWriter twice;
  fresh->save(twice);
  EXPECT_EQ(out.bytes(), twice.bytes());
  return fresh;
}

RC_GTEST_PROP(CorrelatorState, GoesOnAsIfNothingHadBeen, ()) {
  const auto inputs = inputs_of(*rc::gen::inRange(1, 80));
  std::vector<CorrelationMatch> whole, cut;
  Correlator through(program().correlations, limits);
  auto lives = std::make_unique<Correlator>(program().correlations, limits);
  for (const CorrelationInput& input : inputs) {
    through.add(input, whole);
    lives->add(input, cut);
    if (*rc::gen::inRange(0, 3) == 0) lives = again(*lives);
  }
  through.finish(whole);
  lives->finish(cut);
  RC_CLASSIFY(!whole.empty(), "something found");
  RC_ASSERT(text_of(whole) == text_of(cut));
  RC_ASSERT(through.statistics().late == lives->statistics().late);
  RC_ASSERT(through.statistics().groups == lives->statistics().groups);
}

RC_GTEST_PROP(CorrelatorState, DamageIsAnErrorOrAnotherState, ()) {
  Correlator correlator(program().correlations, limits);
  std::vector<CorrelationMatch> found;
  for (const CorrelationInput& input : inputs_of(20)) correlator.add(input, found);
  StateWriter out;
  correlator.save(out);
  std::string bytes = out.bytes();
  for (int i = *rc::gen::inRange(1, 4); i > 0; --i) bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = *rc::gen::arbitrary<char>();
  bytes.resize(*rc::gen::inRange<std::size_t>(0, bytes.size() + 1));
  Correlator fresh(program().correlations, limits);
  StateReader in(bytes);
  (void)fresh.restore(in);
}

TEST(CorrelatorState, OfOtherRulesIsRefused) {
  const auto other = load_text("title: a\nname: a\nid: a\nlogsource: {product: p}\ndetection: {s: {E: a}, condition: s}\n---\ntitle: c\nname: c\ncorrelation: {type: event_count, rules: [a], timespan: 7s, condition: {gte: 3}}\n");
  Correlator correlator(CorrelationProgram::compile(other->set.correlations, *other->program, other->table, other->diagnostics), limits);
  StateWriter out;
  Correlator(program().correlations, limits).save(out);
  StateReader in(out.bytes());
  const Status restored = correlator.restore(in);
  ASSERT_FALSE(restored);
  EXPECT_EQ(restored.error().code, Errc::conflict);
}

}  // namespace
}  // namespace lp::detect::sigma
