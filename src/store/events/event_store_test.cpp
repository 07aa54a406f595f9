#include "store/events/event_store.h"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/time.h"
#include "store/events/event_store_conformance.h"
#include "store/events/month.h"

namespace lp::store::testing {

const std::vector<EventStoreMaker>& event_stores() {
  static const std::vector<EventStoreMaker> all{{"duckdb", [](const std::filesystem::path& folder) { return open_duckdb_event_store({.folder = folder}); }}};
  return all;
}

// Tried here and not before: a run that leaves these tests out loads no foreign library.
void EventStoreTest::SetUp() {
  const auto tried = GetParam().open(folder() / "tried");
  if (!tried && tried.error().code == Errc::unsupported) GTEST_SKIP() << tried.error().message << " (set LONGPAN_DUCKDB_LIBRARY)";
  reopen();
}

void EventStoreTest::reopen() {
  store_.reset();
  auto opened = GetParam().open(folder() / "events");
  ASSERT_TRUE(opened) << opened.error().message;
  store_ = std::move(*opened);
}

namespace {

constexpr std::int64_t day = 86'400'000'000;
const std::int64_t november = 1'793'491'200'000'000;  // 2026-11-01 UTC

Observable seen(std::int64_t time, std::string_view value, std::int64_t org = 1) {
  return {.time = time, .kind = ObservableKind::domain, .role = ObservableRole::query, .org = {org}, .hash = value.size(), .value = value, .stream = "dns.log"};
}
StoredAlert told(std::string id, std::int64_t last, std::int64_t org = 1, std::uint64_t count = 1) {
  return {.id = std::move(id), .state = 2, .severity = 3, .kind = "rule", .rule = "r1", .entity = "ip:10.0.0.1", .object = "", .org = {org}, .count = count,
          .first = last - 10, .last = last, .json = "{}"};
}
Reach everything() { return *Reach::everything(model::Viewer::system("test")); }
Reach only(std::int64_t org) {
  model::Viewer viewer;
  viewer.role = model::Role::enterprise_officer;
  viewer.org = {org};
  return Reach::of(viewer, {{org}});
}
std::vector<std::string> values(EventStore& store, const Reach& reach, TimeSpan span = {0, november + 365 * day}, std::vector<ObservableKind> kinds = {}) {
  std::vector<std::string> out;
  const Status status = store.each_observable(reach, span, kinds, [&](std::span<const Observable> batch) {
    for (const Observable& o : batch) out.emplace_back(o.value);
    return true;
  });
  EXPECT_TRUE(status) << status.error().message;
  return out;
}

TEST_P(EventStoreTest, GivesBackWhatWasKeptAlsoAfterReopening) {
  const std::vector<Observable> in{seen(november, "a.example"), seen(november + 40 * day, "b.example"), seen(november + 1, std::string_view("x\0y", 3))};
  ASSERT_TRUE(store().append(in, {}));
  reopen();
  EXPECT_THAT(values(store(), everything()), ::testing::UnorderedElementsAre("a.example", "b.example", std::string("x\0y", 3)));
  EXPECT_THAT(values(store(), everything(), {november, november + 1}), ::testing::ElementsAre("a.example"));
  EXPECT_THAT(values(store(), everything(), {0, november + 365 * day}, {ObservableKind::ipv4}), ::testing::IsEmpty());
}

TEST_P(EventStoreTest, NobodySeesAnotherOrganisationsEvents) {
  ASSERT_TRUE(store().append(std::vector{seen(november, "one.example", 1), seen(november, "two.example", 2), seen(november, "nobody.example", 0)},
                             std::vector{told("a", november, 1), told("b", november, 2), told("c", november, 0)}));
  EXPECT_THAT(values(store(), only(2)), ::testing::ElementsAre("two.example"));
  EXPECT_THAT(values(store(), only(3)), ::testing::IsEmpty());
  EXPECT_EQ(values(store(), everything()).size(), 3u);
  EXPECT_EQ(store().alerts(only(1), {})->size(), 1u);
  EXPECT_EQ(store().alerts(only(1), {.org = {2}})->size(), 0u) << "asking for it by name does not open the wall";
  EXPECT_EQ(store().count_alerts(only(1), {}, AlertGroup::org)->size(), 1u);
  std::vector<std::string> texts;
  EXPECT_EQ(store().sightings(only(1), "two.example", {0, november + day}, 10, texts)->size(), 0u);
  EXPECT_EQ(store().sightings(only(2), "two.example", {0, november + day}, 10, texts)->size(), 1u);
}

TEST_P(EventStoreTest, ALaterStateOfAnAlertReplacesTheEarlier) {
  ASSERT_TRUE(store().append({}, std::vector{told("a", november + 29 * day, 1, 1), told("b", november, 1, 7)}));
  ASSERT_TRUE(store().append({}, std::vector{told("a", november + 31 * day, 1, 5)}));
  reopen();
  ASSERT_TRUE(store().append({}, std::vector{told("a", november + 32 * day, 1, 9)}));
  const auto alerts = store().alerts(everything(), {});
  ASSERT_TRUE(alerts) << alerts.error().message;
  ASSERT_EQ(alerts->size(), 2u);
  EXPECT_EQ((*alerts)[0].id, "a");
  EXPECT_EQ((*alerts)[0].count, 9u);
  const auto counts = store().count_alerts(everything(), {}, AlertGroup::rule);
  ASSERT_EQ(counts->size(), 1u);
  EXPECT_EQ((*counts)[0].alerts, 2u);
  EXPECT_EQ((*counts)[0].events, 16u);
}

TEST_P(EventStoreTest, FindsAlertsByWhatIsAsked) {
  StoredAlert other = told("x", november + day);
  other.rule = "r'2";
  other.severity = 1;
  ASSERT_TRUE(store().append({}, std::vector{told("a", november), other}));
  EXPECT_EQ(store().alerts(everything(), {.rule = "r'2"})->size(), 1u);
  EXPECT_EQ(store().alerts(everything(), {.least_severity = 2})->size(), 1u);
  EXPECT_EQ(store().alerts(everything(), {.span = TimeSpan{november, november + 1}})->size(), 1u);
  EXPECT_EQ(store().alerts(everything(), {.limit = 1})->front().id, "x") << "the newest first";
  EXPECT_EQ(store().alerts(everything(), {.limit = 1, .offset = 1})->front().id, "a");
  const auto days = store().count_alerts(everything(), {}, AlertGroup::day);
  ASSERT_EQ(days->size(), 2u);
  EXPECT_EQ((*days)[0].key, "2026-11-01") << "days are China's";
}

TEST_P(EventStoreTest, DropsWholeMonthsButNeverYoungOnes) {
  const FakeClock clock(Timestamp(november + 10 * day));
  ASSERT_TRUE(store().append(std::vector{seen(november - 300 * day, "old.example"), seen(november, "new.example")}, {}));
  const auto denied = store().drop(clock.now(), clock, false);
  ASSERT_FALSE(denied);
  EXPECT_EQ(denied.error().code, Errc::denied);
  const Timestamp limit(november - 200 * day);
  const auto preview = store().drop(limit, clock, true);
  ASSERT_TRUE(preview) << preview.error().message;
  ASSERT_EQ(preview->size(), 1u);
  EXPECT_EQ((*preview)[0].observables, 1u);
  EXPECT_EQ(values(store(), everything()).size(), 2u) << "a preview drops nothing";
  ASSERT_TRUE(store().drop(limit, clock, false));
  EXPECT_THAT(values(store(), everything()), ::testing::ElementsAre("new.example"));
  reopen();
  EXPECT_THAT(values(store(), everything()), ::testing::ElementsAre("new.example"));
  EXPECT_EQ(store().partitions()->size(), 1u);
}

TEST_P(EventStoreTest, WhatWasAcknowledgedIsThereAfterKill) {
  int acknowledged[2];
  ASSERT_EQ(pipe(acknowledged), 0);
  const auto killed = folder() / "killed";
  const pid_t child = fork();
  if (child == 0) {
    auto mine = GetParam().open(killed);
    for (std::int64_t i = 0; mine; ++i) {
      const std::string value = std::to_string(i);
      if (!(*mine)->append(std::vector{seen(november + i, value)}, {})) _exit(1);
      if (write(acknowledged[1], &i, sizeof i) != sizeof i) _exit(1);
    }
    _exit(1);
  }
  close(acknowledged[1]);
  std::int64_t last = -1, got = -1;
  while (last < 40 && read(acknowledged[0], &got, sizeof got) == sizeof got) last = got;
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  while (read(acknowledged[0], &got, sizeof got) == sizeof got) last = got;
  close(acknowledged[0]);
  ASSERT_GE(last, 40);
  auto after = GetParam().open(killed);
  ASSERT_TRUE(after) << after.error().message;
  EXPECT_GE(values(**after, everything()).size(), static_cast<std::size_t>(last + 1));
}

TEST_P(EventStoreTest, WhoGoesOnCutsWhatItDoesNotRememberAndNothingElse) {
  const auto at = [](std::string_view value) { return std::vector{seen(november, value), seen(november + 40 * day, value)}; };
  ASSERT_TRUE(store().append(at("one"), std::vector{told("a", november, 1, 1)}, {.writer = 7, .batch = 1}));
  ASSERT_TRUE(store().append(at("other"), {}, {.writer = 8, .batch = 9}));
  ASSERT_TRUE(store().append(at("unmarked"), {}));
  ASSERT_TRUE(store().append(at("two"), std::vector{told("a", november + 40 * day, 1, 5), told("b", november)}, {.writer = 7, .batch = 2}));
  ASSERT_TRUE(store().append(at("three"), {}, {.writer = 7, .batch = 3}));
  reopen();
  EXPECT_EQ(*store().cut({.writer = 7, .batch = 3}), 0u);
  EXPECT_EQ(*store().cut({.writer = 0, .batch = -1}), 0u) << "who never goes on loses nothing";
  EXPECT_EQ(*store().cut({.writer = 7, .batch = 1}), 6u);
  EXPECT_EQ(*store().cut({.writer = 7, .batch = 1}), 0u);
  reopen();
  EXPECT_THAT(values(store(), everything()), ::testing::UnorderedElementsAre("one", "one", "other", "other", "unmarked", "unmarked"));
  const auto alerts = store().alerts(everything(), {});
  ASSERT_EQ(alerts->size(), 1u);
  EXPECT_EQ(alerts->front().count, 1u) << "the state before counts again";
}

TEST_P(EventStoreTest, OwnersAreKeptByName) {
  Observable observable = seen(november, "a.example", 0);
  observable.owner = "江苏某厂";
  StoredAlert named = told("a", november, 0), nameless = told("b", november, 5);
  named.owner = "江苏某厂";
  ASSERT_TRUE(store().append(std::vector{observable}, std::vector{named, nameless}));
  ASSERT_TRUE(store().each_observable(everything(), {0, november + day}, {}, [&](std::span<const Observable> batch) {
    EXPECT_EQ(batch.front().owner, "江苏某厂");
    return true;
  }));
  std::vector<std::string> texts;
  const auto found = store().sightings(everything(), "a.example", {0, november + day}, 1, texts);
  ASSERT_EQ(found->size(), 1u);
  EXPECT_EQ(found->front().owner, "江苏某厂");
  EXPECT_EQ(found->front().value, "a.example");
  EXPECT_EQ(found->front().stream, "dns.log");
  EXPECT_EQ(store().alerts(everything(), {.owner = "江苏某厂"})->size(), 1u);
  const auto counts = store().count_alerts(everything(), {}, AlertGroup::org);
  ASSERT_EQ(counts->size(), 2u);
  EXPECT_EQ((*counts)[0].key, "5");
  EXPECT_EQ((*counts)[1].key, "江苏某厂");
}

INSTANTIATE_TEST_SUITE_P(Stores, EventStoreTest, ::testing::ValuesIn(event_stores()), [](const auto& made) { return made.param.name; });

TEST(Reach, IsNoWiderThanTheViewer) {
  model::Viewer enterprise;
  enterprise.role = model::Role::enterprise_officer;
  enterprise.org = {5};
  EXPECT_FALSE(Reach::everything(enterprise));
  EXPECT_THAT(Reach::of(enterprise, {{4}, {5}, {6}, {}}).orgs(), ::testing::ElementsAre(OrgId{5}));
  model::Viewer city;
  city.role = model::Role::regulator_officer;
  city.regions = {"320100"};
  EXPECT_FALSE(Reach::everything(city));
  EXPECT_THAT(Reach::of(city, {{6}, {4}, {4}}).orgs(), ::testing::ElementsAre(OrgId{4}, OrgId{6}));
  model::Viewer leader;
  leader.role = model::Role::regulator_leader;
  EXPECT_TRUE(Reach::everything(leader));
  model::Viewer administrator;
  administrator.role = model::Role::administrator;
  EXPECT_TRUE(Reach::of(administrator, {{1}}).orgs().empty());
}

TEST(Month, NamesAndBoundsAgree) {
  for (std::int32_t month = -30; month < 900; ++month) {
    EXPECT_EQ(parse_month(month_name(month)), month);
    EXPECT_EQ(month_of(month_start(month)), month);
    EXPECT_EQ(month_of(month_start(month) - 1), month - 1);
  }
  EXPECT_EQ(month_name(month_of(november)), "2026-11");
  EXPECT_EQ(parse_month("2026-13"), std::nullopt);
  EXPECT_EQ(parse_month("2026_11"), std::nullopt);
}

}  // namespace
}  // namespace lp::store::testing
