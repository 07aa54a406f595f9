#include "service/events/event_feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/events/kept_kinds.h"
#include "service/events/memory_event_store.h"

namespace lp::service {
namespace {

using testing::MemoryEventStore;

constexpr std::int64_t second = 1'000'000, day = 86'400 * second;
const std::int64_t november = 1'793'491'200'000'000;  // 2026-11-01 UTC

const detect::WatchedField& field_named(std::string_view name) {
  for (const detect::WatchedField& field : detect::watched_fields())
    if (field.name == name) return field;
  throw std::logic_error("no such field");
}

struct Seen {
  std::string value;
  std::int64_t time = november;
  std::string owner{};
};

detect::BlockResult block_of(const std::vector<Seen>& all, std::string stream = "dns.log") {
  auto out = std::make_shared<detect::Observations>();
  for (const Seen& seen : all) {
    detect::Observation o{.time = seen.time, .hash = detect::hash_key(detect::IndicatorKind::domain, seen.value), .field = &field_named("dns.question.name")};
    o.place = static_cast<std::uint32_t>(out->texts.size());
    o.length = static_cast<std::uint32_t>(seen.value.size());
    o.owner = out->intern_owner(seen.owner);
    o.kind = detect::IndicatorKind::domain;
    out->texts += seen.value;
    out->rows.push_back(o);
  }
  detect::BlockResult block;
  block.stream = std::make_shared<const detect::StreamInfo>(detect::StreamInfo{std::move(stream), nullptr});
  block.observations = std::move(out);
  return block;
}

class EventFeedTest : public ::testing::Test {
 protected:
  std::unique_ptr<EventFeed> feed(const FeedMark& mark, FeedOptions options = {.batch_rows = 10}) { return *EventFeed::open(store_, mark, clock_, std::move(options)); }
  std::vector<std::string> values() const {
    std::vector<std::string> out;
    for (const auto& row : store_.rows()) out.push_back(row.value);
    return out;
  }
  const FakeClock clock_{Timestamp(november + 10 * day)};
  MemoryEventStore store_;
};

TEST_F(EventFeedTest, EverythingTakenIsKeptInOrderWithWhatIsKnownOfIt) {
  const auto f = feed(FeedMark::fresh(), {.batch_rows = 3, .find_organisation = [](std::string_view name) -> Result<OrgId> { return name == "甲公司" ? OrgId{7} : OrgId{}; }});
  std::vector<std::string> expected;
  for (int i = 0; i < 100; ++i) {
    expected.push_back("d" + std::to_string(i) + ".example");
    f->take(block_of({{expected.back(), november + i, i % 2 ? "甲公司" : "乙公司"}}));
  }
  const auto mark = f->settle();
  ASSERT_TRUE(mark);
  EXPECT_EQ(values(), expected);
  EXPECT_EQ(mark->batch.batch, 34);
  EXPECT_EQ(f->statistics().observables, 100u);
  EXPECT_EQ(store_.rows()[1].owner, "甲公司");
  EXPECT_EQ(store_.rows()[1].o.org, OrgId{7});
  EXPECT_EQ(store_.rows()[0].o.org, OrgId{});
  EXPECT_EQ(store_.rows()[5].o.time, november + 5);
  EXPECT_EQ(store_.rows()[5].stream, "dns.log");
  EXPECT_EQ(store_.rows()[5].o.role, store::ObservableRole::query);
  EXPECT_EQ(store_.rows()[5].o.kind, store::ObservableKind::domain);
}

TEST_F(EventFeedTest, AlertsAreKeptWithTheirJson) {
  const auto f = feed(FeedMark::fresh());
  detect::Alert alert{.id = "a1", .state = detect::AlertState::closed, .severity = detect::Severity::high, .entity = "ip:10.0.0.1", .owner = {"甲公司", "门户", ""}, .count = 9,
                      .first = november, .last = november + second};
  f->take(alert, {.kind = detect::AlertKind::sensor, .id = "suricata:1", .title = {"一", "one"}});
  ASSERT_TRUE(f->settle());
  const auto kept = *store_.alerts(*store::Reach::everything(model::Viewer::system("test")), {});
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept[0].id, "a1");
  EXPECT_EQ(kept[0].severity, static_cast<int>(detect::Severity::high));
  EXPECT_EQ(kept[0].rule, "suricata:1");
  EXPECT_EQ(kept[0].kind, "sensor");
  EXPECT_EQ(kept[0].owner, "甲公司");
  EXPECT_EQ(kept[0].object, "门户");
  EXPECT_EQ(kept[0].count, 9u);
  EXPECT_THAT(kept[0].json, ::testing::HasSubstr("longpan-alert/1"));
}

TEST_F(EventFeedTest, ARunThatGoesOnKeepsWhatOneNeverEndedKeeps) {
  FeedMark saved = FeedMark::fresh();
  {
    const auto f = feed(saved);
    f->take(block_of({{"one"}, {"two"}}));
    saved = *f->settle();
    f->take(block_of({{"lost"}}));
    ASSERT_TRUE(f->settle()) << "kept, but the state was not saved: killed here";
  }
  EXPECT_EQ(values().size(), 3u);
  const FeedMark stranger = FeedMark::fresh();
  const auto other = feed(stranger);
  other->take(block_of({{"of another run"}}));
  ASSERT_TRUE(other->settle());
  const auto f = feed(to_feed_mark(to_json(saved)));
  EXPECT_EQ(f->statistics().cut, 1u);
  f->take(block_of({{"lost"}, {"three"}}));
  ASSERT_TRUE(f->settle());
  EXPECT_THAT(values(), ::testing::ElementsAre("one", "two", "of another run", "lost", "three"));
}

TEST_F(EventFeedTest, TimesThatCannotBeAreTheLatestGoodOne) {
  const auto f = feed(FeedMark::fresh());
  f->take(block_of({{"a", detect::no_time}, {"b", november}, {"c", detect::no_time}, {"d", november + 400 * day}, {"e", -1}, {"f", november - day}, {"g", std::numeric_limits<std::int64_t>::max()}}));
  const FeedMark mark = *f->settle();
  std::vector<std::int64_t> times;
  for (const auto& row : store_.rows()) times.push_back(row.o.time);
  EXPECT_THAT(times, ::testing::ElementsAre(november + 10 * day, november, november, november, november, november - day, november));
  EXPECT_EQ(f->statistics().odd_times, 5u);
  EXPECT_EQ(mark.latest, november);
  const auto g = feed(mark);
  g->take(block_of({{"h", detect::no_time}}));
  ASSERT_TRUE(g->settle());
  EXPECT_EQ(store_.rows().back().o.time, november) << "gone on with";
}

TEST_F(EventFeedTest, AnAlertWithATimeThatCannotBeCountsAtItsFirstOrNow) {
  const auto f = feed(FeedMark::fresh());
  const detect::AlertType type{.id = "r", .title = {"一", "one"}};
  const std::int64_t never = std::numeric_limits<std::int64_t>::max();
  f->take({.id = "a", .entity = "e", .first = november - day, .last = never}, type);
  f->take({.id = "b", .entity = "e", .first = never, .last = never}, type);
  f->take({.id = "c", .entity = "e"}, type);
  f->take(block_of({{"its block", november}}));
  ASSERT_TRUE(f->settle());
  const auto kept = *store_.alerts(*store::Reach::everything(model::Viewer::system("test")), {});
  ASSERT_EQ(kept.size(), 3u);
  EXPECT_EQ(kept[0].last, november - day);
  EXPECT_EQ(kept[1].last, november + 10 * day);
  EXPECT_EQ(kept[2].last, november + 10 * day);
}

TEST_F(EventFeedTest, WhoFeedsTooFastWaitsAndLosesNothing) {
  const auto f = feed(FeedMark::fresh(), {.batch_rows = 1, .batches_waiting = 2});
  store_.stuck = true;
  std::atomic<int> taken = 0;
  std::thread feeder([&] {
    for (int i = 0; i < 20; ++i) {
      f->take(block_of({{std::to_string(i)}}));
      ++taken;
    }
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_LE(taken, 3) << "bounded while the store is stuck";
  store_.stuck = false;
  feeder.join();
  ASSERT_TRUE(f->settle());
  EXPECT_EQ(store_.rows().size(), 20u);
  EXPECT_EQ(store_.batches.size(), 20u);
  EXPECT_EQ(store_.batches.back().batch, 20);
}

TEST_F(EventFeedTest, AFullDiskIsToldAndNobodyWaitsForEver) {
  const auto f = feed(FeedMark::fresh(), {.batch_rows = 1, .batches_waiting = 1});
  store_.batches_until_failure = 2;
  for (int i = 0; i < 20; ++i) f->take(block_of({{std::to_string(i)}}));
  const auto mark = f->settle();
  ASSERT_FALSE(mark);
  EXPECT_EQ(mark.error().code, Errc::unavailable);
  EXPECT_EQ(f->health().error().code, Errc::unavailable);
  EXPECT_EQ(store_.rows().size(), 2u);
}

TEST_F(EventFeedTest, ARegisterThatCannotBeReadIsToldNotPassedOver) {
  const FeedOptions broken{.batch_rows = 1, .find_organisation = [](std::string_view) -> Result<OrgId> { return make_error(Errc::io, "no register"); }};
  const auto f = feed(FeedMark::fresh(), broken);
  f->take(block_of({{"a.example", november, "甲公司"}}));
  EXPECT_EQ(f->settle().error().code, Errc::io);
  const auto g = feed(FeedMark::fresh(), broken);
  g->take({.id = "a1", .entity = "e", .owner = {"甲公司", "", ""}}, {.id = "r", .title = {"一", "one"}});
  EXPECT_EQ(g->health().error().code, Errc::io);
  EXPECT_TRUE(store_.rows().empty());
}

TEST_F(EventFeedTest, NothingMakesNoBatch) {
  const auto f = feed(FeedMark::fresh());
  f->take(block_of({}));
  detect::BlockResult unobserved;
  f->take(unobserved);
  EXPECT_EQ(f->settle()->batch.batch, 0);
  EXPECT_TRUE(store_.batches.empty());
}

TEST(FeedMark, IsNobodyElsesAndSurvivesAStateFile) {
  const FeedMark a = FeedMark::fresh(), b = FeedMark::fresh();
  EXPECT_GT(a.batch.writer, 0);
  EXPECT_NE(a.batch.writer, b.batch.writer);
  EXPECT_EQ(to_feed_mark(to_json(a)).batch, a.batch);
  EXPECT_EQ(to_feed_mark({}).batch.writer, 0);
}

TEST(KeptKinds, ComeBackAsTheyWent) {
  const std::string md5(32, 'a'), sha1(40, 'a'), sha256(64, 'a');
  for (const auto& [kind, text] : {std::pair<detect::IndicatorKind, std::string>{detect::IndicatorKind::ip, "192.0.2.1"}, {detect::IndicatorKind::ip, "2001:db8::1"},
                                   {detect::IndicatorKind::domain, "a.example"}, {detect::IndicatorKind::url, "a.example/"}, {detect::IndicatorKind::md5, md5},
                                   {detect::IndicatorKind::sha1, sha1}, {detect::IndicatorKind::sha256, sha256}, {detect::IndicatorKind::email, "a@b.example"},
                                   {detect::IndicatorKind::ja3, md5}, {detect::IndicatorKind::ja4, "t13d1516h2_8daaf6152771_02713d6af862"}})
    EXPECT_EQ(to_indicator_kind(to_kept_kind(kind, text), text), kind) << text;
  EXPECT_EQ(to_kept_kind(detect::IndicatorKind::ip, "2001:db8::1"), store::ObservableKind::ipv6);
  EXPECT_EQ(to_kept_role(field_named("tls.client.server_name")), store::ObservableRole::name_sent);
  EXPECT_EQ(to_kept_role(field_named("source.ip")), store::ObservableRole::source);
  EXPECT_EQ(to_kept_role(field_named("Hashes")), store::ObservableRole::file);
  EXPECT_EQ(to_string(store::ObservableRole::name_sent), "name_sent");
  EXPECT_EQ(to_string(store::ObservableRole(99)), "other");
  EXPECT_EQ(to_string(store::ObservableKind::ja4), "ja4");
}

}  // namespace
}  // namespace lp::service
