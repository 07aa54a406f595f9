#include "match/findings/from_matches.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "match/findings/finding_book.h"

namespace lp::match {
namespace {

Component component(std::string_view purl) {
  Component c;
  c.purl = *parse_purl(purl);
  c.name = c.purl->name, c.version = c.purl->version, c.scheme = "pypi", c.asset = "web01";
  return c;
}

Advisory advisory(std::string id, std::vector<std::string> aliases, std::string fixed) {
  Advisory a;
  a.id = std::move(id), a.source = "osv", a.aliases = std::move(aliases), a.title = "a flaw", a.severity = "high";
  Affected& one = a.affected.emplace_back();
  one.package = key_of_osv("PyPI", "requests");
  one.tier = Tier::ecosystem, one.scheme = "pypi";
  one.intervals = {Interval{{}, fixed, true, false}};
  one.fixed_versions = {fixed};
  return a;
}

AdvisoryLayers layers(const std::vector<Advisory>& all) { return AdvisoryLayers().with(all); }

TEST(FromMatches, AMatchBecomesAFindingWithItsReason) {
  const std::vector<Component> components{component("pkg:pypi/requests@2.19.0"), component("pkg:pypi/requests@2.32.0"), component("pkg:pypi/other@1.0")};
  const Matcher matcher(layers({advisory("GHSA-1", {"CVE-2018-18074"}, "2.20.0")}));
  const MatchedFindings found = findings_of(components, matcher, matcher.match(components), false);
  ASSERT_EQ(found.findings.size(), 1u);
  const ReportedFinding& f = found.findings[0];
  EXPECT_EQ(f.asset, "web01");
  EXPECT_EQ(f.component, "pkg:pypi/requests");
  EXPECT_EQ(f.component_version, "2.19.0");
  EXPECT_EQ(f.fixed_versions, std::vector<std::string>{"2.20.0"});
  EXPECT_EQ(f.severity, "high");
  EXPECT_EQ(f.origin, FindingOrigin::match);
  EXPECT_EQ(f.tier, Tier::ecosystem);
  EXPECT_FALSE(f.reason.empty());
  EXPECT_NE(std::ranges::find(f.ids, "CVE-2018-18074"), f.ids.end());
  EXPECT_NE(std::ranges::find(f.ids, "GHSA-1"), f.ids.end());
  EXPECT_EQ(found.counts.affected, 1u);
}

TEST(FromMatches, AVersionThatIsNotStatedIsCountedNotSilent) {
  Component nameless = component("pkg:pypi/requests");
  const Matcher matcher(layers({advisory("GHSA-1", {}, "2.20.0")}));
  const std::vector<Component> components{nameless};
  const MatchedFindings found = findings_of(components, matcher, matcher.match(components), true);
  EXPECT_TRUE(found.findings.empty());
  EXPECT_EQ(found.counts.version_unknown, 1u);
}

TEST(FromMatches, IdentityLeavesVersionAndDocumentReferencesOut) {
  Component a = component("pkg:deb/debian/openssl@3.0.1?arch=amd64"), b = component("pkg:deb/debian/openssl@3.0.2?arch=arm64");
  EXPECT_EQ(component_identity(a), component_identity(b));
  a.location = "pkg:deb/debian/openssl@3.0.1";
  EXPECT_EQ(stable_location(a), "");
  a.location = "9b2c7d0e-1111-4222-8333-444455556666";
  EXPECT_EQ(stable_location(a), "");
  for (const char* place : {"/usr/lib/x.jar", "C:\\x\\y.dll", "tcp/443", "udp/161"}) {
    a.location = place;
    EXPECT_EQ(stable_location(a), place);
  }
}

TEST(FromMatches, IdsThatOccurTogetherNameOneFlaw) {
  std::vector<ReportedFinding> findings(3);
  findings[0].ids = {"GHSA-1", "CVE-2024-2"};
  findings[1].ids = {"ghsa-1 ", "PYSEC-9"};
  findings[2].ids = {"CNVD-2024-1"};
  const StatedAliases aliases(findings);
  for (const char* id : {"GHSA-1", "CVE-2024-2", "PYSEC-9"}) EXPECT_EQ(aliases.canonical(id), "CVE-2024-2") << id;
  EXPECT_EQ(aliases.canonical("CNVD-2024-1"), "CNVD-2024-1");
  EXPECT_EQ(aliases.canonical("CVE-1999-1"), "CVE-1999-1");
}

TEST(FromMatches, TwoSourcesOfOneFlawAreOneFinding) {
  const std::vector<Component> components{component("pkg:pypi/requests@2.19.0")};
  Advisory second = advisory("PYSEC-2018-28", {"CVE-2018-18074"}, "2.20.0");
  const Matcher matcher(layers({advisory("GHSA-1", {"CVE-2018-18074"}, "2.20.0"), second}));
  MatchedFindings found = findings_of(components, matcher, matcher.match(components), true);
  ASSERT_EQ(found.findings.size(), 2u);
  const StatedAliases aliases(found.findings);
  FindingBook book;
  FindingImport import;
  import.source = "match", import.findings = std::move(found.findings);
  const auto changes = book.apply(std::move(import), aliases);
  EXPECT_EQ(changes.created, 1u);
  EXPECT_EQ(book.open(), 1u);
}

}  // namespace
}  // namespace lp::match
