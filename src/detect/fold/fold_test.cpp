#include "detect/fold/fold.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

namespace lp::detect {
namespace {

const std::vector<AlertType> types{{.kind = AlertKind::rule, .id = "r1", .title = {"一", "one"}, .severity = Severity::high, .tags = {"attack.t1059"}},
                                   {.kind = AlertKind::indicator, .id = "indicator:domain", .title = {"二", "two"}}};

Finding finding(std::int64_t time, std::string entity = "ip:10.0.0.1", std::uint32_t type = 0, std::string organisation = "A") {
  return {.type = type, .time = time, .severity = Severity::medium, .entity = std::move(entity), .owner = {std::move(organisation), "web", "range"},
          .evidence = "line " + std::to_string(time)};
}

struct Told {
  std::vector<Alert> alerts;
  Fold::Tell tell() {
    return [this](const Alert& a) { alerts.push_back(a); };
  }
};

TEST(Fold, OneAlertForOneRuleEntityAndOrganisation) {
  Told told;
  Fold fold(types, {}, {}, told.tell());
  for (int i = 0; i < 5; ++i) fold.add(finding(i * one_second));
  fold.add(finding(6 * one_second, "ip:10.0.0.2"));
  fold.add(finding(7 * one_second, "ip:10.0.0.1", 1));
  fold.add(finding(8 * one_second, "ip:10.0.0.1", 0, "B"));
  fold.finish();
  ASSERT_EQ(told.alerts.size(), 4u);
  const Alert& first = told.alerts[0];
  EXPECT_EQ(first.count, 5u);
  EXPECT_EQ(first.first, 0);
  EXPECT_EQ(first.last, 4 * one_second);
  EXPECT_EQ(first.evidence, (std::vector<std::string>{"line 0", "line 1000000", "line 2000000"}));
  EXPECT_EQ(first.state, AlertState::closed);
  EXPECT_EQ(told.alerts[1].entity, "ip:10.0.0.2");
  EXPECT_EQ(told.alerts[3].owner.organisation, "B");
}

TEST(Fold, EndsAfterSilenceOrAfterItsLength) {
  Told told;
  Fold fold(types, {.silence = 10 * one_second, .length = 30 * one_second, .lateness = 0}, {}, told.tell());
  fold.add(finding(0));
  fold.seen(10 * one_second);
  ASSERT_EQ(told.alerts.size(), 1u) << "quiet for the time of silence";
  for (int i = 0; i < 60; i += 5) fold.add(finding((100 + i) * one_second));
  EXPECT_EQ(told.alerts.size(), 2u) << "lasted for its length";
  fold.finish();
  ASSERT_EQ(told.alerts.size(), 3u);
  EXPECT_EQ(told.alerts[1].count + told.alerts[2].count, 12u);
  EXPECT_NE(told.alerts[1].id, told.alerts[2].id);
}

TEST(Fold, CountsLateEventsWhereTheyBelong) {
  Told told;
  Fold fold(types, {}, {}, told.tell());
  fold.add(finding(500 * one_second));
  fold.add(finding(100 * one_second));
  fold.finish();
  ASSERT_EQ(told.alerts.size(), 1u);
  EXPECT_EQ(told.alerts[0].first, 100 * one_second);
  EXPECT_EQ(told.alerts[0].count, 2u);
}

TEST(Fold, KeepsTheHighestSeverityAndEachNoteOnce) {
  Told told;
  Fold fold(types, {}, {}, told.tell());
  Finding a = finding(0), b = finding(1);
  a.severity = Severity::low;
  b.severity = Severity::critical;
  a.notes = {"list x"};
  b.notes = {"list x", "list y"};
  fold.add(a);
  fold.add(b);
  fold.finish();
  EXPECT_EQ(told.alerts[0].severity, Severity::critical);
  EXPECT_EQ(told.alerts[0].notes, (std::vector<std::string>{"list x", "list y"}));
}

TEST(Fold, TellsUpdatesWhenTheCountHasDoubled) {
  Told told;
  Fold fold(types, {.updates = true}, {}, told.tell());
  for (int i = 0; i < 9; ++i) fold.add(finding(i));
  std::vector<std::uint64_t> counts;
  for (const Alert& a : told.alerts) counts.push_back(a.count);
  EXPECT_EQ(counts, (std::vector<std::uint64_t>{1, 2, 4, 8}));
  EXPECT_EQ(told.alerts[0].state, AlertState::open);
  EXPECT_EQ(told.alerts[1].state, AlertState::updated);
}

TEST(Fold, IsBoundedAndSaysWhatItCutShort) {
  Told told;
  Fold fold(types, {.open_limit = 10}, {}, told.tell());
  for (int i = 0; i < 1000; ++i) fold.add(finding(i, "ip:" + std::to_string(i)));
  EXPECT_EQ(fold.open(), 10u);
  EXPECT_EQ(fold.statistics().cut_short, 990u);
  fold.finish();
  ASSERT_EQ(told.alerts.size(), 1000u);
  EXPECT_TRUE(told.alerts[0].cut_short);
  EXPECT_EQ(told.alerts[0].entity, "ip:0") << "the one that was quiet longest";
  EXPECT_FALSE(told.alerts.back().cut_short);
}

TEST(Fold, LosesNoFinding) {
  rc::check("sum of counts and suppressed = findings", [] {
    Told told;
    const auto silence = *rc::gen::inRange<std::int64_t>(1, 50);
    Fold fold(types, {.silence = silence, .length = 100, .lateness = *rc::gen::inRange<std::int64_t>(0, 50), .open_limit = *rc::gen::inRange<std::size_t>(1, 4)},
              Suppressions({{.entity = "e0", .until = 40, .reason = "known"}}), told.tell());
    const auto times = *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 300));
    for (const std::int64_t t : times) fold.add(finding(t, "e" + std::to_string(t % 5)));
    fold.finish();
    std::uint64_t counted = 0;
    for (const Alert& a : told.alerts) {
      counted += a.count;
      RC_ASSERT(a.first <= a.last);
    }
    RC_ASSERT(counted == fold.statistics().folded);
    RC_ASSERT(counted + fold.statistics().suppressed == times.size());
    RC_ASSERT(told.alerts.size() == fold.statistics().alerts);
  });
}

