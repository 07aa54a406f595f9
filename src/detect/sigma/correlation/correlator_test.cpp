#include "detect/sigma/correlation/correlator.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "detect/sigma/rules_testing.h"

namespace lp::detect::sigma {
namespace {

// Two base rules, "fail" and "ok", and the correlations under test.
constexpr const char* base = R"(title: fail
name: fail
id: f
logsource: {product: p}
detection: {s: {E: fail}, condition: s}
---
title: ok
name: ok
id: o
logsource: {product: p}
detection: {s: {E: ok}, condition: s}
---
)";

struct Step {
  std::int64_t second;
  std::string json;
};

class Story {
 public:
  explicit Story(const std::string& correlations, Correlator::Limits limits = {.lateness_us = 0}) : loaded_(load_text(base + correlations)) {
    program_ = CorrelationProgram::compile(loaded_->set.correlations, *loaded_->program, loaded_->table, loaded_->diagnostics);
    correlator_ = std::make_unique<Correlator>(program_, limits);
  }
  void feed(std::int64_t second, const std::string& json) {
    JsonEvent event(json, loaded_->table);
    event.event().time = second == -1 ? no_time : second * 1'000'000;
    RuleMatcher matcher(loaded_->program, nullptr);
    std::vector<RuleIndex> rules;
    matcher.match(event.event(), rules);
    ++sequence_;
    for (const RuleIndex r : rules) {
      CorrelationInput input;
      if (program_->extract(event.event(), r, sequence_, input)) correlator_->add(std::move(input), found_);
    }
  }
  std::vector<CorrelationMatch>& finish() {
    correlator_->finish(found_);
    return found_;
  }
  bool late(std::int64_t second) const { return correlator_->is_late(second * 1'000'000); }
  void begin_anew() { correlator_->begin_anew(found_); }
  const std::vector<CorrelationMatch>& found() const { return found_; }
  const Correlator::Statistics& statistics() const { return correlator_->statistics(); }
  const CorrelationProgram& program() const { return *program_; }
  const Diagnostics& diagnostics() const { return loaded_->diagnostics; }

