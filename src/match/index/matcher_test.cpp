#include "match/index/matcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "match/index/index_testing.h"

namespace lp::match {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Matcher matcher_of(std::vector<Advisory> advisories) { return Matcher(layers_of(advisories)); }

Affected with_status(Affected entry, AffectedStatus status, Tier tier) {
  entry.status = status;
  entry.tier = tier;
  return entry;
}

TEST(Matcher, MinusInfinityIsNoVersion) {
  const Matcher m = matcher_of({advisory_of("GO-1", {osv_entry("Go", "example.com/x", "golang", {before("0.1.0")})})});
  EXPECT_THAT(matches_in_words(m, purl_component("pkg:golang/example.com/x@v0.0.0-20220101000000-abcdefabcdef")), ElementsAre("GO-1 ecosystem affected"));
  EXPECT_THAT(matches_in_words(m, purl_component("pkg:golang/example.com/x@v0.1.0")), IsEmpty());
}

TEST(Matcher, BoundsCountAsTheFlagsSay) {
  for (const bool from_included : {false, true})
    for (const bool to_included : {false, true}) {
      const Matcher m = matcher_of({advisory_of("A", {osv_entry("PyPI", "p", "pypi", {{"1", "2", from_included, to_included}})})});
      const auto count = [&](const char* v) { return m.match(purl_component(std::string("pkg:pypi/p@") + v)).size(); };
      EXPECT_EQ(count("1.0"), from_included ? 1u : 0u);
      EXPECT_EQ(count("1.5"), 1u);
      EXPECT_EQ(count("2.0.0"), to_included ? 1u : 0u);
      EXPECT_EQ(count("0.9"), 0u);
      EXPECT_EQ(count("2.0.1"), 0u);
    }
}

TEST(Matcher, NamesOfOtherSpacesDoNotMeet) {
  const Matcher m = matcher_of({advisory_of("A", {osv_entry("PyPI", "p", "pypi", {{}})})});
  EXPECT_THAT(matches_in_words(m, purl_component("pkg:npm/p@1.0.0")), IsEmpty());
  EXPECT_THAT(matches_in_words(m, purl_component("pkg:pypi/P@1.0.0")), ElementsAre("A ecosystem affected"));
}

TEST(Matcher, WithoutAVersionItIsAQuestion) {
  const Matcher m = matcher_of({advisory_of("A", {osv_entry("PyPI", "p", "pypi", {before("2")})}), advisory_of("B", {osv_entry("PyPI", "p", "pypi", {{}})})});
  EXPECT_THAT(matches_in_words(m, purl_component("pkg:pypi/p")), ElementsAre("A ecosystem version_unknown", "B ecosystem affected"));
}

TEST(Matcher, AForeignVersionIsACandidateUnlessNamedExactly) {
  Affected entry = osv_entry("PyPI", "p", "pypi", {before("2.0")});
  entry.versions = {"1.0-x-y"};
  const Matcher m = matcher_of({advisory_of("A", {entry})});
  EXPECT_THAT(matches_in_words(m, purl_component("pkg:pypi/p@1.1-x-y")), ElementsAre("A rough affected"));
  EXPECT_THAT(matches_in_words(m, purl_component("pkg:pypi/p@1.0-x-y")), ElementsAre("A ecosystem affected"));
}

TEST(Matcher, AForeignBoundOrSchemeIsACandidate) {
  const Matcher m = matcher_of({advisory_of("A", {osv_entry("PyPI", "p", "pypi", {{std::nullopt, "2.6.0-N-A", true, true}})}), advisory_of("B", {osv_entry("PyPI", "q", "", {before("2.0")})}),
                                advisory_of("C", {osv_entry("PyPI", "q", "no-such-scheme", {Interval::exactly("1.0")})})});
  EXPECT_THAT(matches_in_words(m, purl_component("pkg:pypi/p@1.0")), ElementsAre("A rough affected"));
  EXPECT_THAT(matches_in_words(m, purl_component("pkg:pypi/q@1.0")), ElementsAre("B rough affected", "C ecosystem affected"));
}

TEST(Matcher, VexSuppressesTheSameFlawInItsAndWorseTiers) {
  const auto vex = advisory_of("VEX-1", {with_status(osv_entry("PyPI", "p", "pypi", {{}}), AffectedStatus::not_affected, Tier::vendor)}, {"CVE-2024-1"}, "csaf:x");
  const auto flaw = advisory_of("GHSA-1", {osv_entry("PyPI", "p", "pypi", {before("2")})}, {"CVE-2024-1"});
  const auto other = advisory_of("GHSA-2", {osv_entry("PyPI", "p", "pypi", {before("2")})}, {"CVE-2024-2"});
  EXPECT_THAT(matches_in_words(matcher_of({vex, flaw, other}), purl_component("pkg:pypi/p@1")), ElementsAre("GHSA-1 ecosystem suppressed", "GHSA-2 ecosystem affected"));
  auto weak = vex;
  weak.affected[0].tier = Tier::text;
  EXPECT_THAT(matches_in_words(matcher_of({weak, flaw}), purl_component("pkg:pypi/p@1")), ElementsAre("GHSA-1 ecosystem affected"));
  auto narrow = vex;
  narrow.affected[0].intervals = {from("1.5")};
  EXPECT_THAT(matches_in_words(matcher_of({narrow, flaw}), purl_component("pkg:pypi/p@1")), ElementsAre("GHSA-1 ecosystem affected"));
  EXPECT_THAT(Matcher(layers_of({vex, flaw}), {.suppressed = false}).match(purl_component("pkg:pypi/p@1")), IsEmpty());
}

TEST(Matcher, AliasesJoinTransitivelyButNotThroughBundles) {
  const auto vex = advisory_of("CVE-2024-1", {with_status(osv_entry("PyPI", "p", "pypi", {{}}), AffectedStatus::fixed, Tier::vendor)}, {}, "csaf:x");
  const auto far = advisory_of("PYSEC-1", {osv_entry("PyPI", "p", "pypi", {{}})}, {"GHSA-1"});
  const auto link = advisory_of("GHSA-1", {}, {"CVE-2024-1"});
  EXPECT_THAT(matches_in_words(matcher_of({vex, far}), purl_component("pkg:pypi/p@1")), ElementsAre("PYSEC-1 ecosystem affected"));
  EXPECT_THAT(matches_in_words(matcher_of({vex, far, link}), purl_component("pkg:pypi/p@1")), ElementsAre("PYSEC-1 ecosystem suppressed"));
  const auto bundle = advisory_of("B-1", {osv_entry("PyPI", "p", "pypi", {{}})}, {"CVE-2024-1", "CVE-2024-2"});
  const auto second = advisory_of("CVE-2024-2", {osv_entry("PyPI", "p", "pypi", {{}})});
  EXPECT_THAT(matches_in_words(matcher_of({vex, bundle, second}), purl_component("pkg:pypi/p@1")), ElementsAre("B-1 ecosystem affected", "CVE-2024-2 ecosystem affected"));
  const auto both = advisory_of("VEX-2", {with_status(osv_entry("PyPI", "p", "pypi", {{}}), AffectedStatus::fixed, Tier::vendor)}, {"CVE-2024-2"}, "csaf:x");
  EXPECT_THAT(matches_in_words(matcher_of({vex, both, bundle}), purl_component("pkg:pypi/p@1")), ElementsAre("B-1 ecosystem suppressed"));
}

Component openssl_of_alma(std::string version) {
  Component c = purl_component("pkg:rpm/almalinux/openssl@" + version + "?epoch=1&distro=almalinux-8");
  c.distribution = "almalinux:8";
  c.cpes.push_back(*parse_cpe("cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*"));
  return c;
}

TEST(Matcher, DistributionsDecideAboutTheirPackages) {
  const auto upstream = advisory_of("CVE-2024-1", {cpe_entry("cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*", {before("3.0")})}, {}, "nvd");
  auto errata = advisory_of("ALSA-1", {osv_entry("AlmaLinux:8", "openssl", "rpm", {before("1:1.1.1k-7.el8_6")})});
  errata.related = {"CVE-2024-1"};
  // nothing of the distribution is known: a candidate
  EXPECT_THAT(matches_in_words(matcher_of({upstream}), openssl_of_alma("1.1.1k-9.el8_7")), ElementsAre("CVE-2024-1 rough affected"));
  // not mended yet: both, one of them a candidate
  EXPECT_THAT(matches_in_words(matcher_of({upstream, errata}), openssl_of_alma("1.1.1k-5.el8")), ElementsAre("ALSA-1 vendor affected", "CVE-2024-1 rough affected"));
  // mended
  EXPECT_THAT(matches_in_words(matcher_of({upstream, errata}), openssl_of_alma("1.1.1k-9.el8_7")), ElementsAre("CVE-2024-1 rough suppressed"));
}

TEST(Matcher, AnAbsentEpochIsZero) {
  const Matcher m = matcher_of({advisory_of("ALSA-1", {osv_entry("AlmaLinux:8", "bash", "rpm", {before("0:4.4-5.el8")})})});
  EXPECT_EQ(m.match(purl_component("pkg:rpm/almalinux/bash@4.4-4.el8?distro=almalinux-8")).size(), 1u);
  EXPECT_EQ(m.match(purl_component("pkg:rpm/almalinux/bash@4.4-5.el8?distro=almalinux-8")).size(), 0u);
}

TEST(Matcher, ModuleStreamsAreApart) {
  Affected entry = osv_entry("AlmaLinux:8", "nodejs", "rpm", {before("1:18.14.2-2.module_el8.7.0+3483+c4b9d3a1")});
  const auto component = [](std::string version, std::string more = {}) { return purl_component("pkg:rpm/almalinux/nodejs@" + version + "?epoch=1&distro=almalinux-8" + more); };
  const Matcher m = matcher_of({advisory_of("ALSA-1", {entry})});
  EXPECT_THAT(matches_in_words(m, component("18.9.1-1.module_el8.7.0%2B1%2Babc")), ElementsAre("ALSA-1 vendor affected"));
  EXPECT_THAT(matches_in_words(m, component("14.9.1-1.module_el8.7.0%2B1%2Babc")), ElementsAre("ALSA-1 rough affected"));
  EXPECT_THAT(matches_in_words(m, component("10.1-1.el8")), ElementsAre("ALSA-1 rough affected"));
  entry.module_stream = "nodejs:18";
  const Matcher stated = matcher_of({advisory_of("ALSA-1", {entry})});
  EXPECT_THAT(matches_in_words(stated, component("18.9.1-1.module_el8.7.0%2B1%2Babc", "&rpmmod=nodejs:18:8070:abc")), ElementsAre("ALSA-1 vendor affected"));
  EXPECT_THAT(matches_in_words(stated, component("14.9.1-1.module_el8.7.0%2B1%2Babc", "&rpmmod=nodejs:14:8070:abc")), IsEmpty());
}

TEST(Matcher, MinorStreamsOfRedHatAreApart) {
  const Matcher m = matcher_of({advisory_of("RHSA-1", {osv_entry("Red Hat:enterprise_linux:8::baseos", "x", "rpm", {before("1.0-5.el8_4.2")})})});
  EXPECT_THAT(matches_in_words(m, purl_component("pkg:rpm/redhat/x@1.0-5.el8_4.1?distro=rhel-8.4")), ElementsAre("RHSA-1 vendor affected"));
  EXPECT_THAT(matches_in_words(m, purl_component("pkg:rpm/redhat/x@1.0-4.el8_6.1?distro=rhel-8.6")), ElementsAre("RHSA-1 rough affected"));
}

TEST(Matcher, AttributesOfACpeAreAskedFor) {
  const Matcher m = matcher_of({advisory_of("A", {cpe_entry("cpe:2.3:a:v:p:*:*:*:*:*:wordpress:*:*", {before("2")})}, {}, "nvd")});
  EXPECT_THAT(matches_in_words(m, cpe_component("cpe:2.3:a:v:p:1:*:*:*:*:wordpress:*:*")), ElementsAre("A cpe affected"));
  EXPECT_THAT(matches_in_words(m, cpe_component("cpe:2.3:a:v:p:1:*:*:*:*:drupal:*:*")), IsEmpty());
  EXPECT_THAT(matches_in_words(m, cpe_component("cpe:2.3:a:v:p:1:*:*:*:*:*:*:*")), ElementsAre("A rough affected"));
  const Matcher na = matcher_of({advisory_of("A", {cpe_entry("cpe:2.3:a:v:p:*:-:*:*:*:*:*:*", {before("2")})}, {}, "nvd")});
  EXPECT_THAT(matches_in_words(na, cpe_component("cpe:2.3:a:v:p:1:*:*:*:*:*:*:*")), ElementsAre("A cpe affected"));
  EXPECT_THAT(matches_in_words(na, cpe_component("cpe:2.3:a:v:p:1:sp1:*:*:*:*:*:*")), IsEmpty());
}

TEST(Matcher, PlatformsMustBeOnTheAsset) {
  Affected entry = cpe_entry("cpe:2.3:o:v:firmware:*:*:*:*:*:*:*:*", {before("2")});
  entry.conditions = {{{*parse_cpe("cpe:2.3:h:v:box:-:*:*:*:*:*:*:*")}, {{}}}};
  const Matcher m = matcher_of({advisory_of("A", {entry}, {}, "nvd")});
  std::vector<Component> asset = {cpe_component("cpe:2.3:o:v:firmware:1:*:*:*:*:*:*:*")};
  EXPECT_EQ(m.match(asset).at(0).tier, Tier::rough);
  EXPECT_TRUE(m.match(asset).at(0).doubts.has(Doubt::platform_unknown));
  asset.push_back(cpe_component("cpe:2.3:h:v:other_box:-:*:*:*:*:*:*:*"));
  EXPECT_THAT(m.match(asset), IsEmpty());
  asset.push_back(cpe_component("cpe:2.3:h:v:box:-:*:*:*:*:*:*:*"));
  ASSERT_EQ(m.match(asset).size(), 1u);
  EXPECT_EQ(m.match(asset)[0].tier, Tier::cpe);
  asset[2].asset = "elsewhere";
  EXPECT_THAT(m.match(asset), IsEmpty());
}

TEST(Matcher, WithdrawnAdvisoriesMatchNothing) {
  auto a = advisory_of("A", {osv_entry("PyPI", "p", "pypi", {{}})});
  a.withdrawn = Timestamp(1);
  const Matcher m = matcher_of({a});
  EXPECT_THAT(m.match(purl_component("pkg:pypi/p@1")), IsEmpty());
  const Explanation e = m.explain(purl_component("pkg:pypi/p@1"), "A");
  ASSERT_EQ(e.statements.size(), 1u);
  EXPECT_THAT(e.statements[0].why.en, HasSubstr("withdrawn"));
}

TEST(Matcher, SaysWhy) {
  auto a = advisory_of("GHSA-1", {osv_entry("PyPI", "p", "pypi", {between("1.0", "2.0")}), osv_entry("PyPI", "q", "pypi", {{}})}, {"CVE-2024-9"});
  a.title = "Bad";
  a.severity = "high";
  const Matcher m = matcher_of({a});
  const Component c = purl_component("pkg:pypi/p@1.5");
  const auto matches = m.match(c);
  ASSERT_EQ(matches.size(), 1u);
  const MatchText text = m.text(c, matches[0]);
  EXPECT_EQ(text.advisory.id, "GHSA-1");
  EXPECT_EQ(text.flaw, "CVE-2024-9");
  EXPECT_EQ(text.interval, ">= 1.0, < 2.0");
  EXPECT_THAT(text.fixed_versions, ElementsAre("2.0"));
  EXPECT_EQ(text.reason.en, "pypi/p 1.5 is in >= 1.0, < 2.0");
  EXPECT_EQ(text.reason.zh, "pypi/p 的版本 1.5 在范围 >= 1.0, < 2.0 内");

  const Explanation e = m.explain(purl_component("pkg:pypi/p@3.0"), "CVE-2024-9");
  ASSERT_EQ(e.statements.size(), 2u);
  EXPECT_FALSE(e.statements[0].matched);
  EXPECT_EQ(e.statements[0].why.en, "version 3.0 is not in >= 1.0, < 2.0");
  EXPECT_EQ(e.statements[1].why.en, "the component is not pypi/q");
  EXPECT_THAT(e.matches, IsEmpty());
}

TEST(Matcher, AnsweringInBulkIsTheSame) {
  const Matcher m = matcher_of({advisory_of("A", {osv_entry("PyPI", "p", "pypi", {before("2")})}), advisory_of("B", {osv_entry("npm", "p", "npm", {before("2.0.0")})})});
  std::vector<Component> components;
  for (int i = 0; i < 40; ++i) components.push_back(purl_component(std::string(i % 2 == 0 ? "pkg:pypi/p@" : "pkg:npm/p@") + std::to_string(i % 4) + ".0.0"));
  const auto all = m.match(components);
  std::size_t n = 0;
  for (std::uint32_t i = 0; i < components.size(); ++i)
    for (const Match& one : m.match(components[i])) {
      ASSERT_LT(n, all.size());
      EXPECT_EQ(all[n].component, i);
      EXPECT_EQ(all[n].statement, one.statement);
      EXPECT_EQ(all[n].tier, one.tier);
      ++n;
    }
  EXPECT_EQ(n, all.size());
  EXPECT_EQ(n, 20u);
}

}  // namespace
}  // namespace lp::match
