#include "service/events/look_back.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "detect/indicators/indicator_set.h"
#include "io/files.h"
#include "service/events/indicator_files.h"
#include "service/events/kept_kinds.h"
#include "service/events/memory_event_store.h"

namespace lp::service {
namespace {

using detect::IndicatorKind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using testing::MemoryEventStore;

constexpr std::int64_t day = 86'400'000'000;
const std::int64_t november = 1'793'491'200'000'000;  // 2026-11-01 UTC
const std::string md5(32, 'a');

class LookBackTest : public ::testing::Test {
 protected:
  struct Kept {
    IndicatorKind kind;
    std::string text;
    std::int64_t time = november;
    std::int64_t org = 0;
    std::string stream = "eve.json", owner{};
    store::ObservableRole role = store::ObservableRole::destination;
  };
  void keep(const std::vector<Kept>& all) {
    std::vector<store::Observable> rows;
    for (const Kept& k : all) {
      std::string key;
      ASSERT_TRUE(detect::to_key(k.kind, k.text, key)) << k.text;
      rows.push_back({.time = k.time, .kind = to_kept_kind(k.kind, k.text), .role = k.role, .org = {k.org}, .owner = k.owner, .hash = detect::hash_key(k.kind, key), .value = k.text, .stream = k.stream});
    }
    ASSERT_TRUE(store_.append(rows, {}, {}));
  }
  void know(IndicatorKind kind, const std::string& text, detect::IndicatorContext context = {.source = "feed", .type = "c2", .confidence = 70}) {
    ASSERT_TRUE(set_.add(kind, text, set_.add_context(context))) << text;
  }
  LookBack look(LookBackOptions options = {.span = {0, november + 900 * day}}, const store::Reach& reach = *store::Reach::everything(model::Viewer::system("test"))) {
    const std::vector<std::shared_ptr<const detect::IndicatorImage>> images{*detect::IndicatorImage::from_bytes(set_.to_bytes(detect::PublicSuffixes::minimum()))};
    auto found = look_back(store_, reach, images, options, [](std::uint64_t) { return true; });
    EXPECT_TRUE(found);
    return *std::move(found);
  }
  static std::vector<std::string> texts(const LookBack& found) {
    std::vector<std::string> out;
    for (const Sighting& s : found.sightings) out.push_back(s.value + (s.exact ? " is " : " by ") + s.indicator);
    return out;
  }
  MemoryEventStore store_;
  detect::IndicatorSet set_;
};

TEST_F(LookBackTest, EveryKindIsHitByItsOwn) {
  const std::vector<std::pair<IndicatorKind, std::string>> all{{IndicatorKind::ip, "192.0.2.1"}, {IndicatorKind::ip, "2001:db8::1"}, {IndicatorKind::domain, "evil.example"},
                                                               {IndicatorKind::url, "bad.example/x?y"}, {IndicatorKind::md5, md5}, {IndicatorKind::sha1, md5 + "aaaaaaaa"},
                                                               {IndicatorKind::sha256, md5 + md5}, {IndicatorKind::email, "a@b.example"}};
  std::vector<std::string> expected;
  for (const auto& [kind, text] : all) {
    keep({{kind, text}});
    know(kind, text);
    expected.push_back(text + " is " + text);
  }
  keep({{IndicatorKind::ip, "192.0.2.2"}, {IndicatorKind::domain, "good.example"}, {IndicatorKind::ja3, md5}});
  const LookBack found = look();
  EXPECT_THAT(texts(found), ::testing::UnorderedElementsAreArray(expected));
  EXPECT_EQ(found.seen, all.size());
}

TEST_F(LookBackTest, NamesAboveHostsOfUrlsAndRangesHitToo) {
  keep({{IndicatorKind::domain, "a.b.evil.example"}, {IndicatorKind::domain, "notevil.example"}, {IndicatorKind::url, "www.evil.example/x"}, {IndicatorKind::url, "203.0.113.9:8080/y"},
        {IndicatorKind::ip, "198.51.100.77"}, {IndicatorKind::domain, "shop.com.cn"}, {IndicatorKind::url, "evil.example/"}});
  know(IndicatorKind::domain, "evil.example");
  know(IndicatorKind::ip, "203.0.113.9");
  know(IndicatorKind::prefix, "198.51.100.0/24");
  know(IndicatorKind::prefix, "203.0.113.0/28");
  know(IndicatorKind::domain, "com.cn");
  EXPECT_THAT(texts(look()), UnorderedElementsAre("a.b.evil.example by evil.example", "www.evil.example/x by evil.example", "evil.example/ by evil.example", "203.0.113.9:8080/y by 203.0.113.9",
                                                  "203.0.113.9:8080/y by 203.0.113.0/28", "198.51.100.77 by 198.51.100.0/24"));
}

TEST_F(LookBackTest, SightingsOfOneThingAreOneWithCountAndTimes) {
  keep({{IndicatorKind::ip, "192.0.2.1", november + 5}, {IndicatorKind::ip, "192.0.2.1", november + 1}, {IndicatorKind::ip, "192.0.2.1", november + 9},
        {IndicatorKind::ip, "192.0.2.1", november, 0, "other.json"}, {IndicatorKind::ip, "192.0.2.1", november, 0, "eve.json", "甲公司"}});
  know(IndicatorKind::ip, "192.0.2.1");
  const LookBack found = look();
  ASSERT_EQ(found.sightings.size(), 3u);
  EXPECT_EQ(found.sightings[0].count, 3u);
  EXPECT_EQ(found.sightings[0].first, november + 1);
  EXPECT_EQ(found.sightings[0].last, november + 9);
  EXPECT_EQ(found.seen, 5u);
  EXPECT_EQ(found.observables, 5u);
}

TEST_F(LookBackTest, DatesOfIndicatorsCount) {
  keep({{IndicatorKind::ip, "192.0.2.1", november}});
  know(IndicatorKind::ip, "192.0.2.1", {.source = "old", .until = november - day});
  know(IndicatorKind::ip, "192.0.2.1", {.source = "new", .from = november + day});
  LookBack found = look();
  EXPECT_THAT(texts(found), IsEmpty());
  EXPECT_EQ(found.out_of_date, 1u);
  EXPECT_EQ(look({.span = {0, november + day}, .any_date = true}).sightings.at(0).contexts.size(), 2u);
  know(IndicatorKind::ip, "192.0.2.1", {.source = "now", .confidence = 90, .from = november, .until = november + 1});
  found = look();
  ASSERT_EQ(found.sightings.size(), 1u);
  ASSERT_EQ(found.sightings[0].contexts.size(), 1u);
  EXPECT_EQ(found.sightings[0].contexts[0].source, "now");
  EXPECT_EQ(found.sightings[0].confidence(), 90);
}

TEST_F(LookBackTest, TimeWallAndLimitsHold) {
  keep({{IndicatorKind::ip, "192.0.2.1", november, 1}, {IndicatorKind::ip, "192.0.2.2", november + day, 2}, {IndicatorKind::ip, "192.0.2.3", november, 0}});
  for (const char* text : {"192.0.2.1", "192.0.2.2", "192.0.2.3"}) know(IndicatorKind::ip, text);
  EXPECT_THAT(texts(look({.span = {november + 1, november + 2 * day}})), ElementsAre("192.0.2.2 is 192.0.2.2"));
  model::Viewer enterprise;
  enterprise.role = model::Role::enterprise_officer;
  enterprise.org = {1};
  EXPECT_THAT(texts(look({.span = {0, november + 2 * day}}, store::Reach::of(enterprise, {{1}, {2}}))), ElementsAre("192.0.2.1 is 192.0.2.1"));
  const LookBack few = look({.span = {0, november + 2 * day}, .most = 2});
  EXPECT_EQ(get_int(to_json(look({.span = {november + 1, november + 2 * day}}).sightings.at(0)), "organisation_id"), 2);
  EXPECT_EQ(few.sightings.size(), 2u);
  EXPECT_EQ(few.beyond, 1u);
}

TEST_F(LookBackTest, WhatAnAllowListKnowsComesLastAndMarked) {
  keep({{IndicatorKind::domain, "dns.example", november + 9}, {IndicatorKind::domain, "evil.example", november}});
  know(IndicatorKind::domain, "dns.example", {.source = "feed", .confidence = 100});
  know(IndicatorKind::domain, "evil.example", {.source = "feed", .confidence = 10});
  detect::AllowLists allow;
  Diagnostics trouble;
  ASSERT_TRUE(allow.add(R"({"name":"resolvers","type":"hostname","matching_attributes":["domain"],"list":["dns.example"]})", "list.json", trouble));
  const LookBack found = look({.span = {0, november + day}, .allow = &allow});
  EXPECT_THAT(texts(found), ElementsAre("evil.example is evil.example", "dns.example is dns.example"));
  EXPECT_THAT(found.sightings[1].allowed_by, ::testing::HasSubstr("resolvers"));
  const json::object shown = to_json(found.sightings[1]);
  EXPECT_EQ(get_string(shown, "value"), "dns.example");
  EXPECT_EQ(get_int(*find_object(shown, "indicator"), "confidence"), 100);
  EXPECT_EQ(get_string(shown, "role"), "destination");
}

TEST_F(LookBackTest, StopsWhenAsked) {
  keep({{IndicatorKind::ip, "192.0.2.1"}, {IndicatorKind::ip, "192.0.2.2"}});
  know(IndicatorKind::ip, "192.0.2.1");
  const std::vector<std::shared_ptr<const detect::IndicatorImage>> images{*detect::IndicatorImage::from_bytes(set_.to_bytes(detect::PublicSuffixes::minimum()))};
  const auto found = look_back(store_, *store::Reach::everything(model::Viewer::system("test")), images, {.span = {0, november + day}}, [](std::uint64_t) { return false; });
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->stopped);
  EXPECT_EQ(found->observables, 1u);
}

TEST(IndicatorFiles, ImagesAndFeedsTogether) {
  const io::TempDir folder = *io::TempDir::create("indicator-files");
  const auto feed = folder.path() / "feed.txt", image = folder.path() / "feeds.image", text = folder.path() / "more.txt";
  ASSERT_TRUE(io::write_file_atomic(feed, "192.0.2.1\nevil[.]example\n"));
  ASSERT_TRUE(io::write_file_atomic(text, "192.0.2.2\n"));
  detect::IndicatorSet set;
  set.add(IndicatorKind::ip, "192.0.2.3", set.add_context({.source = "s"}));
  ASSERT_TRUE(set.write(image, detect::PublicSuffixes::minimum()));
  Diagnostics trouble;
  const auto loaded = load_indicators({.paths = {feed, image, text}}, trouble);
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->images.size(), 2u);
  EXPECT_EQ(loaded->count, 4u);
  EXPECT_FALSE(load_indicators({.paths = {folder.path() / "absent"}}, trouble));
}

}  // namespace
}  // namespace lp::service
