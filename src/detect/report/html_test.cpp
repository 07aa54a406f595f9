#include "detect/report/html.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <regex>

#include "base/golden.h"
#include "base/text.h"
#include "detect/report/example_alerts.h"
#include "detect/report/summary_json.h"
#include "io/buffered_sink.h"
#include "io/html_page.h"

namespace lp::detect {
namespace {

ReportTitles titles() {
  ReportTitles titles;
  titles.taxonomies["threat_classes_202"] = {.title = {"威胁", "threats"}, .codes = {{"T2.trojan", {"木马", "Trojan"}}}};
  titles.taxonomies["event_classes"] = {.title = {"事件", "events"}, .verified = false, .codes = {{"malware.mining", {"恶意程序-挖矿", "Malware - mining"}}}};
  titles.advice["r-mining"] = "结束进程，检查计划任务";
  return titles;
}

AlertSummary summary() {
  AlertSummary s = summarise(example::set());
  s.lines = LinesRead{.lines = 1200, .events = 1190, .control = 4, .rejected = 6, .rejected_for = {{"bad_json", 6}}};
  s.bad.add("alerts.jsonl", 7, AlertLine::not_json);
  s.bad.add("alerts.jsonl", 9, AlertLine::not_an_alert);
  return s;
}

std::string html(const AlertSummary& s, const HtmlOptions& options = {.source = "alerts.jsonl", .made = example::noon}) {
  std::string page;
  EXPECT_TRUE(write_html(s, titles(), io::append_to(page), options));
  return page;
}

AlertSummary hostile() {
  AlertType type = example::mining();
  type.id = "</code><script>alert(1)</script>";
  type.title = {"<script>alert(2)</script>", "<img src=http://evil/ onerror=alert(3)>"};
  type.classes = {"threat_classes_202:<tt>", "<i>:x"};
  type.tags = {"attack.t1059", "attack.<u>"};
  Alert alert = example::alert("\"><script>", Severity::high, "host:<script>alert(4)</script>", "<svg onload=alert(5)>", 1, example::noon, example::noon);
  alert.owner.object = "<object>";
  alert.owner.reason = "<base href=//evil>";
  alert.evidence = {"</pre><script>alert(6)</script>\x1b[31m\xff"};
  alert.notes = {"<iframe src=javascript:alert(7)>"};
  AlertSet set;
  set.add(alert, type);
  AlertSummary s = summarise(set);
  s.lines = LinesRead{.lines = 1, .rejected = 1, .rejected_for = {{"<em>", 1}}};
  s.bad.add("<script>.jsonl", 1, AlertLine::not_json);
  return s;
}

TEST(AlertHtml, Golden) { golden::expect(html(summary()), "detect-report/report.html"); }

TEST(AlertHtml, JsonGolden) { golden::expect(to_pretty_text(to_json(summary(), titles())), "detect-report/summary.json"); }

TEST(AlertHtml, WhatComesFromLogsIsText) {
  const std::string page = html(hostile(), {.source = "</title><script>alert(8)</script>"});
  for (const char* markup : {"<script>alert", "<img", "<svg onload", "<object", "<base", "<iframe", "<tt>", "<i>", "<u>", "<em>", "</pre><s"}) EXPECT_FALSE(contains(page, markup)) << markup;
  EXPECT_FALSE(contains(page, "\x1b") || contains(page, "\xff"));
  for (int i = 1; i <= 8; ++i) EXPECT_TRUE(contains(page, "alert(" + std::to_string(i) + ")")) << i << " is shown, as text";
  // One script, ours.
  EXPECT_EQ(page.find("<script"), page.rfind("<script"));
  EXPECT_TRUE(std::regex_search(page, std::regex("script-src 'sha256-")));
}

TEST(AlertHtml, NothingLeavesThePage) {
  const std::string page = html(summary());
  EXPECT_TRUE(contains(page, "default-src 'none'"));
  static const std::regex outside(R"((src|href|action|data|poster|xlink:href)\s*=\s*(?!["']?#)|url\(|@import|https?://|fetch\(|XMLHttp|WebSocket|import\()");
  const std::string plain = replace_all(replace_all(replace_all(page, "data-sort=", ""), "data-zh=", ""), "data-en=", "");
  std::smatch found;
  EXPECT_FALSE(std::regex_search(plain, found, outside)) << found.str() << found.suffix().str().substr(0, 80);
}

TEST(AlertHtml, EverySentenceIsInBothLanguages) {
  const auto count = [](const std::string& page, std::string_view what) {
    std::size_t n = 0;
    for (std::size_t at = page.find(what); at != std::string::npos; at = page.find(what, at + 1)) ++n;
    return n;
  };
  const std::string page = html(summary());
  EXPECT_GT(count(page, "class=\"zh\""), 100u);
  EXPECT_EQ(count(page, "class=\"zh\""), count(page, "class=\"en\""));
  EXPECT_TRUE(contains(html(summary(), {.language = io::Language::en}), "<html lang=\"en\">"));
}

TEST(AlertHtml, AnEmptyReportSaysWhatToDo) {
  AlertSummary nothing;
  EXPECT_TRUE(contains(html(nothing), "longpan detect run 日志 --out alerts.jsonl"));
  nothing.lines = LinesRead{.lines = 5, .rejected = 5};
  EXPECT_TRUE(contains(html(nothing), "longpan detect formats"));
  nothing.lines = LinesRead{.lines = 5, .events = 5};
  EXPECT_TRUE(contains(html(nothing), "没有规则或情报命中"));
  EXPECT_TRUE(contains(html(nothing), "--indicators"));
  EXPECT_FALSE(contains(html(nothing), "id=\"alerts\""));
}

TEST(AlertHtml, RowsThatAreLeftOutAreCounted) {
  AlertSet set;
  for (int i = 0; i < 50; ++i) set.add(example::alert("a" + std::to_string(i), Severity::low, "ip:" + std::to_string(i), "", 1, example::noon, example::noon), example::domain());
  const std::string page = html(summarise(set, {.alerts = 20}));
  EXPECT_TRUE(contains(page, "20 are listed here, 30 more are left out; they are in the file of alerts"));
  EXPECT_TRUE(contains(page, "15 are listed here, 35 more are left out"));
}

TEST(AlertHtml, WhatIsNotWholeIsSaid) {
  AlertSummary s = summary();
  s.lines->stopped = true;
  const std::string page = html(s, {.part_of_run = true});
  for (const char* words : {"运行被中断", "只含本次运行", "1 条告警尚未关闭", "有 2 行不是告警", "部分日志没有读懂", "1 条告警没有时间", "未知归属", "因同时打开的告警过多提前结束"}) EXPECT_TRUE(contains(page, words)) << words;
  EXPECT_FALSE(contains(html(summarise(example::set())), "id=\"reading\""));   // files of alerts do not say what was read
}

// ---- colours

using Colours = std::map<std::string, std::string>;

Colours colours_of(std::string_view style, bool dark) {
  Colours colours;
  const std::string text(style);
  const auto take = [&colours](const std::string& part) {
    static const std::regex variable("--([a-z0-9-]+):#([0-9a-f]{3,6})");
    for (std::sregex_iterator m(part.begin(), part.end(), variable), end; m != end; ++m) colours[(*m)[1]] = (*m)[2];
  };
  const std::size_t media = text.find("@media (prefers-color-scheme:dark)");
  take(text.substr(0, media));
  if (dark) take(text.substr(media, text.find("}}", media) - media));
  return colours;
}

double luminance(std::string hex) {
  if (hex.size() == 3) hex = {hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]};
  double sum = 0;
  const double weights[] = {0.2126, 0.7152, 0.0722};
  for (std::size_t i = 0; i < 3; ++i) {
    const double c = std::stoi(hex.substr(2 * i, 2), nullptr, 16) / 255.0;
    sum += weights[i] * (c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4));
  }
  return sum;
}

double contrast(const std::string& a, const std::string& b) {
  const double x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

TEST(AlertHtml, TextCanBeReadInBothSchemes) {
  EXPECT_NEAR(contrast("fff", "000000"), 21, 0.01);
  for (const bool dark : {false, true}) {
    Colours colours = colours_of(io::html_style, dark);
    colours.merge(colours_of(alert_style, dark));
    const std::pair<const char*, const char*> pairs[] = {{"s0", "card"}, {"s1", "card"}, {"s2", "card"}, {"s3", "card"}, {"s4", "card"}, {"ink", "card"}, {"ink", "ground"}, {"ink", "warn-ground"},
                                                         {"soft", "card"}, {"soft", "ground"}, {"accent", "card"}, {"accent", "warn-ground"}, {"important", "card"}, {"good", "card"}};
    for (const auto& [text, ground] : pairs) {
      ASSERT_TRUE(colours.contains(text) && colours.contains(ground)) << text << ' ' << ground;
      EXPECT_GE(contrast(colours[text], colours[ground]), 4.5) << text << " on " << ground << (dark ? ", dark" : ", light");
    }
  }
}

}  // namespace
}  // namespace lp::detect
