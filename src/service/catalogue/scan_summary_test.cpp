#include "service/catalogue/scan_summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "records/test_world.h"
#include "service/catalogue/dataset_group.h"
#include "service/catalogue/scale_change.h"
#include "service/catalogue/test_scan.h"

namespace lp::service {
namespace {

using namespace testing;
using records::testing::must;
using records::testing::refused;

std::vector<std::string> identities(const ScanSummary& s) {
  std::vector<std::string> out;
  for (const Dataset& d : s.datasets) out.push_back(d.identity);
  return out;
}

TEST(ScanSummary, ATableIsADatasetAndFilesOfAFolderAreOne) {
  EXPECT_THAT(identities(must(read_scan(scan({{.path = "app.users"}, {.path = "app.orders"}})))),
              ::testing::ElementsAre("postgresql:crm:app.orders", "postgresql:crm:app.users"));
  const auto files = must(read_scan(scan({{.path = "a/1.csv", .bytes = 10, .rows = 1, .persons = 1}, {.path = "a/2.csv", .bytes = 20, .rows = 2, .persons = 2, .level = "important"},
                                          {.path = "b.zip!in/3.csv", .bytes = 5}}, "files", "/srv/data")));
  EXPECT_THAT(identities(files), ::testing::ElementsAre("files:/srv/data:", "files:/srv/data:a"));
  const Dataset& a = files.datasets.at(1);
  EXPECT_EQ(a.documents, 2);
  EXPECT_EQ(a.bytes, 30);
  EXPECT_EQ(a.records, 3);
  EXPECT_EQ(a.persons, 3);
  EXPECT_FALSE(a.persons_exact) << "one person may be in both files";
  EXPECT_EQ(a.level, "important") << "the highest of its documents";
  EXPECT_EQ(a.level_rule, "pi_over_100000");
  EXPECT_EQ(a.name, "a");
  EXPECT_EQ(files.datasets.at(0).name, "data") << "what lies at the root is named by it";
  EXPECT_THAT(identities(must(read_scan(scan({{.path = "a/1.csv"}, {.path = "b/2.csv"}}, "files"), DatasetUnit::root))), ::testing::SizeIs(1));
  EXPECT_THAT(identities(must(read_scan(scan({{.path = "app.users"}, {.path = "app.orders"}}), DatasetUnit::folder))), ::testing::ElementsAre("postgresql:crm:app"));
}

TEST(ScanSummary, DatesMakeNoNewDatasets) {
  EXPECT_EQ(without_dates("logs/2024-07/a_20240731"), "logs/#/a_#");
  EXPECT_EQ(without_dates("2024/bill_202407.v2.2024_07_31"), "#/bill_#.v2.#");
  for (const char* no_date : {"port_8080", "id_202413", "x20240732", "1999999999", "12345"}) EXPECT_EQ(without_dates(no_date), no_date);
  EXPECT_THAT(identities(must(read_scan(scan({{.path = "app.bill_202406"}, {.path = "app.bill_202407"}})))), ::testing::ElementsAre("postgresql:crm:app.bill_#"));
  const auto files = must(read_scan(scan({{.path = "export/2024-06/a.csv"}, {.path = "export/2024-07/b.zip!c/d.csv"}}, "files")));
  EXPECT_THAT(identities(files), ::testing::ElementsAre("files:crm:export/#"));
  EXPECT_EQ(must(read_scan(scan({{.path = "app.bill_202406"}}))).datasets.at(0).name, "app.bill_*");
}

TEST(ScanSummary, TheNameOfTheSystemStandsForThePlace) {
  const auto here = must(read_scan(scan({{.path = "a/1.csv"}}, "files", "/srv/old"), DatasetUnit::automatic, "客服系统"));
  const auto there = must(read_scan(scan({{.path = "a/1.csv"}}, "files", "/srv/new"), DatasetUnit::automatic, " 客服系统 "));
  EXPECT_EQ(identities(here), identities(there));
  EXPECT_EQ(here.datasets.at(0).name, "客服系统 a");
}

TEST(ScanSummary, CredentialsOfAPlaceAreNotKept) {
  for (const char* root : {"postgresql://u:s3cret@db.example/crm", "postgresql://u:s3/cr@et@db.example/crm?password=s3cret",
                           "host=db.example dbname=crm user=u password='s3 cret'", "mysql://db.example/crm?PASSWD=s3cret"}) {
    const auto summary = must(read_scan(scan({{.path = "t"}}, "postgresql", root)));
    for (const char* secret : {"s3", "cret", "et@"}) EXPECT_FALSE(contains(summary.place, secret)) << summary.place;
    EXPECT_TRUE(contains(summary.place, "db.example")) << summary.place;
  }
}

TEST(ScanSummary, LongPathsKeepAnIdentityOfTheirOwn) {
  const std::string folder(700, 'x');
  const auto s = must(read_scan(scan({{.path = folder + "a/1.csv"}, {.path = folder + "b/1.csv"}}, "files")));
  ASSERT_EQ(s.datasets.size(), 2U);
  EXPECT_NE(s.datasets[0].identity, s.datasets[1].identity);
  for (const Dataset& d : s.datasets) {
    EXPECT_LE(count_codepoints(d.identity), 500U);
    EXPECT_LE(count_codepoints(d.name), 50U);
  }
}

TEST(ScanSummary, SamplesAreRefusedWithTheirPlaceAndCanBeRemoved) {
  json::object result = scan({{.path = "a"}, {.path = "b"}});
  result["documents"].as_array()[1].as_object()["findings"].as_array()[0].as_object()["examples"] = json::array{"138****0000"};
  const Error error = refused(read_scan(result));
  EXPECT_EQ(error.code, Errc::invalid);
  ASSERT_EQ(error.fields.size(), 1U);
  EXPECT_EQ(error.fields[0].field, "documents[1].findings[0].examples");
  EXPECT_FALSE(contains(error.message + error.message_zh, "138")) << "an error quotes no datum";
  EXPECT_TRUE(read_scan(without_samples(result).as_object()));
}

TEST(ScanSummary, WhatIsNoResultIsRefused) {
  EXPECT_EQ(refused(read_scan({})).code, Errc::unsupported);
  EXPECT_TRUE(read_scan({{"format", "longpan-discover/1.3"}, {"documents", json::array{}}}));
  EXPECT_EQ(refused(read_scan({{"format", "longpan-discover/12"}, {"documents", json::array{}}})).code, Errc::unsupported);
  EXPECT_EQ(refused(read_scan({{"format", "longpan-discover/2"}, {"documents", json::array{}}})).code, Errc::unsupported);
  EXPECT_EQ(refused(read_scan({{"format", scan_format}})).code, Errc::invalid);
  EXPECT_EQ(refused(read_scan({{"format", scan_format}, {"documents", json::array{7}}})).code, Errc::invalid);
  EXPECT_EQ(refused(read_scan({{"format", scan_format}, {"documents", json::array{json::object{{"path", ""}}}}})).code, Errc::invalid);
  EXPECT_EQ(refused(read_scan(scan({{.path = "a", .level = "secret"}}))).code, Errc::invalid);
  const auto odd = must(read_scan({{"format", scan_format}, {"documents", json::array{json::object{{"path", "t"}, {"bytes", -5}, {"rows", UINT64_MAX}, {"findings", 3}}}}}));
  EXPECT_EQ(odd.datasets.at(0).bytes, 0);
  EXPECT_GT(odd.datasets.at(0).records, 0);
}

TEST(ScanSummary, AScanThatDidNotSeeEverythingSaysSo) {
  json::object result = scan({{.path = "a/1.csv"}, {.path = "b/1.csv"}, {.path = "c/1.csv", .sampled = true}}, "files");
  EXPECT_TRUE(must(read_scan(result)).complete);
  result["coverage"].as_object()["skips"] = json::array{json::object{{"path", "b/2.csv"}, {"reason", "unreadable"}}};
  const auto partial = must(read_scan(result));
  EXPECT_FALSE(partial.complete);
  EXPECT_TRUE(partial.datasets.at(0).seen_whole);
  EXPECT_FALSE(partial.datasets.at(1).seen_whole) << "one of its files was skipped";
  EXPECT_FALSE(partial.datasets.at(2).seen_whole) << "sampled";
  result["interrupted"] = true;
  EXPECT_FALSE(must(read_scan(result)).datasets.at(0).seen_whole);
}

// The same result gives the same digest, whatever the order of members.
TEST(ScanSummary, TheDigestIsOfTheContent) {
  const json::object result = scan({{.path = "a", .rows = 3}});
  json::object turned;
  for (std::size_t i = result.size(); i-- > 0;) {
    const auto& member = *(result.begin() + static_cast<std::ptrdiff_t>(i));
    turned[member.key()] = member.value();
  }
  EXPECT_EQ(must(read_scan(result)).digest, must(read_scan(turned)).digest);
  EXPECT_NE(must(read_scan(result)).digest, must(read_scan(scan({{.path = "a", .rows = 4}}))).digest);
}

Dataset seen(std::int64_t bytes, std::int64_t records, bool whole = true) {
  Dataset d;
  d.bytes = bytes;
  d.records = records;
  d.seen_whole = whole;
  return d;
}

TEST(ScaleChange, AThirdMoreOrLessOfEitherMeasure) {
  constexpr std::int64_t gb = 1'000'000'000;
  const json::object filed{{"size_gb", 10.0}, {"record_count", 1000}};
  EXPECT_FALSE(scale_change(filed, seen(10 * gb, 1000)));
  EXPECT_FALSE(scale_change(filed, seen(12 * gb, 1299)));
  EXPECT_FALSE(scale_change(filed, seen(8 * gb, 701)));
  EXPECT_EQ(scale_change(filed, seen(10 * gb, 1300))->zh, "条数 1000 → 1300（+30.0%）");
  EXPECT_EQ(scale_change(filed, seen(10 * gb, 700))->en, "records 1000 → 700 (-30.0%)");
  EXPECT_EQ(scale_change(filed, seen(13 * gb, 1000))->zh, "存储总量 10.00 GB → 13.00 GB（+30.0%）");
  EXPECT_EQ(scale_change(filed, seen(20 * gb, 2000))->en, "size 10.00 GB → 20.00 GB (+100.0%); records 1000 → 2000 (+100.0%)");
}

TEST(ScaleChange, WhatWasNotMeasuredDoesNotCount) {
  const json::object filed{{"size_gb", 10.0}, {"record_count", 1000}};
  EXPECT_FALSE(scale_change({}, seen(1, 1)));
  EXPECT_FALSE(scale_change(filed, seen(10'000'000'000, 0))) << "running text has no records";
  EXPECT_FALSE(scale_change(filed, seen(1'000'000'000, 10, false))) << "a part seen proves no shrinking";
  EXPECT_TRUE(scale_change(filed, seen(20'000'000'000, 10, false))) << "but it proves growth";
  EXPECT_TRUE(scale_change({{"record_count", 0}}, seen(0, 5))) << "there were none";
}

TEST(ScaleChange, SmallDataAreComparedByTheBytesOfTheScanBefore) {
  // 14.9 MB are 0.01 GB and 15.1 MB are 0.02: twice as much only on paper.
  const json::object filed{{"size_gb", to_gigabytes(14'900'000)}, {"scanned_bytes", 14'900'000}};
  EXPECT_FALSE(scale_change(filed, seen(15'100'000, 0)));
  EXPECT_TRUE(scale_change(filed, seen(20'000'000, 0)));
  // Somebody entered the size of the whole system: that one counts.
  const json::object entered{{"size_gb", 0.5}, {"scanned_bytes", 15'000'000}};
  EXPECT_FALSE(scale_change(entered, seen(499'000'000, 0)));
}

}  // namespace
}  // namespace lp::service
