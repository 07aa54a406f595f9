#include "match/findings/identity.h"

#include <gtest/gtest.h>

#include "match/findings/finding_testing.h"
#include "match/findings/identity_text.h"

namespace lp::match {
namespace {

using testing::reported;

TEST(Identity, WhiteSpaceCaseAndOrderDoNotMatter) {
  const ReportedFinding plain = reported("web-1", "pypi/requests", {"CVE-2024-1", "GHSA-aaaa-bbbb-cccc"}, "/srv/app");
  ReportedFinding other = reported("  WEB-1\t", "PyPI/Requests ", {" ghsa-AAAA-bbbb-cccc", "cve-2024-1", "CVE-2024-1 "}, " /srv/App", "low");
  other.title = "quite other words";
  other.component_version = "2.0";
  EXPECT_EQ(identity_of(plain, no_aliases()), identity_of(other, no_aliases()));
  EXPECT_EQ(to_finding_id(identity_of(plain, no_aliases())), to_finding_id(identity_of(other, no_aliases())));
}

TEST(Identity, EveryPartCounts) {
  const auto id = [](const ReportedFinding& f) { return to_finding_id(identity_of(f, no_aliases())); };
  const std::string base = id(reported("a", "b", {"CVE-1"}, "c"));
  EXPECT_EQ(base.size(), 32u);
  EXPECT_NE(base, id(reported("x", "b", {"CVE-1"}, "c")));
  EXPECT_NE(base, id(reported("a", "x", {"CVE-1"}, "c")));
  EXPECT_NE(base, id(reported("a", "b", {"CVE-2"}, "c")));
  EXPECT_NE(base, id(reported("a", "b", {"CVE-1", "CVE-2"}, "c")));
  EXPECT_NE(base, id(reported("a", "b", {"CVE-1"}, "x")));
}

TEST(Identity, TextCannotMoveBetweenParts) {
  const auto key = [](const ReportedFinding& f) { return to_finding_id(identity_of(f, no_aliases())); };
  EXPECT_NE(key(reported("a\x1f" "b", "", {"X"})), key(reported("a", "b", {"X"})));
  EXPECT_NE(key(reported("a", "b", {"X\x1fY"})), key(reported("a", "b", {"X", "Y"})));
  EXPECT_NE(key(reported("ab", "", {"X"})), key(reported("a", "b", {"X"})));
}

TEST(Identity, AliasesStandForEachOther) {
  testing::FixedAliases aliases;
  aliases.join("GHSA-x", "CVE-1");
  EXPECT_EQ(identity_of(reported("a", "b", {"ghsa-x"}), aliases), identity_of(reported("a", "b", {"CVE-1"}), aliases));
  EXPECT_EQ(identity_of(reported("a", "b", {"ghsa-x", "CVE-1"}), aliases).ids, std::vector<std::string>{"CVE-1"});
}

// The text a book uses again says the same as the plain values.
TEST(Identity, TheReusedTextAgreesWithTheValues) {
  testing::FixedAliases aliases;
  aliases.join("GHSA-x", "CVE-1");
  IdentityText text;
  for (const auto& f : {reported("A ", "c", {"ghsa-x"}), reported("A ", "c", {"z", "cve-1", "y", "GHSA-x"}, "l"), reported("", "", {}), reported("a", "b", {"  "})}) {
    text.put(f, aliases);
    EXPECT_EQ(text.id(), to_finding_id(identity_of(f, aliases)));
    EXPECT_EQ(text.asset(), fold_place(f.asset));
  }
}

TEST(Identity, FoldsIds) {
  EXPECT_EQ(fold_id("  cve-2024-1\n"), "CVE-2024-1");
  EXPECT_EQ(fold_id("cnvd - 2024 - 1"), "CNVD-2024-1");
  EXPECT_EQ(fold_id("　ghsa-AB"), "GHSA-ab");
  EXPECT_EQ(fold_id("Nuclei:Git-Config"), "nuclei:git-config");
  EXPECT_EQ(fold_place("  A  B\t c "), "a b c");
}

}  // namespace
}  // namespace lp::match
