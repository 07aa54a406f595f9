// What people look at: the terminal summary, the HTML page, SARIF.
#include <gtest/gtest.h>

#include <regex>

#include "base/golden.h"
#include "base/json.h"
#include "base/text.h"
#include "io/buffered_sink.h"
#include "discover/report/example_result.h"
#include "discover/report/html.h"
#include "io/html_page.h"
#include "discover/report/sarif.h"
#include "discover/report/summary.h"
#include "discover/report/totals.h"

namespace lp::discover {
namespace {

Overlay decided(const ScanResult& result) {
  Decision rejected;
  rejected.path = "exports/**";
  rejected.field = "地址";
  rejected.verdict = Verdict::rejected;
  rejected.by = "张三";
  rejected.when = *parse_date("2024-07-20");
  rejected.why = "仅有城市名";
  Decision level = rejected;
  level.field = "**";
  level.path = "vehicle/*";
  level.verdict = Verdict::level;
  level.level = Level::important;
  level.why = "测试车辆";
  level.machine = {"general none"};   // the machine said something else then
  return apply_decisions(result, {rejected, level});
}

std::string html(const ScanResult& result, const Overlay* overlay = nullptr, HtmlOptions options = {}) {
  std::string text;
  EXPECT_TRUE(write_html(result, example::titles(), io::append_to(text), options, overlay));
  return text;
}

json::value sarif(const ScanResult& result, const Overlay* overlay = nullptr) {
  std::string text;
  EXPECT_TRUE(write_sarif(result, example::titles(), io::append_to(text), {}, overlay));
  const Result<json::value> v = parse_json(text);
  EXPECT_TRUE(v) << (v ? "" : v.error().message);
  return v ? *v : json::value();
}

ScanResult hostile() {
  ScanResult r = example::june();
  r.root = "</title><script>alert(1)</script>";
  r.documents[0].path = "a\"onmouseover=\"x\x1b[31m.csv";
  r.documents[0].findings[0].field = "<img src=http://evil/>";
  r.documents[0].findings[0].examples = {"<svg onload=alert(1)>"};
  r.coverage.skips[0].detail = "<script>";
  r.coverage.skips[0].reason = "<b>";
  return r;
}

TEST(DiscoverTotals, CountOnce) {
  const Totals t = totals_of(example::june());
  EXPECT_EQ(t.levels[0].documents, 5u);
  EXPECT_EQ(t.levels[1].documents, 1u);
  EXPECT_EQ(t.levels[2].documents, 1u);
  EXPECT_EQ(t.persons_at_least, 380'000u);
  EXPECT_EQ(t.persons_at_most, 380'000u + 237'500 + 58'900 + 57'000);
  EXPECT_FALSE(t.persons_exact);
  EXPECT_EQ(t.kinds[0].kind, "resident_id_18");
  EXPECT_EQ(t.kinds[0].hits, 772'000u);
  EXPECT_EQ(t.kinds[0].documents, 4u);
  EXPECT_EQ(t.documents_with_secrets, 1u);
  EXPECT_EQ(t.reasons[0].reason, "needs_ocr");
  EXPECT_EQ(t.reasons[0].items, 1u);
  EXPECT_EQ(most_serious(example::june(), nullptr, 3), (std::vector<std::size_t>{5, 4, 3}));
  EXPECT_EQ(most_serious(example::june(), nullptr, 99).size(), 5u);
}

TEST(DiscoverSummary, Golden) {
  const ScanResult june = example::june();
  const Overlay o = decided(june);
  golden::expect(summary_text(june, example::titles()), "discover-report/summary.zh.txt");
  SummaryOptions english;
  english.language = Language::en;
  golden::expect(summary_text(june, example::titles(), english, &o), "discover-report/summary.en.txt");
}

TEST(DiscoverSummary, ColourOnlyWhenAsked) {
  EXPECT_FALSE(contains(summary_text(example::june(), example::titles()), "\x1b"));
  SummaryOptions coloured;
  coloured.colour = Colour::yes;
  EXPECT_TRUE(contains(summary_text(example::june(), example::titles(), coloured), "\x1b[31m"));
}

TEST(DiscoverSummary, NamesDoNotDriveTheTerminal) {
  ScanResult r = example::june();
  r.root = "a\x1b]0;owned\x07" "b\xE2\x80\xAE";
  r.coverage.skips[0].path = "x\r\ny";
  const std::string text = summary_text(r, example::titles());
  EXPECT_FALSE(contains(text, "\x1b") || contains(text, "\r") || contains(text, "\xE2\x80\xAE"));
  EXPECT_TRUE(contains(text, "a\\x1B]0;owned\\x07b\\u202E"));
  EXPECT_EQ(terminal_width("目录ab"), 6u);
}

TEST(DiscoverSummary, AnInterruptedScanNeverSaysThatAllWasSeen) {
  ScanResult r = example::june();
  r.coverage.skips.clear();
  r.coverage.skipped_by_reason.clear();
  r.coverage.bytes_scanned = r.coverage.bytes_found;
  r.coverage.bytes_skipped = 0;
  ASSERT_TRUE(r.coverage.complete());
  const auto page = [&] {
    std::string html;
    EXPECT_TRUE(write_html(r, example::titles(), io::append_to(html)));
    return html;
  };
  EXPECT_TRUE(contains(summary_text(r, example::titles()), "全部查看过"));
  EXPECT_TRUE(contains(page(), "全部查看过"));
  r.interrupted = true;
  EXPECT_FALSE(contains(summary_text(r, example::titles()), "全部查看过"));
  EXPECT_TRUE(contains(summary_text(r, example::titles()), "中断之后"));
  EXPECT_FALSE(contains(page(), "全部查看过"));
  EXPECT_TRUE(contains(page(), "中断之后"));
  r.coverage.skips = {{"app.users", 0, "interrupted", ""}};   // counted, so it is not said to be in no count
  r.coverage.skipped_by_reason["interrupted"] = 0;
  EXPECT_FALSE(contains(summary_text(r, example::titles()) + page(), "中断之后"));
  EXPECT_TRUE(contains(summary_text(r, example::titles()), "app.users"));
}

TEST(DiscoverSummary, AnEmptyScanIsComplete) {
  const std::string text = summary_text(ScanResult{}, example::titles());
  EXPECT_TRUE(contains(text, "没有：找到的内容全部查看过。")) << text;
}

TEST(DiscoverHtml, Golden) {
  const ScanResult june = example::june();
  const Overlay o = decided(june);
  golden::expect(html(june, &o), "discover-report/report.html");
}

TEST(DiscoverHtml, NothingLeavesThePage) {
  const std::string page = html(example::june());
  EXPECT_TRUE(contains(page, "default-src 'none'"));
  static const std::regex outside(R"((src|href|action|data|poster|xlink:href)\s*=\s*(?!["']?#)|url\(|@import|https?://|fetch\(|XMLHttp|WebSocket|import\()");
  std::smatch found;
  // data-sort and data-zh are ours and no addresses.
  const std::string plain = replace_all(replace_all(replace_all(page, "data-sort=", ""), "data-zh=", ""), "data-en=", "");
  EXPECT_FALSE(std::regex_search(plain, found, outside)) << found.str() << found.suffix().str().substr(0, 80);
}

TEST(DiscoverHtml, WhatComesFromOutsideIsText) {
  const std::string page = html(hostile());
  EXPECT_FALSE(contains(page, "<script>alert") || contains(page, "<img") || contains(page, "<svg onload") || contains(page, "<b>（"));
  EXPECT_FALSE(contains(page, "\x1b"));
  EXPECT_TRUE(contains(page, "&lt;/title&gt;&lt;script&gt;alert(1)"));
  EXPECT_TRUE(contains(page, "a&quot;onmouseover=&quot;x"));
}

TEST(DiscoverHtml, NotLookedAtIsAlwaysThere) {
  for (const ScanResult& r : {ScanResult{}, example::june()}) {
    const std::string page = html(r);
    EXPECT_TRUE(contains(page, "id=\"not-looked-at\""));
    EXPECT_TRUE(contains(page, "未查看的内容"));
  }
  EXPECT_TRUE(contains(html(example::june()), "合同/扫描件.pdf"));
}

TEST(DiscoverHtml, EverySentenceIsInBothLanguages) {
  const std::string page = html(example::june());
  const auto count = [&page](std::string_view what) {
    std::size_t n = 0;
    for (std::size_t at = page.find(what); at != std::string::npos; at = page.find(what, at + 1)) ++n;
    return n;
  };
  EXPECT_GT(count("class=\"zh\""), 80u);
  EXPECT_EQ(count("class=\"zh\""), count("class=\"en\""));
  HtmlOptions english;
  english.language = Language::en;
  EXPECT_TRUE(contains(html(example::june(), nullptr, english), "<html lang=\"en\">"));
}

TEST(DiscoverHtml, LongListsAreCutAndSayBySoMuch) {
  ScanResult r = example::june();
  for (int i = 0; i < 300; ++i) {
    r.documents.push_back(example::customers("z/" + std::to_string(1000 + i) + ".csv", 10, ""));
    r.coverage.skips.push_back({"s/" + std::to_string(i), 1, "corrupt", ""});
  }
  HtmlOptions options;
  options.documents = 50;
  options.skips = 20;
  const std::string page = html(r, nullptr, options);
  EXPECT_TRUE(contains(page, "50 are listed here, 255 more"));
  EXPECT_TRUE(contains(page, "20 are listed here, 282 more"));
}

TEST(Sarif, Golden) {
  const ScanResult june = example::june();
  const Overlay o = decided(june);
  golden::expect(to_pretty_text(sarif(june, &o)), "discover-report/result.sarif");
}

TEST(Sarif, LevelsAndPlaces) {
  const json::value v = sarif(example::june());
  const json::object& run = v.at("runs").at(0).as_object();
  const json::array& results = run.at("results").as_array();
  ASSERT_EQ(results.size(), 13u);
  EXPECT_EQ(results[0].at("level").as_string(), "error");                        // a key
  EXPECT_EQ(results[1].at("level").as_string(), "warning");                      // sensitive
  EXPECT_EQ(results[2].at("level").as_string(), "note");
  EXPECT_EQ(results[8].at("level").as_string(), "warning");                      // in important data
  EXPECT_EQ(results[11].at("level").as_string(), "error");                       // in core data
  EXPECT_EQ(results[0].at("locations").at(0).at("physicalLocation").at("region").at("byteOffset").as_int64(), 64);
  const json::array& rules = run.at("tool").at("driver").at("rules").as_array();
  for (const json::value& r : results) EXPECT_EQ(rules.at(static_cast<std::size_t>(r.at("ruleIndex").as_int64())).at("id"), r.at("ruleId"));
  EXPECT_EQ(rules[0].at("properties").at("title_en").as_string(), "Address");
  EXPECT_EQ(run.at("invocations").at(0).at("toolExecutionNotifications").as_array().size(), 2u);
  EXPECT_EQ(run.at("invocations").at(0).at("startTimeUtc").as_string(), "2024-06-30T18:00:00Z");
  EXPECT_EQ(run.at("originalUriBaseIds").at("ROOT").at("uri").as_string(), "file:///srv/share/");
}

TEST(Sarif, RejectedFindingsAreSuppressedNotDropped) {
  const ScanResult june = example::june();
  const Overlay o = decided(june);
  const json::value v = sarif(june, &o);
  std::size_t suppressed = 0;
  for (const json::value& r : v.at("runs").at(0).at("results").as_array()) suppressed += r.as_object().contains("suppressions") ? 1 : 0;
  EXPECT_EQ(suppressed, 3u);
  EXPECT_EQ(v.at("runs").at(0).at("results").as_array().size(), 13u);
}

TEST(Sarif, TablesHaveLogicalPlaces) {
  ScanResult r;
  r.source = "postgresql";
  r.documents.push_back(example::customers("pay.users", 10, ""));
  const json::value v = sarif(r);
  const json::value& place = v.at("runs").at(0).at("results").at(0).at("locations").at(0);
  EXPECT_EQ(place.at("logicalLocations").at(0).at("fullyQualifiedName").as_string(), "pay.users.身份证号");
  EXPECT_FALSE(place.as_object().contains("physicalLocation"));
}

TEST(Sarif, NamesBecomeReferences) {
  EXPECT_EQ(uri_of("报表/a b#1?.csv"), "%E6%8A%A5%E8%A1%A8/a%20b%231%3F.csv");
  EXPECT_EQ(uri_of("\xB1.csv"), "%B1.csv");
  EXPECT_EQ(uri_of("a.zip!b"), "a.zip!b");
}

}  // namespace
}  // namespace lp::discover
