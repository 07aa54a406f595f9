#include "detect/indicators/indicator_import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "base/text.h"
#include "detect/indicators/indicator_image.h"
#include "detect/indicators/stix_pattern.h"
#include "io/files.h"

namespace lp::detect {
namespace {

using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;

struct Imported {
  IndicatorSet set;
  Diagnostics out;
  ImportStatistics statistics;
  std::shared_ptr<const IndicatorImage> image;
  std::string error;
  std::vector<std::string> items() const {
    std::vector<std::string> all;
    for (std::uint32_t r = 0; r < image->size(); ++r) all.push_back(std::string(to_string(image->kind(r))) + " " + key_text(image->kind(r), image->key(r)));
    return all;
  }
  IndicatorContext context(IndicatorKind kind, std::string_view text) const {
    std::string key;
    EXPECT_TRUE(to_key(kind, text, key));
    const std::uint32_t r = image->find(kind, key);
    EXPECT_NE(r, 0u) << text;
    return r == 0 ? IndicatorContext{} : image->contexts(r - 1).at(0);
  }
};

Imported import(std::string_view bytes, std::string format = {}) {
  Imported i;
  auto result = import_indicators(bytes, {.file = "feed", .format = std::move(format)}, i.set, i.out);
  if (result) i.statistics = *result;
  else i.error = result.error().message;
  i.image = *IndicatorImage::from_bytes(i.set.to_bytes({}));
  EXPECT_EQ(i.out.warnings(), i.statistics.refused + (result ? 0 : i.out.warnings()));
  return i;
}

TEST(TextList, TakesWhatPeoplePutInLists) {
  const Imported i = import("\xEF\xBB\xBF# comment\r\n; another\n// third\n\nbad.example\r\nhxxps://evil[.]example/x#frag # why\n192.0.2.1:8080\n192.0.2.0/24 20 things\n"
                            "0.0.0.0 ads.example\n127.0.0.1 localhost\n||track.example^$third-party\nd41d8cd98f00b204e9800998ecf8427e;name\n\"quoted.example\",x\n"
                            "mallory[@]bad[.]example\nnot an indicator\n\x01\x02\n2001:db8::1\n");
  EXPECT_EQ(i.statistics.format, "text_list");
  EXPECT_THAT(i.items(), UnorderedElementsAre("domain bad.example", "url evil.example/x", "ip 192.0.2.1", "prefix 192.0.2.0/24", "domain ads.example", "domain track.example",
                                              "md5 d41d8cd98f00b204e9800998ecf8427e", "domain quoted.example", "email mallory@bad.example", "ip 2001:db8::1"));
  EXPECT_EQ(i.statistics.taken, 10u);
  EXPECT_EQ(i.statistics.refused, 2u);
  EXPECT_THAT(i.statistics.left_out, ElementsAre(Pair("comment", 3u), Pair("this_machine", 1u)));
  EXPECT_EQ(i.out.items()[0].where.line, 15);
  EXPECT_EQ(i.context(IndicatorKind::domain, "bad.example").source, "feed");
}

TEST(TextList, ARuleThatIsOnlyAMarkIsNoIndicator) {
  const Imported i = import("ok.example\n||# why\n||\n||^\n");
  EXPECT_THAT(i.items(), UnorderedElementsAre("domain ok.example"));
  EXPECT_EQ(i.statistics.taken, 1u);
}

TEST(TextList, NeverShowsMailAddresses) {
  const Imported i = import("someone@-bad-..example\nok.example\n");
  ASSERT_EQ(i.out.warnings(), 1u);
  EXPECT_FALSE(contains(i.out.items()[0].what, "someone"));
}

TEST(CsvTable, ReadsColumnsByTheirNames) {
  const Imported i = import("# Feed of today\n# \"first_seen_utc\",\"ioc_value\",\"ioc_type\",\"threat_type\",\"confidence_level\",\"tlp\",\"expires\"\n"
                            "\"2024-07-01 00:00:00\",\"192.0.2.9:443\",\"ip:port\",\"botnet_cc\",\"75\",\"TLP:GREEN\",\"2024-08-01\"\n"
                            "\"x\",\"e7d705a3286e19ea42f587b344ee6865\",\"ja3\",,\"999\",,\n\"x\",\"\",\"domain\",,,,\n\"x\",\"a \"\"b\"\"\",\"domain\",,,,\n# end\n");
  EXPECT_EQ(i.statistics.format, "csv_table");
  EXPECT_THAT(i.items(), UnorderedElementsAre("ip 192.0.2.9", "ja3 e7d705a3286e19ea42f587b344ee6865"));
  EXPECT_EQ(i.statistics.refused, 2u);
  const IndicatorContext c = i.context(IndicatorKind::ip, "192.0.2.9");
  EXPECT_EQ(c.type, "botnet_cc");
  EXPECT_EQ(c.confidence, 75);
  EXPECT_EQ(c.tlp, Tlp::green);
  EXPECT_EQ(c.until, import_time("2024-08-01"));
  EXPECT_EQ(i.context(IndicatorKind::ja3, "e7d705a3286e19ea42f587b344ee6865").confidence, 100);
  const Imported many = import("ip;domain;md5\n192.0.2.1;bad.example;d41d8cd98f00b204e9800998ecf8427e\n");
  EXPECT_EQ(many.statistics.taken, 3u);
  EXPECT_EQ(import("a,b\n1,2\n", "csv_table").error, "feed: it has no header line with known columns");
}

TEST(ZeekIntel, ReadsItsTypes) {
  const Imported i = import("#fields\tindicator\tindicator_type\tmeta.source\tmeta.desc\n192.0.2.1\tIntel::ADDR\tCERT\tscanner\nbad.example\tIntel::DOMAIN\t-\t-\n"
                            "http://bad.example/x\tIntel::URL\tO\t\n192.0.2.0/24\tIntel::SUBNET\tO\t\nda39a3ee5e6b4b0d3255bfef95601890afd80709\tIntel::FILE_HASH\tO\tx\n"
                            "evil.exe\tIntel::FILE_NAME\tO\tx\nnope\tIntel::ADDR\tO\tx\nshort\n# a comment\n");
  EXPECT_EQ(i.statistics.format, "zeek_intel");
  EXPECT_THAT(i.items(), UnorderedElementsAre("ip 192.0.2.1", "domain bad.example", "url bad.example/x", "prefix 192.0.2.0/24", "sha1 da39a3ee5e6b4b0d3255bfef95601890afd80709"));
  EXPECT_EQ(i.statistics.refused, 2u);
  EXPECT_THAT(i.statistics.left_out, ElementsAre(Pair("comment", 1u), Pair("unsupported_kind", 1u)));
  EXPECT_EQ(i.context(IndicatorKind::ip, "192.0.2.1").source, "CERT");
  EXPECT_EQ(i.context(IndicatorKind::domain, "bad.example").source, "feed");
  EXPECT_FALSE(import("x\tIntel::ADDR\n", "zeek_intel").error.empty());
}

TEST(MispEvent, ReadsAttributesOfEventsAndObjects) {
  const Imported i = import(R"({"response":[{"Event":{"info":"Campaign","Orgc":{"name":"CIRCL"},"Tag":[{"name":"tlp:amber"}],
    "Attribute":[{"type":"ip-dst|port","value":"192.0.2.5|443","to_ids":true,"category":"Network activity","comment":"C2"},
      {"type":"domain|ip","value":"bad.example|192.0.2.6","to_ids":true},{"type":"domain","value":"context.example","to_ids":false},
      {"type":"filename|sha256","value":"a.exe|e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","to_ids":true},
      {"type":"mutex","value":"x","to_ids":true},{"type":"ip-src","value":"bogus","to_ids":true},{"type":"domain","value":"gone.example","deleted":true},{"type":"filename|md5","value":"no bar"},7],
    "Object":[{"Attribute":[{"type":"url","value":"hxxp://bad[.]example/x","to_ids":true,"Tag":[{"name":"tlp:red"},{"name":"misp:confidence-level=\"usually-confident\""}]}]}]}}]})");
  EXPECT_EQ(i.statistics.format, "misp_event");
  EXPECT_THAT(i.items(), UnorderedElementsAre("ip 192.0.2.5", "domain bad.example", "ip 192.0.2.6", "url bad.example/x", "sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
  EXPECT_EQ(i.statistics.refused, 3u);
  EXPECT_THAT(i.statistics.left_out, ElementsAre(Pair("deleted", 1u), Pair("not_for_detection", 1u), Pair("unsupported_kind", 1u)));
  const IndicatorContext c = i.context(IndicatorKind::ip, "192.0.2.5");
  EXPECT_EQ(c.source, "CIRCL");
  EXPECT_EQ(c.description, "C2");
  EXPECT_EQ(c.tlp, Tlp::amber);
  EXPECT_EQ(i.context(IndicatorKind::url, "bad.example/x").confidence, 75);
  EXPECT_EQ(i.context(IndicatorKind::url, "bad.example/x").tlp, Tlp::red);
}

TEST(StixBundle, ReadsPatternsAndSaysWhatItCannot) {
  const Imported i = import(R"({"type":"bundle","id":"bundle--1","objects":[
    {"type":"indicator","spec_version":"2.1","id":"indicator--1","pattern_type":"stix","pattern":"[ipv4-addr:value = '192.0.2.1' OR domain-name:value IN ('a.example','b.example')]",
     "name":"C2","confidence":85,"indicator_types":["malicious-activity"],"valid_from":"2024-07-01T00:00:00Z","valid_until":"2024-08-01T00:00:00Z","object_marking_refs":["marking-definition--f88d31f6-486f-44da-b317-01333bde0b82"]},
    {"type":"indicator","id":"indicator--2","pattern":"[file:hashes.'SHA-256' = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' AND file:name = 'a.exe'] WITHIN 5 SECONDS"},
    {"type":"indicator","id":"indicator--3","pattern":"[url:value = 'http://bad.example/it\\'s'] FOLLOWEDBY [ipv4-addr:value ISSUBSET '198.51.100.0/24']"},
    {"type":"indicator","id":"indicator--4","pattern":"[domain-name:value != 'good.example' AND url:value LIKE '%x%']"},
    {"type":"indicator","id":"indicator--5","pattern":"[broken"},{"type":"indicator","id":"indicator--6","pattern_type":"yara","pattern":"rule x {}"},
    {"type":"indicator","id":"indicator--7","revoked":true,"pattern":"[url:value = 'http://old.example/']"},{"type":"malware","id":"malware--1"},5]})");
  EXPECT_EQ(i.statistics.format, "stix_bundle");
  EXPECT_THAT(i.items(), UnorderedElementsAre("ip 192.0.2.1", "domain a.example", "domain b.example", "sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                                              "url bad.example/it's", "prefix 198.51.100.0/24"));
  EXPECT_EQ(i.statistics.refused, 2u);
  EXPECT_THAT(i.statistics.left_out, ElementsAre(Pair("condition_between_comparisons", 3u), Pair("negated_comparison", 1u), Pair("other_object", 1u), Pair("revoked", 1u),
                                                 Pair("unsupported_kind", 1u), Pair("unsupported_operator", 1u), Pair("unsupported_pattern_type", 1u)));
  const IndicatorContext c = i.context(IndicatorKind::ip, "192.0.2.1");
  EXPECT_EQ(c.confidence, 85);
  EXPECT_EQ(c.type, "malicious-activity");
  EXPECT_EQ(c.tlp, Tlp::amber);
  EXPECT_EQ(c.from, import_time("2024-07-01T00:00:00Z"));
  EXPECT_EQ(c.until, import_time("2024-08-01T00:00:00Z"));
}

TEST(StixPattern, RefusesWhatIsNone) {
  StixPattern pattern;
  for (const char* text : {"", "x", "[]", "[a:b = ]", "[a:b = 'x'", "a:b = 'x'", "[[a:b = 'x']]", "[a:b = 'x']]", "[a = 'x']", "[a:b 'x']", "[a:b IN 'x']", "[a:b = 'x' & c:d = 'y']", "(", "['x' = a:b]"})
    EXPECT_FALSE(parse_stix_pattern(text, pattern)) << text;
  ASSERT_TRUE(parse_stix_pattern("([network-traffic:dst_port = 443 AND NOT a:b.c[0].d = t'2024-01-01T00:00:00Z']) REPEATS 5 TIMES", pattern));
  ASSERT_EQ(pattern.comparisons.size(), 2u);
  EXPECT_EQ(pattern.comparisons[0].values[0], "443");
  EXPECT_TRUE(pattern.comparisons[1].negated);
  EXPECT_EQ(pattern.comparisons[1].path, "a:b.c.d");
  EXPECT_TRUE(pattern.narrowed);
}

TEST(Import, RefusesWhatItDoesNotKnow) {
  for (const char* bytes : {"", "  \n", "<html></html>", "{\"a\":1}", "[1,2]"}) EXPECT_FALSE(import(bytes).error.empty()) << bytes;
  EXPECT_FALSE(import(std::string_view("a\0b", 3)).error.empty());
  EXPECT_FALSE(import("bad.example", "none").error.empty());
  EXPECT_FALSE(import("{\"Event\":", {}).error.empty());
  EXPECT_FALSE(import("{\"objects\":[], ", "stix_bundle").error.empty());
  IndicatorSet set;
  Diagnostics out;
  EXPECT_FALSE(import_indicator_file("/nonexistent", {}, set, out));
}

TEST(Import, TakesAFileAndNamesItAsTheSource) {
  const auto dir = io::TempDir::create("import");
  ASSERT_TRUE(dir);
  ASSERT_TRUE(io::write_file_atomic(dir->path() / "list.txt", "bad.example\n"));
  IndicatorSet set;
  Diagnostics out;
  const auto statistics = import_indicator_file(dir->path() / "list.txt", {.file = {}, .context = {.source = "ours", .confidence = 70}}, set, out);
  ASSERT_TRUE(statistics);
  EXPECT_EQ(statistics->taken, 1u);
  EXPECT_EQ(set.count(IndicatorKind::domain), 1u);
}

// Cut anywhere, with bytes turned: never a crash, and every line accounted for.
TEST(Import, SurvivesDamage) {
  std::mt19937_64 random(4);
  const std::string samples[] = {"bad.example\n192.0.2.1\n# c\nx y\n", "#fields\tindicator\tindicator_type\nbad.example\tIntel::DOMAIN\n", "ioc_value,ioc_type\nbad.example,domain\n",
                                 R"({"Event":{"Attribute":[{"type":"domain","value":"bad.example","to_ids":true}]}})",
                                 R"({"type":"bundle","objects":[{"type":"indicator","pattern":"[domain-name:value = 'bad.example']"}]})"};
  for (const std::string& sample : samples)
    for (int i = 0; i < 400; ++i) {
      std::string bytes = sample.substr(0, random() % (sample.size() + 1));
      for (int n = 0; n < i % 4 && !bytes.empty(); ++n) bytes[random() % bytes.size()] = static_cast<char>(random());
      for (const IndicatorImport& one : builtin_imports()) {
        IndicatorSet set;
        Diagnostics out;
        const auto result = import_indicators(bytes, {.file = "f", .format = std::string(one.id)}, set, out);
        if (result) {
          EXPECT_EQ(result->taken, set.size());
        }
      }
    }
}

}  // namespace
}  // namespace lp::detect
