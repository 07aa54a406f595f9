#include "detect/indicators/indicator_matcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <random>
#include <set>
#include <thread>

#include "detect/indicators/indicator_set.h"

namespace lp::detect {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

IndicatorHandle::Image image_of(IndicatorSet& set) { return *IndicatorImage::from_bytes(set.to_bytes(PublicSuffixes::minimum())); }

class Matching : public testing::Test {
 protected:
  void add(IndicatorKind kind, const char* text, IndicatorContext context = {.source = "feed", .confidence = 90}) {
    ASSERT_TRUE(set_.add(kind, text, set_.add_context(context))) << text;
  }
  // "field indicator" of each hit.
  std::vector<std::string> hits_of(std::vector<std::pair<const char*, const char*>> values, std::int64_t time = no_time) {
    handle_.swap(image_of(set_));
    Event event(fields_);
    event.time = time;
    for (const auto& [field, text] : values) event.add_text(fields_.find(field), text);
    IndicatorMatcher matcher(handle_, watched_, &allow_);
    hits_.clear();
    matcher.match(event, hits_);
    statistics_ = matcher.statistics();
    std::vector<std::string> out;
    for (const IndicatorHit& hit : hits_) out.push_back(std::string(hit.field_name) + " " + hit.indicator);
    return out;
  }

