#include "detect/indicators/observer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "detect/indicators/indicator_matcher.h"
#include "detect/indicators/indicator_set.h"
#include "detect/indicators/retro_hunt.h"

namespace lp::detect {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ObserverTest : public ::testing::Test {
 protected:
  using Texts = std::vector<std::pair<std::string, std::string>>;
  Observations observe(const Texts& texts) {
    Event event(fields_);
    event.time = 5;
    for (const auto& [field, text] : texts) event.add_text(fields_.find(field), text);
    Observations out;
    Observer(watched_).observe(event, 0, out);
    return out;
  }
  std::vector<std::string> shown(const Texts& texts) {
    std::vector<std::string> out;
    const Observations seen = observe(texts);
    for (const Observation& o : seen.rows) {
      out.push_back(std::string(to_string(o.field->direction)) + " " + std::string(to_string(o.kind)) + " " + std::string(seen.text(o)));
      std::string key;
      EXPECT_TRUE(to_key(o.kind, seen.text(o), key)) << out.back();
      EXPECT_EQ(hash_key(o.kind, key), o.hash) << "the kept text has the kept hash: " << out.back();
      EXPECT_EQ(o.time, 5);
    }
    return out;
  }
  FieldTable fields_;
  const Watched watched_{fields_};
};

TEST_F(ObserverTest, EveryKindIsKeptAsItIsCompared) {
  const std::string sha1(40, 'a'), md5(32, 'B'), sha256(64, 'c');
  EXPECT_THAT(shown({{"source.ip", "10.1.2.3"}, {"destination.ip", "2001:DB8:0::1"}}), ElementsAre("inbound ip 10.1.2.3", "outbound ip 2001:db8::1"));
  EXPECT_THAT(shown({{"source.ip", "::ffff:192.0.2.1"}}), ElementsAre("inbound ip 192.0.2.1"));
  EXPECT_THAT(shown({{"dns.question.name", "WWW.例子.CN."}}), ElementsAre("query domain www.xn--fsqu00a.cn"));
  EXPECT_THAT(shown({{"http.request.host", "Example.com:8080"}, {"url.original", "/x?y#z"}}), ElementsAre("request domain example.com", "request url example.com:8080/x?y"));
  EXPECT_THAT(shown({{"http.request.host", "[2001:db8::2]:80"}}), ElementsAre("request ip 2001:db8::2"));
  EXPECT_THAT(shown({{"http.request.referrer", "https://A.example/%41"}}), ElementsAre("referrer url a.example/A"));
  EXPECT_THAT(shown({{"Hashes", "MD5=" + md5 + ",SHA256=" + sha256 + ",IMPHASH=" + md5}}),
              ElementsAre("content md5 " + std::string(32, 'b'), "content sha256 " + sha256));
  EXPECT_THAT(shown({{"tls.server.hash.sha1", "aa:aa:aa:aa:aa:aa:aa:aa:aa:aa:aa:aa:aa:aa:aa:aa:aa:aa:aa:aa"}}), ElementsAre("request sha1 " + sha1));
  EXPECT_THAT(shown({{"email.from.address", "Li <LI@Example.com>"}}), ElementsAre("mail email li@example.com"));
  EXPECT_THAT(shown({{"tls.client.ja3", md5}}), ElementsAre("client ja3 " + std::string(32, 'b')));
}

TEST_F(ObserverTest, WhatIsNoneIsLeftOut) {
  EXPECT_THAT(shown({{"source.ip", "-"}, {"dns.question.name", ""}, {"url.original", "/path/without/host"}, {"file.hash.md5", "abc"}, {"email.from.address", "nobody"}}), IsEmpty());
}

TEST_F(ObserverTest, TheSameInTheSameWayIsOneInAnotherWayTwo) {
  EXPECT_THAT(shown({{"source.ip", "192.0.2.1"}, {"client.ip", "192.0.2.1"}, {"destination.ip", "192.0.2.1"}}), ElementsAre("inbound ip 192.0.2.1", "outbound ip 192.0.2.1"));
}

TEST_F(ObserverTest, AnEventCannotFillTheMemory) {
  Texts many;
  for (int i = 0; i < 3000; ++i) many.emplace_back("dns.answers.data", "192.0." + std::to_string(i / 250) + "." + std::to_string(i % 250));
  Observations out = observe(many);
  EXPECT_EQ(out.rows.size(), 1024u);
  EXPECT_EQ(out.left_out, 3000u - 1024u);
  many.clear();
  for (int i = 0; i < 100; ++i) many.emplace_back("url.full", "http://a.example/" + std::string(5000, 'x') + std::to_string(i));
  out = observe(many);
  EXPECT_LE(out.texts.size(), 65'536u);
  EXPECT_EQ(out.rows.size() + out.left_out, 100u);
}

TEST_F(ObserverTest, OwnersAreNumberedOnce) {
  Observations out;
  EXPECT_EQ(out.intern_owner(""), 0u);
  EXPECT_EQ(out.intern_owner("甲"), 1u);
  EXPECT_EQ(out.intern_owner("乙"), 2u);
  EXPECT_EQ(out.intern_owner("甲"), 1u);
  EXPECT_THAT(out.owners, ElementsAre("", "甲", "乙"));
}

// Looking back at what was kept finds what a matcher would have found while it passed.
TEST_F(ObserverTest, NothingAMatcherHitsIsLost) {
  std::mt19937_64 random(3);
  IndicatorSet set;
  const ContextId context = set.add_context({.source = "s"});
  const auto host = [&] { return (random() % 2 ? "www." : "") + ("d" + std::to_string(random() % 60)) + (random() % 2 ? ".example" : ".com.cn"); };
  const auto address = [&] { return to_string(Ip{.low = 0xCB007100 + random() % 256}); };
  for (int i = 0; i < 20; ++i) {
    set.add(IndicatorKind::domain, host(), context);
    set.add(IndicatorKind::ip, address(), context);
    set.add(IndicatorKind::url, "http://" + host() + "/a" + std::to_string(random() % 4), context);
    set.add(IndicatorKind::url, "http://" + address() + "/a" + std::to_string(random() % 4), context);
  }
  const auto image = *IndicatorImage::from_bytes(set.to_bytes(PublicSuffixes::minimum()));
  const IndicatorHandle handle(image);
  IndicatorMatcher matcher(handle, watched_);
  int hits_seen = 0;
  for (int i = 0; i < 4000; ++i) {
    Event event(fields_);
    const std::string a = address(), q = host(), h = random() % 2 ? host() : address() + ":8080", path = "/a" + std::to_string(random() % 6), full = "http://" + host() + path;
    for (const auto& [field, text] : {std::pair<const char*, const std::string*>{"source.ip", &a}, {"dns.question.name", &q}, {"http.request.host", &h}, {"url.original", &path}, {"url.full", &full}})
      if (random() % 2) event.add_text(fields_.find(field), *text);
    std::vector<IndicatorHit> hits;
    matcher.match(event, hits);
    std::set<std::string> expected, found;
    for (const IndicatorHit& hit : hits) expected.insert(hit.indicator);
    Observations kept;
    Observer(watched_).observe(event, 0, kept);
    for (const Observation& o : kept.rows)
      each_key(o.kind == IndicatorKind::url ? FieldRole::url : FieldRole::address, kept.text(o), [&](IndicatorKind kind, std::string_view key, bool exact) {
        const std::uint32_t record = image->find(kind, key);
        if (record != 0 && (exact || !image->exact_only(record - 1))) found.insert(key_text(kind, key));
      });
    for (const std::string& indicator : expected) EXPECT_TRUE(found.contains(indicator)) << indicator;
    hits_seen += static_cast<int>(expected.size());
  }
  EXPECT_GT(hits_seen, 200);
}

}  // namespace
}  // namespace lp::detect
