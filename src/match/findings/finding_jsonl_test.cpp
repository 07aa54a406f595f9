#include <gtest/gtest.h>

#include <random>

#include "base/text.h"
#include "match/findings/finding_book.h"
#include "match/findings/finding_testing.h"

namespace lp::match {
namespace {

using testing::day;
using testing::import_of;
using testing::reported;
using testing::summary;

FindingBook a_full_book() {
  FindingBook book;
  ReportedFinding full = reported("主机 \"a\"", "lib\\x", {"CVE-1", "GHSA-1"}, "/a\tb\n");
  full.component_version = "1.0";
  full.title = "标题";
  full.scores = {{"cvss3", "CVSS:3.1/AV:N", 9.8}, {"cvss4", "", -1}};
  full.fixed_versions = {"1.1", "2.0"};
  full.origin = FindingOrigin::match;
  full.tier = Tier::rough;
  full.reason = "why";
  full.where = "/Results/0";
  book.apply(import_of({full, reported("a", "lib", {"CVE-1"}), reported("a", "lib", {"CVE-3"})}, 1));
  book.apply(import_of({full, reported("a", "lib", {"CVE-3"})}, 2, {}, "other"));
  book.apply(import_of({full, reported("a", "lib", {"CVE-3"})}, 3));
  book.apply(import_of({full, reported("a", "lib", {"CVE-1"})}, 4, {"a"}));
  const Date today = date_in_china(day(4));
  EXPECT_TRUE(book.accept_risk(book.findings()[0].id, today.plus_days(7), "officer", "因为", today));
  return book;
}

TEST(FindingJsonl, ReadsBackAsItWas) {
  const FindingBook book = a_full_book();
  const std::string text = book.to_jsonl();
  auto loaded = FindingBook::from_jsonl(text);
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->to_jsonl(), text);
  EXPECT_EQ(loaded->open(), book.open());
  EXPECT_TRUE(diff(book, *loaded).list.empty());
  EXPECT_TRUE(diff(*loaded, book).list.empty());
  // It lives on as the one it was saved from.
  FindingBook other = book;
  const FindingImport next = import_of({reported("a", "lib", {"CVE-1"}), reported("a", "lib", {"CVE-7"})}, 9, {"a", "b"});
  EXPECT_EQ(loaded->apply(FindingImport(next)).list, other.apply(FindingImport(next)).list);
}

TEST(FindingJsonl, NamesItsFormat) {
  EXPECT_EQ(FindingBook().to_jsonl(), "{\"format\":\"longpan.findings\",\"version\":1,\"findings\":0}\n");
  EXPECT_TRUE(FindingBook::from_jsonl(FindingBook().to_jsonl()));
}

TEST(FindingJsonl, BytesThatAreNoTextAreMended) {
  FindingBook book;
  ReportedFinding finding = reported("a", "lib", {"CVE-1"});
  finding.title = "\xff\xfe caf\xe9";
  book.apply(import_of({finding}, 1));
  EXPECT_TRUE(FindingBook::from_jsonl(book.to_jsonl()));
}

TEST(FindingJsonl, WhatDoesNotProveItselfIsRefused) {
  const std::string text = a_full_book().to_jsonl();
  const auto code = [](const std::string& bad) {
    const auto loaded = FindingBook::from_jsonl(bad);
    return loaded ? Errc::internal : loaded.error().code;
  };
  EXPECT_EQ(code(""), Errc::corrupt);
  EXPECT_EQ(code("{}\n"), Errc::corrupt);
  EXPECT_EQ(code(replace_all(text, "\"version\":1", "\"version\":2")), Errc::unsupported);
  EXPECT_EQ(code(replace_all(text, "\"version\":1", "\"version\":\"1\"")), Errc::corrupt);
  EXPECT_EQ(code(text + text.substr(text.find('\n') + 1)), Errc::corrupt);
  EXPECT_EQ(code(replace_all(text, "\"state\":\"open\"", "\"state\":\"shut\"")), Errc::corrupt);
  EXPECT_EQ(code(replace_all(text, "\"occurrence\":1", "\"occurrence\":0")), Errc::corrupt);
  EXPECT_EQ(code(replace_all(text, "\"first_seen\":", "\"seen\":")), Errc::corrupt);
  EXPECT_EQ(code(replace_all(text, "\"tier\":\"rough\"", "\"tier\":7")), Errc::corrupt);
  for (std::size_t cut = 0; cut < text.size(); ++cut) ASSERT_EQ(code(text.substr(0, cut)), Errc::corrupt) << cut;
}

TEST(FindingJsonl, DamageIsNeverACrash) {
  const std::string text = a_full_book().to_jsonl();
  std::mt19937 random(3);
  for (int n = 0; n < 2000; ++n) {
    std::string bad = text;
    bad[random() % bad.size()] = static_cast<char>(random());
    if (auto loaded = FindingBook::from_jsonl(bad)) loaded->apply(import_of({reported("a", "lib", {"CVE-1"})}, 9));
  }
}

}  // namespace
}  // namespace lp::match
