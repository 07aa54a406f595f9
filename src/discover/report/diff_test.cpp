#include "discover/report/diff.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "base/golden.h"
#include "base/text.h"
#include "io/buffered_sink.h"
#include "discover/report/example_result.h"

namespace lp::discover {
namespace {

std::vector<std::string> lines(const Diff& diff) {
  std::vector<std::string> out;
  for (const DocumentChange& c : diff.changes) out.push_back(std::string(code_of(c.change)) + " " + c.path + (c.from.empty() ? "" : " < " + c.from));
  return out;
}

TEST(Diff, SaysWhatBecameOfEveryDocument) {
  const Diff d = compare(example::june(), example::july());
  EXPECT_EQ(lines(d), (std::vector<std::string>{
                          "new exports/2024-07/customers_202407.csv",
                          "gone exports/2024-05/customers_202405.csv",
                          "moved archive/readme.txt < docs/readme.txt",
                          "copied exports/2024-07/june_copy.csv < exports/2024-06/customers_202406.csv",
                          "content exports/all/customers.csv",
                          "reclassified config/app.env"}));
  EXPECT_EQ(d.unchanged, 3u);
  EXPECT_TRUE(d.comparable);
  EXPECT_TRUE(d.worth_telling());
  EXPECT_EQ(d.changes.back().kinds_removed, std::vector<std::string>{"OPENAI_API_KEY\tsecret:openai_key"});
}

TEST(Diff, TheSameIsNothing) {
  const Diff d = compare(example::june(), example::june());
  EXPECT_TRUE(d.changes.empty());
  EXPECT_EQ(d.unchanged, 7u);
  EXPECT_FALSE(d.worth_telling());
  EXPECT_FALSE(d.report_due);
  EXPECT_TRUE(d.notes.empty());
  EXPECT_TRUE(contains(diff_text(d, example::titles(), Language::en), "Nothing changed."));
}

TEST(Diff, ThirtyPercentIsExact) {
  EXPECT_TRUE(drifted(100, 130, 30));
  EXPECT_TRUE(drifted(100, 70, 30));
  EXPECT_FALSE(drifted(100, 129, 30));
  EXPECT_FALSE(drifted(100, 71, 30));
  EXPECT_FALSE(drifted(101, 131, 30));     // 30.3 are needed
  EXPECT_TRUE(drifted(101, 132, 30));
  EXPECT_FALSE(drifted(0, 0, 30));
  EXPECT_TRUE(drifted(0, 1, 30));
  EXPECT_TRUE(drifted(1, 0, 30));
  EXPECT_TRUE(drifted(3, 4, 30));
  const std::uint64_t huge = ~0ULL;
  EXPECT_TRUE(drifted(huge, huge / 10 * 7, 30));
  EXPECT_FALSE(drifted(huge, huge / 10 * 7 + 6, 30));
  EXPECT_FALSE(drifted(huge, huge, 30));
}

TEST(Diff, DriftOfFiledClassesIsDueInThreeMonths) {
  const Diff d = compare(example::june(), example::july());
  ASSERT_TRUE(d.report_due);
  EXPECT_EQ(to_string(*d.report_due), "2024-11-01");
  const auto important = std::find_if(d.drifts.begin(), d.drifts.end(), [](const ClassDrift& c) { return c.level == Level::important && c.class_code == "A1-1"; });
  ASSERT_NE(important, d.drifts.end());
  EXPECT_EQ(important->before.records, 250'000u);
  EXPECT_EQ(important->after.records, 340'000u);   // +36 %
  EXPECT_TRUE(important->over_records && important->over_bytes && important->must_report);
  for (const ClassDrift& c : d.drifts) {
    if (c.level == Level::core) {
      EXPECT_FALSE(c.over_records || c.over_bytes || c.must_report);
    }
    if (c.level == Level::general) {
      EXPECT_FALSE(c.must_report);   // general data is not filed
    }
  }
}

TEST(Diff, TheLastDayOfAShortMonth) {
  ScanResult later = example::july();
  later.finished = example::at("2024-11-30T23:59:59+08:00");
  EXPECT_EQ(to_string(*compare(example::june(), later).report_due), "2025-02-28");
  later.finished = example::at("2024-11-30T16:30:00+00:00");   // already December in China
  EXPECT_EQ(to_string(*compare(example::june(), later).report_due), "2025-03-01");
}

TEST(Diff, OtherRulesAreNotCompared) {
  ScanResult later = example::july();
  later.rules_digest = "other";
  Diff d = compare(example::june(), later);
  EXPECT_FALSE(d.comparable);
  EXPECT_EQ(d.notes.front(), "rules_differ");
  EXPECT_FALSE(d.report_due);
  EXPECT_TRUE(d.worth_telling());
  EXPECT_EQ(d.count(Change::moved), 1u);   // files are files
  DiffOptions options;
  options.re_evaluated = true;
  d = compare(example::june(), later, options);
  EXPECT_TRUE(d.comparable && d.report_due);
  EXPECT_EQ(d.notes.front(), "re_evaluated");
  later.rules_digest.clear();
  EXPECT_EQ(compare(example::june(), later).notes.front(), "rules_unknown");
}

TEST(Diff, RemarksOnScansThatDiffer) {
  ScanResult before = example::june(), after = example::june();
  std::swap(before.started, before.finished);
  after.started = 1;
  after.root = "/other";
  after.source = "parquet";
  after.interrupted = before.interrupted = true;
  after.sampling = "1 of 10";
  after.coverage.bytes_skipped += 1;
  EXPECT_EQ(compare(before, after).notes, (std::vector<std::string>{"source_differs", "root_differs", "order_reversed", "old_interrupted", "new_interrupted",
                                                                    "sampling_differs", "coverage_fell"}));
}

ScanResult of(std::vector<std::pair<std::string, std::string>> files) {
  ScanResult r;
  r.rules_digest = "x";
  std::sort(files.begin(), files.end());
  for (auto& [path, digest] : files) r.documents.push_back(example::text_document(path, "text", 7, digest));
  return r;
}

TEST(Diff, SeveralOfTheSameBytes) {
  // Two of three moved: the one that kept its name goes with it.
  EXPECT_EQ(lines(compare(of({{"a/x", "1"}, {"a/y", "1"}, {"b", "1"}}), of({{"b", "1"}, {"c/y", "1"}, {"c/z", "1"}}))),
            (std::vector<std::string>{"moved c/y < a/y", "moved c/z < a/x"}));
  // One became three.
  EXPECT_EQ(lines(compare(of({{"a", "1"}}), of({{"b", "1"}, {"c", "1"}, {"d", "1"}}))),
            (std::vector<std::string>{"moved b < a", "copied c < a", "copied d < a"}));
  // Three became one.
  EXPECT_EQ(lines(compare(of({{"a", "1"}, {"b", "1"}, {"c", "1"}}), of({{"d", "1"}}))),
            (std::vector<std::string>{"gone b", "gone c", "moved d < a"}));
}

TEST(Diff, WithoutDigestsNothingIsMoved) {
  EXPECT_EQ(lines(compare(of({{"a", ""}}), of({{"b", ""}}))), (std::vector<std::string>{"new b", "gone a"}));
  ScanResult before = of({{"a", "e"}}), after = of({{"b", "e"}});
  before.documents[0].bytes = after.documents[0].bytes = 0;   // every empty file has the same digest
  EXPECT_EQ(lines(compare(before, after)), (std::vector<std::string>{"new b", "gone a"}));
}

// Every document of either side is told of exactly once, whatever happened.
TEST(Diff, AccountsForEveryDocument) {
  std::mt19937 random(20240731);
  for (int round = 0; round < 400; ++round) {
    const auto pick = [&random](unsigned n) { return static_cast<unsigned>(random()) % n; };
    std::set<std::pair<std::string, std::string>> old_files, new_files;
    std::set<std::string> old_paths, new_paths;
    for (unsigned i = 0; i < pick(12); ++i) {
      const std::string path(1, static_cast<char>('a' + pick(10)));
      if (old_paths.insert(path).second) old_files.emplace(path, std::to_string(pick(4)));
    }
    for (unsigned i = 0; i < pick(12); ++i) {
      const std::string path(1, static_cast<char>('a' + pick(10)));
      if (new_paths.insert(path).second) new_files.emplace(path, std::to_string(pick(4)));
    }
    const Diff d = compare(of({old_files.begin(), old_files.end()}), of({new_files.begin(), new_files.end()}));
    std::multiset<std::string> old_told, new_told;
    for (const DocumentChange& c : d.changes) {
      if (c.change == Change::gone) old_told.insert(c.path);
      if (c.change == Change::moved) old_told.insert(c.from), new_told.insert(c.path);
      if (c.change == Change::added || c.change == Change::copied) new_told.insert(c.path);
      if (c.change == Change::content) old_told.insert(c.path), new_told.insert(c.path);
    }
    EXPECT_EQ(old_told.size() + d.unchanged, old_files.size());
    EXPECT_EQ(new_told.size() + d.unchanged, new_files.size());
    EXPECT_EQ(std::set<std::string>(old_told.begin(), old_told.end()).size(), old_told.size());
    EXPECT_EQ(std::set<std::string>(new_told.begin(), new_told.end()).size(), new_told.size());
  }
}

TEST(Diff, GoldenOutputs) {
  const Diff d = compare(example::june(), example::july());
  golden::expect(diff_text(d, example::titles(), Language::zh), "discover-report/diff.zh.txt");
  golden::expect(diff_text(d, example::titles(), Language::en), "discover-report/diff.en.txt");
  std::string csv, text;
  ASSERT_TRUE(write_diff_csv(d, example::titles(), Language::zh, io::append_to(csv)));
  ASSERT_TRUE(write_diff_json(d, io::append_to(text)));
  ASSERT_TRUE(parse_json(text));
  golden::expect(csv, "discover-report/diff.csv");
  golden::expect(text, "discover-report/diff.json");
}

}  // namespace
}  // namespace lp::discover