  FieldTable fields_;
  Watched watched_{fields_};
  AllowLists allow_;
  IndicatorSet set_;
  IndicatorHandle handle_;
  std::vector<IndicatorHit> hits_;
  MatchStatistics statistics_;
};

TEST_F(Matching, NamesHitTheirOwnAndThoseAbove) {
  add(IndicatorKind::domain, "bad.example");
  add(IndicatorKind::domain, "deep.bad.example");
  add(IndicatorKind::domain, "com.cn");
  add(IndicatorKind::domain, "top");
  EXPECT_THAT(hits_of({{"dns.question.name", "A.Deep.Bad.example."}}), UnorderedElementsAre("dns.question.name bad.example", "dns.question.name deep.bad.example"));
  EXPECT_FALSE(hits_[0].exact);
  EXPECT_THAT(hits_of({{"tls.client.server_name", "bad.example"}}), ElementsAre("tls.client.server_name bad.example"));
  EXPECT_TRUE(hits_[0].exact);
  EXPECT_THAT(hits_of({{"dns.question.name", "notbad.example"}, {"dns.question.name", "example"}, {"dns.question.name", "shop.com.cn"}, {"dns.question.name", "a.top"}}), ElementsAre());
  EXPECT_THAT(hits_of({{"dns.question.name", "com.cn"}, {"dns.question.name", "top"}}), ElementsAre("dns.question.name com.cn", "dns.question.name top"));
}

TEST_F(Matching, AddressesHitThemselvesAndRanges) {
  add(IndicatorKind::ip, "192.0.2.7");
  add(IndicatorKind::prefix, "192.0.2.0/24");
  add(IndicatorKind::prefix, "192.0.2.0/28");
  add(IndicatorKind::ip, "2001:db8::1");
  EXPECT_THAT(hits_of({{"destination.ip", "192.0.2.7"}}),
              UnorderedElementsAre("destination.ip 192.0.2.7", "destination.ip 192.0.2.0/28", "destination.ip 192.0.2.0/24"));
  EXPECT_THAT(hits_of({{"dns.answers.data", "2001:DB8:0::1"}, {"dns.answers.data", "198.51.100.1"}, {"source.ip", "::ffff:192.0.2.200"}}),
              UnorderedElementsAre("dns.answers.data 2001:db8::1", "source.ip 192.0.2.0/24"));
}

TEST_F(Matching, TwoStepsFindTheSameAsOne) {
  add(IndicatorKind::domain, "bad.example");
  add(IndicatorKind::prefix, "192.0.2.0/24");
  handle_.swap(image_of(set_));
  Event event(fields_);
  event.add_text(fields_.find("dns.question.name"), "www.bad.example");
  event.add_text(fields_.find("destination.ip"), "192.0.2.1");
  IndicatorMatcher matcher(handle_, watched_);
  matcher.begin(event);
  IndicatorSet other;
  handle_.swap(image_of(other));  // in between: the event still sees the image it began with
  matcher.finish(event, hits_);
  EXPECT_EQ(hits_.size(), 2u);
  hits_.clear();
  matcher.match(event, hits_);
  EXPECT_TRUE(hits_.empty());
  matcher.finish(event, hits_);
  EXPECT_TRUE(hits_.empty());
}

TEST_F(Matching, InternalAddressesAreLookedUpWhenIndicated) {
  add(IndicatorKind::ip, "192.0.2.7");
  EXPECT_THAT(hits_of({{"source.ip", "10.0.0.5"}}), ElementsAre());
  EXPECT_EQ(statistics_.probes, 0u);
  add(IndicatorKind::ip, "10.0.0.5");
  EXPECT_THAT(hits_of({{"source.ip", "10.0.0.5"}}), ElementsAre("source.ip 10.0.0.5"));
}

TEST_F(Matching, UrlsAreFoundWholeInPartsAndByTheirHost) {
  add(IndicatorKind::url, "http://bad.example/Mal.exe?x=1");
  add(IndicatorKind::ip, "192.0.2.7");
  add(IndicatorKind::domain, "host.example");
  EXPECT_THAT(hits_of({{"url.full", "https://BAD.example:443/Mal.exe?x=1#top"}}), ElementsAre("url.full bad.example/Mal.exe?x=1"));
  EXPECT_THAT(hits_of({{"url.domain", "bad.example"}, {"url.original", "/Mal.exe?x=1"}}), ElementsAre("url.original bad.example/Mal.exe?x=1"));
  EXPECT_THAT(hits_of({{"url.domain", "good.example"}, {"url.original", "http://bad.example/Mal.exe?x=1"}}), ElementsAre("url.original bad.example/Mal.exe?x=1"));
  EXPECT_THAT(hits_of({{"url.original", "/Mal.exe?x=1"}}), ElementsAre());
  EXPECT_THAT(hits_of({{"url.full", "http://192.0.2.7/x"}, {"http.request.referrer", "http://www.host.example/"}}),
              UnorderedElementsAre("url.full 192.0.2.7", "http.request.referrer host.example"));
  EXPECT_THAT(hits_of({{"email.url", "bad.example/Mal.exe?x=1"}, {"email.url", "www.host.example/"}}), UnorderedElementsAre("email.url bad.example/Mal.exe?x=1", "email.url host.example"));
  EXPECT_THAT(hits_of({{"http.request.host", "192.0.2.7:8080"}, {"url.domain", "host.example:443"}}), UnorderedElementsAre("http.request.host 192.0.2.7", "url.domain host.example"));
  EXPECT_THAT(hits_of({{"http.request.host", "["}, {"http.request.host", "[]"}, {"http.request.host", ":80"}, {"url.full", "://"}}), ElementsAre());
}

TEST_F(Matching, HashesMailAndHandshakes) {
  add(IndicatorKind::md5, "d41d8cd98f00b204e9800998ecf8427e");
  add(IndicatorKind::sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  add(IndicatorKind::ja3, "e7d705a3286e19ea42f587b344ee6865");
  add(IndicatorKind::ja4, "t13d1516h2_8daaf6152771_b186095e22b6");
  add(IndicatorKind::email, "mallory@bad.example");
  EXPECT_THAT(hits_of({{"Hashes", "MD5=D41D8CD98F00B204E9800998ECF8427E,SHA256=E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855,IMPHASH=00000000000000000000000000000000"}}),
              UnorderedElementsAre("Hashes d41d8cd98f00b204e9800998ecf8427e", "Hashes e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
  add(IndicatorKind::sha1, "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  EXPECT_THAT(hits_of({{"tls.server.hash.sha1", "DA:39:A3:EE:5E:6B:4B:0D:32:55:BF:EF:95:60:18:90:AF:D8:07:09"}}), ElementsAre("tls.server.hash.sha1 da39a3ee5e6b4b0d3255bfef95601890afd80709"));
  EXPECT_THAT(hits_of({{"Hashes", "IMPHASH=d41d8cd98f00b204e9800998ecf8427e"}, {"file.hash.md5", "e7d705a3286e19ea42f587b344ee6865"}}), ElementsAre());
  EXPECT_THAT(hits_of({{"tls.client.ja3", "e7d705a3286e19ea42f587b344ee6865"}, {"tls.client.ja4", "T13D1516h2_8daaf6152771_b186095e22b6"}, {"email.from.address", "Mallory <Mallory@BAD.example>"}}),
              ElementsAre("tls.client.ja3 e7d705a3286e19ea42f587b344ee6865", "tls.client.ja4 t13d1516h2_8daaf6152771_b186095e22b6", "email.from.address mallory@bad.example"));
}

TEST_F(Matching, DatesDirectionAndAllowListsDecideHowBadItIs) {
  Diagnostics out;
  ASSERT_TRUE(allow_.add(R"({"name":"Resolvers","type":"string","list":["8.8.8.8","popular.example/page"]})", "f", out));
  ASSERT_TRUE(allow_.add(R"({"name":"Popular","type":"hostname","list":["popular.example"]})", "f", out));
  add(IndicatorKind::ip, "192.0.2.7", {.source = "old", .confidence = 90, .until = 1000});
  add(IndicatorKind::ip, "192.0.2.7", {.source = "new", .type = "c2", .confidence = 60, .tlp = Tlp::green, .from = 500});
  add(IndicatorKind::ip, "8.8.8.8");
  add(IndicatorKind::url, "http://popular.example/bad");
  struct Row { const char* field; std::int64_t time; Severity severity; std::size_t contexts; };
  for (const Row& row : {Row{"destination.ip", 600, Severity::high, 2}, Row{"source.ip", 600, Severity::medium, 2}, Row{"destination.ip", 1000, Severity::medium, 1},
                         Row{"source.ip", 1000, Severity::low, 1}, Row{"destination.ip", 100, Severity::high, 1}, Row{"destination.ip", no_time, Severity::high, 2}}) {
    ASSERT_EQ(hits_of({{row.field, "192.0.2.7"}}, row.time).size(), 1u);
    EXPECT_EQ(hits_[0].severity, row.severity) << row.field << row.time;
    EXPECT_EQ(hits_[0].contexts.size(), row.contexts);
  }
  ASSERT_EQ(hits_of({{"destination.ip", "8.8.8.8"}}).size(), 1u);
  EXPECT_EQ(hits_[0].severity, Severity::informational);
  EXPECT_EQ(hits_[0].allowed_by, "Resolvers (8.8.8.8)");
  EXPECT_THAT(explain(hits_[0]), ElementsAre("destination.ip is the indicated ip 8.8.8.8 (connected there)", "source feed, confidence 90", "lowered: on the allow-list Resolvers (8.8.8.8)"));
  EXPECT_EQ(statistics_.allowed, 1u);
  ASSERT_EQ(hits_of({{"url.full", "http://popular.example/bad"}}).size(), 1u);
  EXPECT_EQ(hits_[0].severity, Severity::medium);  // one lower, not silent
}

TEST_F(Matching, IndicatorsOutOfDateAreCountedNotTold) {
  add(IndicatorKind::domain, "bad.example", {.source = "s", .until = 10});
  EXPECT_THAT(hits_of({{"dns.question.name", "bad.example"}}, 10), ElementsAre());
  EXPECT_EQ(statistics_.out_of_date, 1u);
}

TEST_F(Matching, NothingLoadedIsNoTrouble) {
  Event event(fields_);
  event.add_text(fields_.find("source.ip"), "192.0.2.1");
  IndicatorMatcher matcher(handle_, watched_);
  matcher.match(event, hits_);
  EXPECT_TRUE(hits_.empty());
  EXPECT_EQ(matcher.statistics().events, 1u);
}

// Against a set of names and a walk over every suffix.
TEST_F(Matching, EqualsTheNaiveWalk) {
  std::mt19937_64 random(3);
  const auto name = [&] {
    std::string out;
    for (std::size_t n = 1 + random() % 4; n > 0; --n) out += std::string(1, static_cast<char>('a' + random() % 5)) + ".";
    return out + (random() % 3 == 0 ? "com.cn" : random() % 2 == 0 ? "cn" : "org");
  };
  const PublicSuffixes suffixes = PublicSuffixes::minimum();
  std::set<std::string> naive;
  for (int i = 0; i < 300; ++i) {
    const std::string n = i % 50 == 0 ? "com.cn" : name();
    add(IndicatorKind::domain, n.c_str());
    naive.insert(n);
  }
  handle_.swap(image_of(set_));
  IndicatorMatcher matcher(handle_, watched_);
  Event event(fields_);
  for (int i = 0; i < 5000; ++i) {
    const std::string seen = name();
    std::set<std::string> expected, got;
    for (std::string_view part = seen;;) {
      if (naive.contains(std::string(part)) && (part == seen || !suffixes.is_suffix(part))) expected.insert(std::string(part));
      const std::size_t dot = part.find('.');
      if (dot == std::string_view::npos) break;
      part.remove_prefix(dot + 1);
    }
    event.clear();
    event.add_text(fields_.find("dns.question.name"), seen);
    hits_.clear();
    matcher.match(event, hits_);
    for (const IndicatorHit& hit : hits_) got.insert(hit.indicator);
    ASSERT_EQ(got, expected) << seen;
  }
}

// Every event sees the old image whole or the new one whole: the two names are only ever indicated together.
TEST_F(Matching, SwapsUnderLoadLoseNothing) {
  const auto make = [](int version) {
    IndicatorSet set;
    const ContextId c = set.add_context({.source = std::to_string(version)});
    for (int i = 0; i < 2000; ++i) set.add(IndicatorKind::domain, "n" + std::to_string(i) + ".example", c);
    set.add(IndicatorKind::domain, version % 2 == 0 ? "even.example" : "odd.example", c);
    set.add(IndicatorKind::ip, version % 2 == 0 ? "192.0.2.2" : "192.0.2.1", c);
    return image_of(set);
  };
  handle_.swap(make(0));
  std::atomic<bool> stop{false};
  std::atomic<std::uint64_t> events{0}, wrong{0};
  const auto run = [&] {
    IndicatorMatcher matcher(handle_, watched_);
    Event event(fields_);
    std::vector<IndicatorHit> hits;
    while (!stop.load(std::memory_order_relaxed)) {
      event.clear();
      for (const char* name : {"even.example", "odd.example", "n7.example"}) event.add_text(fields_.find("dns.question.name"), name);
      for (const char* ip : {"192.0.2.1", "192.0.2.2"}) event.add_text(fields_.find("destination.ip"), ip);
      hits.clear();
      matcher.match(event, hits);
      std::set<std::string> sources, found;
      for (const IndicatorHit& hit : hits) {
        sources.insert(hit.contexts.at(0).source);
        found.insert(hit.indicator);
      }
      const bool even = found == std::set<std::string>{"even.example", "n7.example", "192.0.2.2"};
      const bool odd = found == std::set<std::string>{"odd.example", "n7.example", "192.0.2.1"};
      if (sources.size() != 1 || !(even || odd)) ++wrong;
      ++events;
    }
  };
  std::thread one(run), two(run);
  while (events < 100) std::this_thread::yield();
  for (int version = 1; version <= 40; ++version) handle_.swap(make(version));
  const std::uint64_t before = events;
  while (events < before + 100) std::this_thread::yield();
  stop = true;
  one.join();
  two.join();
  EXPECT_EQ(wrong, 0u);
  handle_.reap();
  EXPECT_EQ(handle_.retired(), 0u);
}

TEST(IndicatorAlertTypes, AreOneAKind) {
  const auto types = indicator_alert_types();
  ASSERT_EQ(types.size(), indicator_kinds);
  EXPECT_EQ(types[static_cast<std::size_t>(IndicatorKind::domain)].id, "indicator:domain");
  for (const AlertType& type : types) EXPECT_FALSE(type.title.zh.empty() || type.title.en.empty());
}

}  // namespace
}  // namespace lp::detect
