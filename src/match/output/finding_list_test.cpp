#include "match/output/finding_list.h"

#include <gtest/gtest.h>

#include <map>

#include "base/golden.h"
#include "io/buffered_sink.h"

namespace lp::match {
namespace {

Finding finding(std::string asset, std::string component, std::string flaw, std::string severity) {
  Finding f;
  f.id = "f-" + asset + "-" + flaw;
  f.first_seen = f.last_seen = *parse_timestamp("2024-07-01T08:00:00+08:00");
  ReportedFinding& r = f.reported;
  r.asset = std::move(asset), r.component = std::move(component), r.component_version = "1.0", r.ids = {std::move(flaw), "GHSA-xx"};
  r.severity = std::move(severity), r.title = "<b>title</b>", r.source = "osv", r.origin = FindingOrigin::match, r.tier = Tier::ecosystem;
  r.reason = "1.0 is in < 1.2", r.fixed_versions = {"1.2"};
  return f;
}

class FindingListTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Diagnostics found;
    auto rules = load_priority_rules(std::string(LP_SOURCE_DIR) + "/specs", found);
    ASSERT_TRUE(rules) << rules.error().message;
    priority = std::move(*rules);
    context = {&priority, &tiers, &signals, nullptr, nullptr, {}, *parse_timestamp("2024-07-15T09:00:00+08:00")};
    findings = {finding("web01", "pkg:pypi/requests", "CVE-2024-1", "medium"), finding("web02", "=cmd|calc", "CVE-2024-2", "critical"), finding("web01", "pkg:deb/debian/openssl", "CVE-2024-3", "low")};
  }
  FindingList list(Include include = Include::open) {
    FindingList out = rank_findings(findings, context, include);
    out.program = "longpan 0.1.0", out.subject = "a<b>", out.components = 42, out.counts.suppressed = 3, out.counts.version_unknown = 2;
    return out;
  }
  template <class Write>
  std::string text_of(Write write) {
    std::string text;
    EXPECT_TRUE(write(io::append_to(text)));
    return text;
  }
  PriorityRules priority;
  TierRules tiers = default_tier_rules();
  SignalTable signals;
  RankingContext context;
  std::vector<Finding> findings;
};

TEST_F(FindingListTest, TheMostUrgentComesFirst) {
  Signal exploited;
  exploited.id = "CVE-2024-3", exploited.source = "kev", exploited.exploited = true;
  signals.add(exploited);
  const FindingList out = list();
  ASSERT_EQ(out.rows.size(), 3u);
  EXPECT_GE(out.rows[0].priority.rank, out.rows[1].priority.rank);
  EXPECT_GE(out.rows[1].priority.rank, out.rows[2].priority.rank);
  EXPECT_EQ(quoted_id(out.rows[2].finding.reported), "CVE-2024-1") << "neither critical nor exploited";
  EXPECT_EQ(out.assets, 2u);
  std::uint64_t sum = 0;
  for (const std::uint64_t n : out.levels) sum += n;
  EXPECT_EQ(sum, 3u);
}

TEST_F(FindingListTest, ClosedMergedAndAcceptedOnesAreLeftOut) {
  findings[0].state = FindingState::closed;
  findings[1].state = FindingState::accepted;
  findings[2].merged_into = "another";
  EXPECT_TRUE(list().rows.empty());
  EXPECT_EQ(list(Include::all).rows.size(), 2u) << "a merged one is the other one";
}

TEST_F(FindingListTest, WhatAScannerSaysIsNotForNoticesAtOnce) {
  findings[0].reported.origin = FindingOrigin::scanner;
  findings[1].reported.tier = Tier::text;
  const FindingList out = list();
  std::map<std::string, bool> notifiable;
  for (const RankedFinding& row : out.rows) notifiable[quoted_id(row.finding.reported)] = row.notifiable;
  EXPECT_FALSE(notifiable["CVE-2024-1"]);
  EXPECT_FALSE(notifiable["CVE-2024-2"]);
  EXPECT_TRUE(notifiable["CVE-2024-3"]);
}

TEST_F(FindingListTest, JsonHoldsEverythingAndIsRead) {
  const std::string text = text_of([&](io::ByteSink out) { return write_json(list(), io::Language::zh, std::move(out)); });
  const auto parsed = parse_json(text);
  ASSERT_TRUE(parsed) << parsed.error().message;
  const json::object& o = parsed->as_object();
  EXPECT_EQ(o.at("findings").as_array().size(), 3u);
  EXPECT_EQ(o.at("matches").at("version_unknown").to_number<int>(), 2);
  const json::object& first = o.at("findings").at(0).as_object();
  EXPECT_EQ(first.at("flaw").as_string(), "CVE-2024-2");
  EXPECT_FALSE(first.at("priority").at("why").as_array().empty());
  golden::expect(text, "match/findings.json");
}

TEST_F(FindingListTest, CsvKeepsFormulasFromRunning) {
  const std::string text = text_of([&](io::ByteSink out) { return write_csv(list(), io::Language::zh, std::move(out)); });
  EXPECT_NE(text.find("'=cmd|calc"), std::string::npos);
  golden::expect(text, "match/findings.csv");
}

TEST_F(FindingListTest, SarifHasARuleForEachFlawAndAResultForEachFinding) {
  findings[2].reported.ids = {"CVE-2024-1"};
  const std::string text = text_of([&](io::ByteSink out) { return write_sarif(list(), io::Language::en, std::move(out)); });
  const auto parsed = parse_json(text);
  ASSERT_TRUE(parsed) << parsed.error().message;
  const json::value& run = parsed->at("runs").at(0);
  EXPECT_EQ(run.at("tool").at("driver").at("rules").as_array().size(), 2u);
  ASSERT_EQ(run.at("results").as_array().size(), 3u);
  for (const json::value& result : run.at("results").as_array()) {
    const auto& rules = run.at("tool").at("driver").at("rules").as_array();
    EXPECT_EQ(rules.at(result.at("ruleIndex").to_number<std::size_t>()).at("id"), result.at("ruleId"));
  }
}

TEST_F(FindingListTest, ThePageEscapesWhatFeedsSay) {
  const std::string text = text_of([&](io::ByteSink out) { return write_html(list(), io::Language::zh, std::move(out)); });
  EXPECT_EQ(text.find("<b>title</b>"), std::string::npos);
  EXPECT_NE(text.find("&lt;b&gt;title"), std::string::npos);
  EXPECT_NE(text.find("CVE-2024-2"), std::string::npos);
  EXPECT_EQ(text.find("http-equiv=\"refresh\""), std::string::npos);
}

TEST_F(FindingListTest, AnEmptyPageSaysWhatItDoesNotMean) {
  findings.clear();
  const std::string text = text_of([&](io::ByteSink out) { return write_html(list(), io::Language::zh, std::move(out)); });
  EXPECT_NE(text.find("没有发现已知漏洞"), std::string::npos);
}

TEST(QuotedId, IsTheOnePeopleKnow) {
  ReportedFinding f;
  EXPECT_EQ(quoted_id(f), "");
  f.ids = {"nuclei:x", "CNVD-2024-1"};
  EXPECT_EQ(quoted_id(f), "CNVD-2024-1");
  f.ids = {"GHSA-2", "CVE-2024-2", "CVE-2024-1"};
  EXPECT_EQ(quoted_id(f), "CVE-2024-1");
  f.ids = {"zap:10020", "nikto:1"};
  EXPECT_EQ(quoted_id(f), "nikto:1");
}

}  // namespace
}  // namespace lp::match
