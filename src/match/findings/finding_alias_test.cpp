// Ids that become one: findings merge without one that is new or closed.
#include <gtest/gtest.h>

#include "match/findings/finding_book.h"
#include "match/findings/finding_testing.h"

namespace lp::match {
namespace {

using testing::day;
using testing::FixedAliases;
using testing::import_of;
using testing::reported;
using testing::summary;

TEST(FindingAliases, TwoFindingsBecomeTheElder) {
  FixedAliases aliases;
  FindingBook book;
  book.apply(import_of({reported("a", "lib", {"CVE-2"})}, 1, {}, "one"), aliases);
  book.apply(import_of({reported("a", "lib", {"GHSA-1"})}, 2, {}, "two"), aliases);
  aliases.join("CVE-2", "GHSA-1");
  const FindingChanges merged = book.merge_aliases(aliases);
  EXPECT_EQ(summary(merged), "1 changed, 1 merged");
  const Finding& kept = book.findings()[0];
  const Finding& gone = book.findings()[1];
  EXPECT_EQ(kept.reported.ids, (std::vector<std::string>{"CVE-2", "GHSA-1"}));
  EXPECT_EQ(kept.seen_by, (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(kept.last_seen, day(2));
  EXPECT_EQ(gone.merged_into, kept.id);
  EXPECT_EQ(gone.state, FindingState::closed);
  EXPECT_EQ(book.follow(gone.id), &kept);
  EXPECT_EQ(book.open(), 1u);
  EXPECT_EQ(summary(book.merge_aliases(aliases)), "");
  EXPECT_EQ(summary(book.apply(import_of({reported("a", "lib", {"GHSA-1"})}, 3, {}, "two"), aliases)), "");
  EXPECT_EQ(summary(book.apply(import_of({reported("a", "lib", {"CVE-2"})}, 4, {}, "one"), aliases)), "");
  EXPECT_EQ(summary(book.apply(import_of({}, 5, {"a"}, "one"), aliases)), "");
  EXPECT_EQ(summary(book.apply(import_of({}, 6, {"a"}, "two"), aliases)), "1 closed");
}

// Also when the view does not tell that it changed, with both names, one or the other in the next report.
TEST(FindingAliases, NoFlappingWithoutAWord) {
  for (const auto& next : {std::vector<std::string>{"CVE-2"}, std::vector<std::string>{"GHSA-1"}, std::vector<std::string>{"CVE-2", "GHSA-1"}})
    for (const bool separate : {false, true}) {
      FixedAliases aliases;
      aliases.silent(true);
      FindingBook book;
      book.apply(import_of({reported("a", "lib", {"GHSA-1"}), reported("a", "lib", {"CVE-2"})}, 1), aliases);
      aliases.join("CVE-2", "GHSA-1");
      std::vector<ReportedFinding> findings;
      if (separate) for (const std::string& id : next) findings.push_back(reported("a", "lib", {id}));
      else findings.push_back(reported("a", "lib", next));
      const FindingChanges changes = book.apply(import_of(findings, 2), aliases);
      EXPECT_EQ(changes.created + changes.closed + changes.recurred, 0u) << summary(changes);
      EXPECT_EQ(changes.merged, 1u);
      EXPECT_EQ(book.open(), 1u);
      EXPECT_EQ(summary(book.apply(import_of(findings, 3), aliases)), separate && next.size() == 2 ? "1 repeated" : "");
    }
}

TEST(FindingAliases, AnAcceptedNameDoesNotHideAnOpenOne) {
  FixedAliases aliases;
  FindingBook book;
  book.apply(import_of({reported("a", "lib", {"CVE-2"}), reported("a", "lib", {"GHSA-1"})}, 1), aliases);
  const Date today = date_in_china(day(1));
  ASSERT_TRUE(book.accept_risk(book.findings()[0].id, today.plus_days(9), "officer", "reason", today));
  aliases.join("CVE-2", "GHSA-1");
  book.merge_aliases(aliases);
  EXPECT_EQ(book.open(), 1u);
  for (const Finding& finding : book.findings()) EXPECT_NE(finding.state, FindingState::accepted);
}

TEST(FindingAliases, ClosedFindingsAreRememberedUnderEveryName) {
  FixedAliases aliases;
  FindingBook book;
  book.apply(import_of({reported("a", "lib", {"CVE-2"})}, 1), aliases);
  book.apply(import_of({}, 2, {"a"}), aliases);
  aliases.join("CVE-2", "GHSA-1");
  const FindingChanges back = book.apply(import_of({reported("a", "lib", {"GHSA-1"})}, 3), aliases);
  EXPECT_EQ(summary(back), "1 recurred");
  EXPECT_EQ(back.list.front().other, book.findings()[0].id);
}

TEST(FindingAliases, NamesThatPartAgainKeepOneFinding) {
  FixedAliases joined;
  joined.join("CVE-2", "GHSA-1");
  FindingBook book;
  book.apply(import_of({reported("a", "lib", {"CVE-2", "GHSA-1"})}, 1), joined);
  const FindingChanges parted = book.apply(import_of({reported("a", "lib", {"CVE-2"}), reported("a", "lib", {"GHSA-1"})}, 2));
  EXPECT_EQ(summary(parted), "1 created, 1 changed");
  EXPECT_EQ(summary(book.apply(import_of({reported("a", "lib", {"GHSA-1"}), reported("a", "lib", {"CVE-2"})}, 3))), "");
}

TEST(FindingAliases, NeverMergesOverPlaces) {
  FixedAliases aliases;
  FindingBook book;
  book.apply(import_of({reported("a", "lib", {"CVE-2"}), reported("a", "other", {"GHSA-1"}), reported("b", "lib", {"GHSA-1"}), reported("a", "lib", {"GHSA-1"}, "/x")}, 1), aliases);
  aliases.join("CVE-2", "GHSA-1");
  EXPECT_EQ(summary(book.merge_aliases(aliases)), "");
  EXPECT_EQ(book.open(), 4u);
}

}  // namespace
}  // namespace lp::match
