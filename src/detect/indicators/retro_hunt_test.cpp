#include "detect/indicators/retro_hunt.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "detect/indicators/indicator_matcher.h"
#include "detect/indicators/indicator_set.h"

namespace lp::detect {
namespace {

using testing::ElementsAre;

std::vector<std::string> keys_of(FieldRole role, const char* text) {
  std::vector<std::string> out;
  each_key(role, text, [&](IndicatorKind kind, std::string_view key, bool exact) { out.push_back(std::string(to_string(kind)) + " " + key_text(kind, key) + (exact ? "" : " above")); });
  return out;
}

TEST(RetroHunt, ValuesHaveTheKeysTheyCanBeHitBy) {
  EXPECT_THAT(keys_of(FieldRole::address, "A.b.Example.com."), ElementsAre("domain a.b.example.com", "domain b.example.com above", "domain example.com above"));
  EXPECT_THAT(keys_of(FieldRole::address, "192.0.2.1"), ElementsAre("ip 192.0.2.1"));
  EXPECT_THAT(keys_of(FieldRole::host, "example.com:8080"), ElementsAre("domain example.com"));
  EXPECT_THAT(keys_of(FieldRole::host, "[2001:db8::1]:80"), ElementsAre("ip 2001:db8::1"));
  EXPECT_THAT(keys_of(FieldRole::url, "http://www.Example.com/x#y"), ElementsAre("url www.example.com/x", "domain www.example.com", "domain example.com above"));
  EXPECT_THAT(keys_of(FieldRole::hash, "MD5=d41d8cd98f00b204e9800998ecf8427e,IMPHASH=d41d8cd98f00b204e9800998ecf8427f"), ElementsAre("md5 d41d8cd98f00b204e9800998ecf8427e"));
  EXPECT_THAT(keys_of(FieldRole::email, "A@b.example"), ElementsAre("email a@b.example"));
  EXPECT_THAT(keys_of(FieldRole::ja3, "x"), ElementsAre());
}

TEST(RetroHunt, FindsWhatAMatcherWouldHaveFound) {
  std::mt19937_64 random(9);
  IndicatorSet set;
  const ContextId c = set.add_context({.source = "s"});
  for (int i = 0; i < 400; ++i) set.add(IndicatorKind::domain, "d" + std::to_string(random() % 3000) + ".example", c);
  for (int i = 0; i < 400; ++i) set.add(IndicatorKind::ip, to_string(Ip{.low = 0xC0000200 + random() % 3000}), c);
  set.add(IndicatorKind::domain, "com.cn", c);
  const auto fresh = *IndicatorImage::from_bytes(set.to_bytes(PublicSuffixes::minimum()));
  FieldTable fields;
  const Watched watched(fields);
  const IndicatorHandle handle(fresh);
  IndicatorMatcher matcher(handle, watched);
  Event event(fields);
  std::vector<std::uint64_t> hashes;
  std::vector<std::string> texts;
  std::set<std::pair<std::string, std::string>> expected, got;
  for (int i = 0; i < 3000; ++i) {
    const std::string text = i % 3 == 0 ? "www.d" + std::to_string(i) + ".example" : i % 3 == 1 ? to_string(Ip{.low = 0xC0000200 + static_cast<std::uint64_t>(i)}) : "shop" + std::to_string(i) + ".com.cn";
    event.clear();
    event.add_text(fields.find("dns.answers.data"), text);
    std::vector<IndicatorHit> hits;
    matcher.match(event, hits);
    for (const IndicatorHit& hit : hits) expected.emplace(text, hit.indicator);
    const std::size_t before = hashes.size();
    observable_hashes(FieldRole::address, text, hashes);
    texts.insert(texts.end(), hashes.size() - before, text);
  }
  const RetroStatistics statistics = retro_hunt(*fresh, hashes, [&](std::uint32_t record, std::size_t position) {
    if (is_sighting(*fresh, record, FieldRole::address, texts[position])) got.emplace(texts[position], key_text(fresh->kind(record), fresh->key(record)));
  });
  EXPECT_EQ(got, expected);
  EXPECT_GT(got.size(), 100u);
  EXPECT_EQ(statistics.observables, hashes.size());
  EXPECT_GT(statistics.candidates, got.size());  // the names below com.cn are candidates, no sightings
}

TEST(RetroHunt, FindsRangesToo) {
  IndicatorSet set;
  set.add(IndicatorKind::prefix, "192.0.2.0/24", set.add_context({.source = "s"}));
  const auto fresh = *IndicatorImage::from_bytes(set.to_bytes({}));
  const std::vector<Ip> seen{*parse_ip("192.0.2.9"), *parse_ip("192.0.3.9"), *parse_ip("::1")};
  std::vector<std::size_t> at;
  retro_hunt(*fresh, seen, [&](std::uint32_t record, std::size_t position) {
    EXPECT_EQ(fresh->key(record), "192.0.2.0/24");
    at.push_back(position);
  });
  EXPECT_THAT(at, ElementsAre(0u));
}

}  // namespace
}  // namespace lp::detect
