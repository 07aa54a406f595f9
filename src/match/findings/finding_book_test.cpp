#include "match/findings/finding_book.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "match/findings/finding_testing.h"

namespace lp::match {
namespace {

using testing::day;
using testing::FixedAliases;
using testing::import_of;
using testing::reported;
using testing::summary;

const Date today = date_in_china(day(10));

TEST(FindingBook, MakesKeepsAndCloses) {
  FindingBook book;
  EXPECT_EQ(summary(book.apply(import_of({reported("a", "lib", {"CVE-1"}), reported("a", "lib", {"CVE-2"})}, 1))), "2 created");
  const FindingChanges again = book.apply(import_of({reported("a", "lib", {"CVE-2"}), reported("a", "lib", {"CVE-1"})}, 2));
  EXPECT_EQ(summary(again), "");
  EXPECT_EQ(again.kept, 2u);
  const FindingChanges less = book.apply(import_of({reported("a", "lib", {"CVE-2"})}, 3));
  EXPECT_EQ(summary(less), "1 closed");
  const Finding& closed = *book.find(less.list.front().id);
  EXPECT_EQ(closed.state, FindingState::closed);
  EXPECT_EQ(closed.closed, day(3));
  EXPECT_EQ(closed.closed_because, "not in report");
  EXPECT_EQ(closed.first_seen, day(1));
  EXPECT_EQ(closed.last_seen, day(2));
  EXPECT_EQ(book.open(), 1u);
  EXPECT_EQ(book.size(), 2u);
}

TEST(FindingBook, ClosesOnlyWhatTheSameSourceScanned) {
  FindingBook book;
  book.apply(import_of({reported("a", "lib", {"CVE-1"}), reported("b", "lib", {"CVE-1"})}, 1));
  EXPECT_EQ(summary(book.apply(import_of({}, 2, {"b"}, "another"))), "");
  EXPECT_EQ(summary(book.apply(import_of({}, 3, {"c"}))), "");
  EXPECT_EQ(summary(book.apply(import_of({}, 4, {" B "}))), "1 closed");
  FindingImport all = import_of({}, 5);
  all.all_assets = true;
  EXPECT_EQ(summary(book.apply(std::move(all))), "1 closed");
}

TEST(FindingBook, StaysWhileAnotherSourceSeesIt) {
  FindingBook book;
  book.apply(import_of({reported("a", "lib", {"CVE-1"})}, 1));
  EXPECT_EQ(summary(book.apply(import_of({reported("a", "lib", {"CVE-1"})}, 2, {}, "another"))), "");
  EXPECT_EQ(book.findings().front().seen_by, (std::vector<std::string>{"another", "scanner"}));
  EXPECT_EQ(summary(book.apply(import_of({}, 3, {"a"}))), "");
  EXPECT_EQ(summary(book.apply(import_of({}, 4, {"a"}, "another"))), "1 closed");
}

TEST(FindingBook, WhatComesBackIsANewFindingThatRefersToTheOld) {
  FindingBook book;
  book.apply(import_of({reported("a", "lib", {"CVE-1"})}, 1));
  book.apply(import_of({}, 2, {"a"}));
  const FindingChanges back = book.apply(import_of({reported("a", "lib", {"CVE-1"})}, 3));
  EXPECT_EQ(summary(back), "1 recurred");
  const Finding first = book.findings()[0], second = book.findings()[1];
  EXPECT_EQ(second.recurrence_of, first.id);
  EXPECT_EQ(second.occurrence, 2);
  EXPECT_EQ(second.id, first.id + ".2");
  EXPECT_EQ(second.first_seen, day(3));
  EXPECT_EQ(first.state, FindingState::closed);
  book.apply(import_of({}, 4, {"a"}));
  book.apply(import_of({reported("a", "lib", {"CVE-1"})}, 5));
  EXPECT_EQ(book.findings()[2].id, first.id + ".3");
  EXPECT_EQ(book.findings()[2].recurrence_of, second.id);
}

TEST(FindingBook, OldReportsCloseAndOpenNothing) {
  FindingBook book;
  book.apply(import_of({reported("a", "lib", {"CVE-1"})}, 5));
  EXPECT_EQ(summary(book.apply(import_of({}, 2, {"a"}))), "");
  EXPECT_EQ(summary(book.apply(import_of({reported("a", "lib", {"CVE-1"}, "", "low")}, 3))), "");
  EXPECT_EQ(book.findings()[0].first_seen, day(3));
  EXPECT_EQ(book.findings()[0].last_seen, day(5));
  EXPECT_EQ(book.findings()[0].reported.severity, "high");
  book.apply(import_of({}, 6, {"a"}));
  EXPECT_EQ(summary(book.apply(import_of({reported("a", "lib", {"CVE-1"})}, 4))), "");
  EXPECT_EQ(book.open(), 0u);
}

TEST(FindingBook, TellsWhatChanged) {
  FindingBook book;
  ReportedFinding finding = reported("a", "lib", {"CVE-1"});
  finding.component_version = "1.0";
  book.apply(import_of({finding}, 1));
  finding.title = finding.reason = "prose is no change";
  EXPECT_EQ(summary(book.apply(import_of({finding}, 2))), "");
  EXPECT_EQ(book.findings().front().reported.title, "prose is no change");
  finding.severity = "low";
  finding.component_version = "1.1";
  finding.fixed_versions = {"2", "1.9"};
  finding.scores = {{"cvss3", "CVSS:3.1/AV:N", 9.8}};
  const FindingChanges changes = book.apply(import_of({finding}, 3));
  ASSERT_EQ(summary(changes), "1 changed");
  EXPECT_EQ(changes.list.front().fields, (std::vector<std::string>{"component_version", "fixed_versions", "scores", "severity"}));
  std::ranges::reverse(finding.fixed_versions);
  EXPECT_EQ(summary(book.apply(import_of({finding}, 4))), "");
}

TEST(FindingBook, RepetitionsInOneReportAreOneFindingInAnyOrder) {
  const std::vector<ReportedFinding> one = {reported("a", "lib", {"CVE-1"}, "", "low"), reported("a", "LIB", {"CVE-1"}, "", "critical"), reported("A", "lib", {"cve-1"}, "", "")};
  for (const auto& order : {std::vector{0u, 1u, 2u}, std::vector{2u, 0u, 1u}, std::vector{1u, 2u, 0u}}) {
    FindingBook book;
    EXPECT_EQ(summary(book.apply(import_of({one[order[0]], one[order[1]], one[order[2]]}, 1))), "1 created, 2 repeated");
    EXPECT_EQ(book.findings().front().reported.severity, "critical");
    EXPECT_EQ(summary(book.apply(import_of({one[order[2]], one[order[1]], one[order[0]]}, 2))), "2 repeated");
  }
}

TEST(FindingBook, APartialLookClosesOnlyItsIds) {
  FindingBook book;
  FixedAliases aliases;
  aliases.join("CVE-1", "GHSA-1");
  book.apply(import_of({reported("a", "lib", {"CVE-1"}), reported("a", "lib", {"CVE-2"}), reported("b", "lib", {"GHSA-1"})}, 1), aliases);
  FindingImport look = import_of({}, 2);
  look.all_assets = true;
  look.only_ids = {"ghsa-1"};
  look.closed_because = "advisory withdrawn";
  EXPECT_EQ(summary(book.apply(std::move(look), aliases)), "2 closed");
  EXPECT_EQ(book.open(), 1u);
  EXPECT_EQ(book.findings()[0].closed_because, "advisory withdrawn");
}

TEST(FindingBook, AnIdThatARuleGainsOrLosesDoesNotFlap) {
  FindingBook book;
  book.apply(import_of({reported("a", "tcp/443", {"CVE-1", "CVE-2"})}, 1));
  const FindingChanges more = book.apply(import_of({reported("a", "tcp/443", {"CVE-1", "CVE-2", "CVE-3"})}, 2));
  ASSERT_EQ(summary(more), "1 changed");
  EXPECT_EQ(more.list.front().fields, std::vector<std::string>{"ids"});
  EXPECT_EQ(summary(book.apply(import_of({reported("a", "tcp/443", {"CVE-3"})}, 3))), "1 changed");
  EXPECT_EQ(book.findings()[0].reported.ids, std::vector<std::string>{"CVE-3"});
  EXPECT_EQ(summary(book.apply(import_of({reported("a", "tcp/443", {"CVE-9"})}, 4))), "1 created, 1 closed");
  EXPECT_EQ(summary(book.apply(import_of({reported("a", "tcp/80", {"CVE-9"})}, 5))), "1 created, 1 closed");
}

TEST(FindingBook, AcceptedRiskIsPassedOverUntilItExpires) {
  FindingBook book;
  book.apply(import_of({reported("a", "lib", {"CVE-1"})}, 1));
  const std::string id = book.findings()[0].id;
  EXPECT_EQ(book.accept_risk("nothing", today, "x", "y", today).error().code, Errc::not_found);
  EXPECT_EQ(book.accept_risk(id, today.plus_days(-1), "x", "y", today).error().code, Errc::invalid);
  EXPECT_EQ(book.accept_risk(id, today, " ", "y", today).error().code, Errc::invalid);
  EXPECT_EQ(book.accept_risk(id, today, "x", "", today).error().code, Errc::invalid);
  ASSERT_EQ(summary(*book.accept_risk(id, today.plus_days(3), "officer-7", "behind a filter", today)), "1 accepted");
  EXPECT_EQ(summary(book.apply(import_of({reported("a", "lib", {"CVE-1"})}, 2))), "");
  EXPECT_EQ(book.find(id)->state, FindingState::accepted);
  EXPECT_EQ(summary(book.reopen_expired(today.plus_days(3))), "");
  EXPECT_EQ(summary(book.reopen_expired(today.plus_days(4))), "1 reopened");
  EXPECT_EQ(book.find(id)->state, FindingState::open);
  EXPECT_EQ(book.find(id)->accepted_by, "officer-7");
  EXPECT_EQ(book.reopen(id).error().code, Errc::conflict);
  ASSERT_TRUE(book.accept_risk(id, today.plus_days(30), "officer-7", "again", today));
  EXPECT_EQ(summary(*book.reopen(id)), "1 reopened");
  ASSERT_TRUE(book.accept_risk(id, today.plus_days(30), "officer-7", "again", today));
  EXPECT_EQ(summary(book.apply(import_of({}, 3, {"a"}))), "1 closed");
  EXPECT_EQ(summary(book.apply(import_of({reported("a", "lib", {"CVE-1"})}, 4))), "1 recurred");
  EXPECT_EQ(book.findings()[1].state, FindingState::open);
}

TEST(FindingBook, PeopleCloseOnce) {
  FindingBook book;
  book.apply(import_of({reported("a", "lib", {"CVE-1"})}, 1));
  const std::string id = book.findings()[0].id;
  EXPECT_EQ(summary(*book.close(id, day(2), "re-tested")), "1 closed");
  EXPECT_EQ(book.close(id, day(2), "again").error().code, Errc::conflict);
  EXPECT_EQ(book.close("x", day(2), "again").error().code, Errc::not_found);
  EXPECT_EQ(book.accept_risk(id, today, "x", "y", today).error().code, Errc::invalid);
}

}  // namespace
}  // namespace lp::match
