#include "detect/report/alert_summary.h"

#include <gtest/gtest.h>

#include "detect/report/attack_titles.h"
#include "detect/report/example_alerts.h"

namespace lp::detect {
namespace {

using example::hour;
using example::noon;

TEST(AlertSet, OfSeveralWithOneIdTheLastCounts) {
  AlertSet set;
  Alert alert = example::alert("a", Severity::low, "ip:1", "甲", 1, noon, noon);
  const std::size_t index = set.add(alert, example::domain());
  alert.count = 8;
  alert.severity = Severity::high;
  alert.owner.organisation = "乙";
  alert.evidence = {"later"};
  EXPECT_EQ(set.add(alert, example::domain()), index);
  ASSERT_EQ(set.alerts().size(), 1u);
  EXPECT_EQ(set.told(), 2u);
  EXPECT_EQ(set.alerts()[0].count, 8u);
  EXPECT_EQ(set.organisation(set.alerts()[0].organisation), "乙");
  ASSERT_NE(set.whole(0), nullptr);
  EXPECT_EQ(set.whole(0)->evidence.front(), "later");
  const AlertSummary summary = summarise(set);
  EXPECT_EQ(summary.events, 8u);
  EXPECT_EQ(summary.told_again, 1u);
  EXPECT_EQ(summary.organisations.rows.front().organisation, "乙");
}

TEST(AlertSet, TheGravestAreKeptWhole) {
  AlertSet set(10);
  for (int i = 0; i < 200; ++i)
    set.add(example::alert("a" + std::to_string(i), i % 7 == 0 ? Severity::high : Severity::low, "ip:1", "", 1, noon, noon + (i * 37 % 200) * hour), example::domain());
  const std::vector<std::size_t> order = set.gravest(200);
  ASSERT_EQ(order.size(), 200u);
  for (std::size_t i = 0; i < order.size(); ++i) {
    EXPECT_EQ(set.whole(order[i]) != nullptr, i < 10) << i;
    if (i == 0) continue;
    const AlertSet::Entry &before = set.alerts()[order[i - 1]], &after = set.alerts()[order[i]];
    EXPECT_GE(std::pair(before.severity, before.last), std::pair(after.severity, after.last));
  }
}

TEST(AlertSet, OneThatGrewComesBackWhole) {
  AlertSet set(1);
  set.add(example::alert("a", Severity::low, "ip:1", "", 1, noon, noon), example::domain());
  set.add(example::alert("b", Severity::high, "ip:2", "", 1, noon, noon), example::domain());
  EXPECT_EQ(set.whole(0), nullptr);
  set.add(example::alert("a", Severity::critical, "ip:1", "", 2, noon, noon), example::domain());
  ASSERT_NE(set.whole(0), nullptr);
  EXPECT_EQ(set.whole(0)->count, 2u);
  EXPECT_EQ(set.whole(1), nullptr);
}

TEST(AlertSet, OneWhoseLastLineSaysLessIsStillInItsPlace) {
  AlertSet set(1);
  set.add(example::alert("a", Severity::high, "ip:1", "", 1, noon, noon), example::domain());
  set.add(example::alert("b", Severity::medium, "ip:2", "乙", 5, noon, noon), example::domain());
  set.add(example::alert("a", Severity::low, "ip:1", "", 1, noon, noon), example::domain());
  const AlertSummary summary = summarise(set);
  ASSERT_EQ(summary.rows.size(), 2u);
  EXPECT_EQ(summary.rows[0].alert.entity, "ip:2");
  EXPECT_EQ(summary.rows[0].alert.count, 5u);
  EXPECT_FALSE(summary.rows[0].whole);
}

TEST(AlertSummary, Totals) {
  const AlertSummary s = summarise(example::set());
  EXPECT_EQ(s.alerts, 6u);
  EXPECT_EQ(s.events, 465u);
  EXPECT_EQ(s.open, 1u);
  EXPECT_EQ(s.cut_short, 1u);
  EXPECT_EQ(s.without_owner, 2u);
  EXPECT_EQ(s.first, noon - 5 * hour);
  EXPECT_EQ(s.last, noon + 21 * hour);
  EXPECT_EQ(s.severities[static_cast<std::size_t>(Severity::medium)].alerts, 2u);
  EXPECT_EQ(s.severities[static_cast<std::size_t>(Severity::medium)].events, 440u);
  std::uint64_t alerts = 0;
  for (const Totals& t : s.severities) alerts += t.alerts;
  EXPECT_EQ(alerts, s.alerts);
}

TEST(AlertSummary, TopListsAreGravestFirst) {
  const AlertSummary s = summarise(example::set());
  ASSERT_EQ(s.rules.rows.size(), 4u);
  EXPECT_EQ(s.rules.rows[0].type.id, "r-mining");
  EXPECT_EQ(s.rules.rows[1].type.id, "indicator:domain");
  EXPECT_EQ(s.rules.rows[2].type.id, "r-guessing");
  EXPECT_EQ(s.rules.rows[2].entities, 2u);
  EXPECT_EQ(s.rules.rows[2].last, noon + 21 * hour);
  EXPECT_EQ(s.entities.rows[0].entity, "host:ws-17");
  EXPECT_EQ(s.entities.rows[1].entity, "ip:10.1.2.3");
  EXPECT_EQ(s.entities.rows[1].rules, 2u);
  EXPECT_EQ(s.entities.rows[1].organisations, std::vector<std::string>{"甲公司"});
  ASSERT_EQ(s.organisations.rows.size(), 3u);
  EXPECT_EQ(s.organisations.rows[0].organisation, "甲公司");
  EXPECT_EQ(s.organisations.rows[2].organisation, "");
  EXPECT_EQ(s.organisations.rows[2].entities, 2u);
}

TEST(AlertSummary, ListsAreCutAndSayOfHowMany) {
  const AlertSummary s = summarise(example::set(), {.alerts = 2, .rules = 1, .entities = 3, .organisations = 1, .tags = 1});
  EXPECT_EQ(s.rows.size(), 2u);
  EXPECT_EQ(s.rows[0].alert.id, "a1");
  EXPECT_EQ(s.rows[1].alert.id, "a3");
  EXPECT_EQ(s.rules.rows.size(), 1u);
  EXPECT_EQ(s.rules.all, 4u);
  EXPECT_EQ(s.entities.rows.size(), 3u);
  EXPECT_EQ(s.entities.all, 5u);
  EXPECT_EQ(s.organisations.all, 3u);
  EXPECT_EQ(s.techniques.all, 2u);
  EXPECT_EQ(s.techniques.rows.size(), 1u);
}

TEST(AlertSummary, ClassesAndTechniquesAreOfTheirRules) {
  const AlertSummary s = summarise(example::set());
  ASSERT_EQ(s.classes.size(), 5u);
  EXPECT_EQ(s.classes[0].taxonomy, "event_classes");
  EXPECT_EQ(s.classes[0].code, "malware.mining");
  EXPECT_EQ(s.classes[1].alerts, 2u);
  EXPECT_EQ(s.classes[1].events, 440u);
  ASSERT_EQ(s.techniques.rows.size(), 2u);
  EXPECT_EQ(s.techniques.rows[0].tag, "attack.t1496");
  EXPECT_EQ(s.techniques.rows[1].tag, "attack.t1110.001");
  ASSERT_EQ(s.tactics.size(), 2u);
  EXPECT_EQ(s.tactics[1].tag, "attack.credential-access");
}

TEST(AlertSummary, OfNothingIsNothing) {
  const AlertSummary s = summarise(AlertSet());
  EXPECT_EQ(s.alerts, 0u);
  EXPECT_TRUE(s.rows.empty() && s.over_time.buckets.empty() && s.rules.rows.empty());
  EXPECT_EQ(s.first, no_time);
}

TEST(TimeBuckets, TheStepSuitsTheSpan) {
  constexpr std::int64_t day = 24 * hour;
  const struct {
    std::int64_t span;
    const char *step, *first;
  } rows[] = {{0, "10 minutes", "2024-07-31 12:00"}, {4 * hour, "10 minutes", "2024-07-31 12:00"}, {5 * hour, "hour", "2024-07-31 12:00"},
              {3 * day, "hour", "2024-07-31 12:00"}, {4 * day, "day", "2024-07-31"},               {120 * day, "day", "2024-07-31"},
              {121 * day, "week", "2024-07-29"},     {3000 * day, "4 weeks", "2024-07-29"}};
  for (const auto& row : rows) {
    const TimeBuckets t = bucket_by_time({{noon + 60, Severity::low}, {noon + 60 + row.span, Severity::high}, {no_time, Severity::low}});
    EXPECT_EQ(t.step_text().en, row.step) << row.span;
    EXPECT_EQ(t.label(0), row.first) << row.span;
    EXPECT_LE(t.buckets.size(), most_buckets);
    EXPECT_EQ(t.without_time, 1u);
    EXPECT_EQ(t.buckets.back().alerts[static_cast<std::size_t>(Severity::high)], 1u);
    std::uint64_t all = 0;
    for (const TimeBucket& bucket : t.buckets)
      for (const std::uint64_t n : bucket.alerts) all += n;
    EXPECT_EQ(all, 2u);
  }
}

TEST(TimeBuckets, AnyTwoTimesFit) {
  for (const std::int64_t first : std::initializer_list<std::int64_t>{-2'208'988'800'000'000, -1, 0, noon}) {
    const TimeBuckets t = bucket_by_time({{first, Severity::low}, {7'258'118'400'000'000, Severity::low}});
    EXPECT_LE(t.buckets.size(), most_buckets);
    EXPECT_LE(t.buckets.front().start, first);
    EXPECT_GT(t.buckets.front().start + t.step, first);
  }
}

TEST(AttackTitles, TagsAreTold) {
  for (const char* tag : {"attack.t1059", "attack.T1059.001", "attack.t0816"}) EXPECT_TRUE(is_technique(tag)) << tag;
  for (const char* tag : {"attack.g0007", "attack.impact", "attack.t10", "attack.t1059.1", "attack.t1059x001", "t1059", "cve.2024-1", "attack.t１０５９"}) EXPECT_FALSE(is_technique(tag)) << tag;
  EXPECT_EQ(attack_code("attack.t1059.001"), "T1059.001");
  EXPECT_EQ(attack_code("attack.impact"), "impact");
  EXPECT_EQ(attack_title("attack.credential_access")->zh, "凭据获取");
  EXPECT_EQ(attack_title("attack.t1566.002")->en, "Phishing");   // the parent's
  EXPECT_FALSE(attack_title("attack.t9999"));
}

}  // namespace
}  // namespace lp::detect