 private:
  std::unique_ptr<Loaded> loaded_;
  std::shared_ptr<const CorrelationProgram> program_;
  std::unique_ptr<Correlator> correlator_;
  std::vector<CorrelationMatch> found_;
  std::uint64_t sequence_ = 0;
};

std::string correlation(const std::string& body, const std::string& name = "c") { return "title: " + name + "\nname: " + name + "\ncorrelation:\n" + body; }
std::string fail(const std::string& user) { return R"({"E":"fail","User":")" + user + R"("})"; }
std::string ok(const std::string& user) { return R"({"E":"ok","User":")" + user + R"("})"; }

const std::string count3 = correlation("  type: event_count\n  rules: [fail]\n  group-by: [User]\n  timespan: 10s\n  condition: {gte: 3}\n");

TEST(Correlation, CountsPerGroupInASlidingWindow) {
  Story run(count3);
  run.feed(8, fail("a"));
  run.feed(9, fail("b"));
  run.feed(9, fail("A"));   // letter case does not count
  EXPECT_TRUE(run.found().empty());
  run.feed(12, fail("a"));  // 8, 9, 12: across a boundary of ten seconds
  ASSERT_EQ(run.found().size(), 1u);
  EXPECT_EQ(run.found()[0].group, std::vector<std::string>{"a"});
  EXPECT_EQ(run.found()[0].value, 3);
  EXPECT_EQ(run.found()[0].begin, 8'000'000);
  EXPECT_EQ(run.found()[0].end, 12'000'000);
  EXPECT_EQ(run.found()[0].sequence, 4u);
  run.feed(13, fail("a"));  // starts anew
  run.feed(14, fail("a"));
  EXPECT_EQ(run.found().size(), 1u);
  run.feed(15, fail("a"));
  EXPECT_EQ(run.finish().size(), 2u);
}

TEST(Correlation, ForgetsWhatIsTooOld) {
  Story run(count3);
  run.feed(0, fail("a"));
  run.feed(5, fail("a"));
  run.feed(10, fail("a"));  // the first is ten seconds old: outside
  EXPECT_TRUE(run.finish().empty());
}

TEST(Correlation, WaitsForLateEvents) {
  Story run(count3, {.lateness_us = 5'000'000});
  run.feed(8, fail("a"));
  run.feed(12, fail("a"));
  run.feed(9, fail("a"));   // late, but in time
  EXPECT_TRUE(run.found().empty());
  run.feed(30, fail("b"));
  EXPECT_EQ(run.found().size(), 1u);
  run.feed(10, fail("a"));  // too late
  EXPECT_EQ(run.statistics().late, 1u);
  run.feed(-1, fail("a"));
  EXPECT_EQ(run.statistics().without_time, 1u);
  run.feed(30, R"({"E":"fail"})");
  run.finish();
  EXPECT_EQ(run.statistics().without_group, 1u);
}

TEST(Correlation, BeginsAnewForASourceThatGoesBackInTime) {
  const std::string below = correlation("  type: event_count\n  rules: [fail]\n  group-by: [User]\n  timespan: 10s\n  condition: {lte: 2}\n", "few");
  Story run(count3 + "---\n" + below, {.lateness_us = 5'000'000});
  for (const int second : {100, 101}) run.feed(second, fail("a"));
  EXPECT_FALSE(run.late(96));
  EXPECT_TRUE(run.late(95));
  run.begin_anew();
  ASSERT_EQ(run.found().size(), 1u) << "the open window was judged: few";
  EXPECT_EQ(run.found()[0].value, 2);
  EXPECT_EQ(run.statistics().groups, 0u);
  EXPECT_FALSE(run.late(0));
  for (const int second : {1, 2, 102}) run.feed(second, fail("a"));  // 100, 101 and 102 would be three
  run.finish();
  EXPECT_EQ(run.statistics().late, 0u);
  EXPECT_EQ(run.found().size(), 3u) << "few, twice";
  for (const CorrelationMatch& match : run.found()) EXPECT_LT(match.value, 3);
}

TEST(Correlation, RangesAreJudgedWhenTheTimeIsOver) {
  const std::string range = correlation("  type: event_count\n  rules: [fail]\n  group-by: [User]\n  timespan: 10s\n  condition: {gt: 1, lte: 3}\n");
  Story run(range);
  for (int i = 0; i < 6; ++i) run.feed(i, fail("flood"));   // six: grew out of it
  for (int i = 6; i < 8; ++i) run.feed(i, fail("few"));
  run.feed(9, fail("one"));
  EXPECT_TRUE(run.found().empty());
  run.feed(17, fail("later"));
  ASSERT_EQ(run.found().size(), 1u);
  EXPECT_EQ(run.found()[0].group, std::vector<std::string>{"few"});
  EXPECT_EQ(run.finish().size(), 1u);
}

TEST(Correlation, CountsDifferentValues) {
  Story run(correlation("  type: value_count\n  rules: [fail]\n  group-by: [Host]\n  timespan: 10s\n  condition: {field: User, gte: 3}\n"));
  const auto at = [&](int t, const char* user) { run.feed(t, std::string(R"({"E":"fail","Host":"h","User":")") + user + R"("})"); };
  at(0, "a");
  at(1, "A");
  at(2, "b");
  at(11, "c");               // a is forgotten: b, c
  EXPECT_TRUE(run.found().empty());
  run.feed(11, R"({"E":"fail","Host":"h"})");
  EXPECT_EQ(run.statistics().without_value, 1u);
  at(11, "d");
  ASSERT_EQ(run.finish().size(), 1u);
  EXPECT_EQ(run.found()[0].value, 3);
}

TEST(Correlation, SumsAveragesAndPercentiles) {
  const auto numbers = [](Story& run, std::initializer_list<int> values) {
    int t = 0;
    for (const int v : values) run.feed(t++, R"({"E":"fail","n":)" + std::to_string(v) + "}");
  };
  Story sum(correlation("  type: value_sum\n  rules: [fail]\n  timespan: 1m\n  condition: {field: n, gt: 100}\n"));
  numbers(sum, {40, 60, 1, 5});
  ASSERT_EQ(sum.finish().size(), 1u);
  EXPECT_EQ(sum.found()[0].value, 101);
  Story average(correlation("  type: value_avg\n  rules: [fail]\n  timespan: 1m\n  condition: {field: n, lt: 10}\n"));
  numbers(average, {5, 10, 12});
  ASSERT_EQ(average.finish().size(), 1u);
  EXPECT_EQ(average.found()[0].value, 9);
  Story percentile(correlation("  type: value_percentile\n  rules: [fail]\n  timespan: 1m\n  condition: {field: n, lte: 25}\n"));
  numbers(percentile, {5, 6, 7, 1});  // 1 is the lowest of four
  ASSERT_EQ(percentile.finish().size(), 1u);
  EXPECT_EQ(percentile.found()[0].value, 25);
  Story share(correlation("  type: value_percentile\n  rules: [fail]\n  timespan: 1m\n  condition: {field: User, lte: 20}\n"));
  for (const char* u : {"a", "a", "a", "a", "b"}) share.feed(1, fail(u));
  ASSERT_EQ(share.finish().size(), 1u);
  EXPECT_EQ(share.found()[0].value, 20);
}

TEST(Correlation, SeesRulesTogetherInAnyOrderOrInOne) {
  const std::string body = "  rules: [fail, ok]\n  group-by: [User]\n  timespan: 10s\n";
  Story any(correlation("  type: temporal\n" + body));
  any.feed(1, ok("a"));
  any.feed(2, fail("b"));
  any.feed(3, fail("a"));
  ASSERT_EQ(any.finish().size(), 1u);
  EXPECT_EQ(any.found()[0].group, std::vector<std::string>{"a"});
  Story ordered(correlation("  type: temporal_ordered\n" + body));
  ordered.feed(1, ok("a"));
  ordered.feed(3, fail("a"));
  EXPECT_TRUE(ordered.found().empty());
  ordered.feed(13, ok("a"));  // ten seconds: outside
  EXPECT_TRUE(ordered.found().empty());
  ordered.feed(14, fail("a"));
  ordered.feed(20, fail("a"));
  ordered.feed(29, ok("a"));  // from 20
  ASSERT_EQ(ordered.finish().size(), 1u);
  EXPECT_EQ(ordered.found()[0].begin, 20'000'000);
}

TEST(Correlation, OneEventIsOneStepOfAnOrder) {
  const std::string twice = "title: also\nname: also\nid: x\nlogsource: {product: p}\ndetection: {s: {E: fail}, condition: s}\n---\n";
  Story run(twice + correlation("  type: temporal_ordered\n  rules: [fail, also]\n  group-by: [User]\n  timespan: 10s\n"));
  run.feed(1, fail("a"));
  EXPECT_TRUE(run.found().empty());
  run.feed(2, fail("a"));
  EXPECT_EQ(run.finish().size(), 1u);
}

TEST(Correlation, AliasesNameTheFieldPerRule) {
  Story run(correlation(R"(  type: temporal
  rules: [fail, ok]
  group-by: [ip]
  timespan: 10s
  aliases:
    ip:
      fail: src
      ok: dst
)"));
  run.feed(1, R"({"E":"fail","src":"10.0.0.1"})");
  run.feed(2, R"({"E":"ok","src":"10.0.0.1","dst":"10.0.0.2"})");
  EXPECT_TRUE(run.found().empty());
  run.feed(3, R"({"E":"ok","dst":"10.0.0.1"})");
  ASSERT_EQ(run.finish().size(), 1u);
  EXPECT_EQ(run.found()[0].group, std::vector<std::string>{"10.0.0.1"});
}

// The example of the specification: many failed logins, then one that succeeds.
TEST(Correlation, Chains) {
  Story run(correlation("  type: temporal_ordered\n  rules: [many, ok]\n  group-by: [User]\n  timespan: 10m\n", "top") + "---\n" +
          correlation("  type: event_count\n  rules: [fail]\n  group-by: [User, Host]\n  timespan: 10m\n  condition: {gte: 3}\n", "many"));
  for (int i = 0; i < 3; ++i) run.feed(i, R"({"E":"fail","User":"a","Host":"h"})");
  ASSERT_EQ(run.found().size(), 1u);
  run.feed(4, ok("b"));
  run.feed(5, ok("a"));
  ASSERT_EQ(run.finish().size(), 2u);
  EXPECT_EQ(run.program().rules()[run.found()[1].correlation].name, "top");
  EXPECT_FALSE(run.program().reports(0));
  EXPECT_FALSE(run.program().correlation_reports(run.found()[0].correlation));
  EXPECT_TRUE(run.program().correlation_reports(run.found()[1].correlation));
}

TEST(Correlation, GenerateLetsRulesReport) {
  Story run(correlation("  type: event_count\n  rules: [fail]\n  timespan: 10s\n  generate: true\n  condition: {gte: 3}\n"));
  EXPECT_TRUE(run.program().reports(0));
  EXPECT_TRUE(run.program().reports(1));
  EXPECT_FALSE(Story(count3).program().reports(0));
}

TEST(Correlation, BoundsItsMemoryAndSaysSo) {
  Story run(count3, {.lateness_us = 0, .max_groups = 10});
  for (int i = 0; i < 50; ++i) run.feed(0, fail("u" + std::to_string(i)));
  EXPECT_EQ(run.statistics().closed_early, 40u);
  EXPECT_EQ(run.statistics().most_groups, 10u);
  run.feed(100, fail("x"));  // the others are dead: no room has to be made
  EXPECT_EQ(run.statistics().closed_early, 40u);
  EXPECT_EQ(run.statistics().groups, 1u);
  Story waiting(count3, {.lateness_us = 1'000'000'000, .max_waiting = 5});
  for (int i = 0; i < 20; ++i) waiting.feed(i, fail("a"));
  EXPECT_EQ(waiting.statistics().released_early, 15u);
  EXPECT_EQ(waiting.finish().size(), 6u);
}

TEST(Correlation, IsTheSameWhateverTheOrderWithinTheLateness) {
  std::vector<std::pair<int, std::string>> events;
  for (int i = 0; i < 60; ++i) events.emplace_back((i * 7) % 20, fail(i % 3 == 0 ? "a" : "b"));
  const auto run_all = [&](bool backwards) {
    Story run(count3, {.lateness_us = 100'000'000});
    if (backwards) std::reverse(events.begin(), events.end());
    for (const auto& [t, json] : events) run.feed(t, json);
    std::vector<std::tuple<std::vector<std::string>, std::int64_t, std::int64_t>> out;
    for (const CorrelationMatch& m : run.finish()) out.emplace_back(m.group, m.begin, m.end);
    std::ranges::sort(out);  // among equal times the sequence numbers decide, and those were swapped
    return out;
  };
  const auto forwards = run_all(false);
  EXPECT_FALSE(forwards.empty());
  EXPECT_EQ(forwards, run_all(true));
}

TEST(CorrelationReader, SaysWhatIsWrong) {
  const char* bodies[] = {
      "  type: event_sum\n  rules: [fail]\n  timespan: 1s\n  condition: {gte: 1}\n",
      "  type: event_count\n  timespan: 1s\n  condition: {gte: 1}\n",
      "  type: event_count\n  rules: [fail]\n  timespan: 1y\n  condition: {gte: 1}\n",
      "  type: event_count\n  rules: [fail]\n  timespan: 1s\n",
      "  type: event_count\n  rules: [fail]\n  timespan: 1s\n  condition: {atleast: 1}\n",
      "  type: event_count\n  rules: [fail]\n  timespan: 1s\n  condition: {gte: many}\n",
      "  type: value_count\n  rules: [fail]\n  timespan: 1s\n  condition: {gte: 1}\n",
      "  type: event_count\n  rules: [nowhere]\n  timespan: 1s\n  condition: {gte: 1}\n",
      "  type: event_count\n  rules: [c]\n  timespan: 1s\n  condition: {gte: 1}\n"};
  for (const char* body : bodies) {
    const Story run(correlation(body));
    EXPECT_TRUE(run.program().rules().empty()) << body;
    EXPECT_EQ(run.diagnostics().errors(), 1u) << body;
  }
}

}  // namespace
}  // namespace lp::detect::sigma