TEST(Fold, GoesOnFromItsStateAsIfItHadNotStopped) {
  rc::check("with a stop anywhere the alerts are the same", [] {
    const auto times = *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 300));
    const FoldOptions options{.silence = 20, .length = 100, .lateness = 5, .open_limit = 3, .updates = true};
    Told whole;
    Fold once(types, options, {}, whole.tell());
    for (const std::int64_t t : times) once.add(finding(t, "e" + std::to_string(t % 4)));
    once.finish();

    Told parts;
    const std::size_t stop = times.empty() ? 0 : *rc::gen::inRange<std::size_t>(0, times.size());
    std::map<std::string, std::string> kept;
    std::string clock;
    {
      Fold before(types, options, {}, parts.tell());
      for (std::size_t i = 0; i < stop; ++i) {
        before.add(finding(times[i], "e" + std::to_string(times[i] % 4)));
        before.each_change([&](const std::string& key, const std::string* value) {
          if (value) kept[key] = *value;
          else kept.erase(key);
        });
      }
      clock = before.clock_state();
    }
    Fold after(types, options, {}, parts.tell());
    RC_ASSERT(bool(after.restore_clock(clock)));
    for (const auto& [key, value] : kept) RC_ASSERT(bool(after.restore_alert(value)));
    for (std::size_t i = stop; i < times.size(); ++i) after.add(finding(times[i], "e" + std::to_string(times[i] % 4)));
    after.finish();
    RC_ASSERT(parts.alerts.size() == whole.alerts.size());
    for (std::size_t i = 0; i < whole.alerts.size(); ++i) {
      RC_ASSERT(to_text(to_json(parts.alerts[i], types[parts.alerts[i].type])) == to_text(to_json(whole.alerts[i], types[whole.alerts[i].type])));
    }
  });
}

TEST(Suppressions, NeedAnEndAReasonAndAnAim) {
  Diagnostics out;
  const auto read = Suppressions::read("- {rule: r1, entity: 'ip:10.0.*', until: 2026-12-31, reason: 扫描器}\n- {rule: r1, reason: x}\n"
                                       "- {until: 2026-12-31, reason: x}\n- {rule: r1, until: 2026-12-31}\n- text\n",
                                       "quiet.yaml", out);
  EXPECT_EQ(read.size(), 1u);
  EXPECT_EQ(out.errors(), 4u);
  EXPECT_EQ(out.items()[0].where.line, 2);
  const Suppression* hit = read.find(types[0], finding(0, "ip:10.0.3.4"), 0);
  ASSERT_NE(hit, nullptr);
  EXPECT_EQ(hit->reason, "扫描器");
  EXPECT_EQ(read.find(types[0], finding(0, "ip:10.1.3.4"), 0), nullptr);
  EXPECT_EQ(read.find(types[1], finding(0, "ip:10.0.3.4", 1), 0), nullptr);
  EXPECT_EQ(read.find(types[0], finding(0, "ip:10.0.3.4"), std::int64_t{1'900'000'000} * one_second), nullptr) << "it has ended";
}

TEST(Glob, StarsStandForAnyCharacters) {
  EXPECT_TRUE(matches_glob("ip:10.*", "ip:10.1"));
  EXPECT_TRUE(matches_glob("*", ""));
  EXPECT_TRUE(matches_glob("a*b*c", "a-b-b-c"));
  EXPECT_FALSE(matches_glob("a*b", "a-c"));
  EXPECT_FALSE(matches_glob("", "a"));
}

TEST(AlertText, JsonAndCsvAreStable) {
  Alert a{.id = "x", .state = AlertState::closed, .type = 0, .severity = Severity::high, .entity = "=cmd()", .owner = {"A, B", "", "ip range"}, .count = 2,
          .first = 0, .last = 1'700'000'000'123'456, .evidence = {"{\"a\":1}"}, .notes = {"n \"q\""}};
  const std::string json = R"json({"format":"longpan-alert/1","id":"x","state":"closed","kind":"rule","rule":"r1","title":{"zh":"一","en":"one"},"severity":"high",)json"
                           R"json("entity":"=cmd()","organisation":"A, B","object":"","attribution":"ip range","count":2,"first":"1970-01-01T00:00:00.000000Z",)json"
                           R"json("last":"2023-11-14T22:13:20.123456Z","tags":["attack.t1059"],"classes":[],"notes":["n \"q\""],"evidence":["{\"a\":1}"]})json";
  EXPECT_EQ(to_text(to_json(a, types[0])), json);
  EXPECT_EQ(csv_row(a, types[0]),
            "x,closed,rule,r1,一,one,high,'=cmd(),\"A, B\",,ip range,2,1970-01-01T00:00:00.000000Z,2023-11-14T22:13:20.123456Z,attack.t1059,,\"n \"\"q\"\"\"\r\n");
}

}  // namespace
}  // namespace lp::detect
