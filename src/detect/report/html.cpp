#include "detect/report/html.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "detect/report/html_report.h"
#include "io/html_chart.h"

namespace lp::detect {
namespace {

constexpr std::array falling{Severity::critical, Severity::high, Severity::medium, Severity::low, Severity::informational};

// The stretch with most alerts; of equals the first.
std::size_t busiest(const std::vector<TimeBucket>& buckets) {
  const auto total = [](const TimeBucket& b) {
    std::uint64_t sum = 0;
    for (const std::uint64_t n : b.alerts) sum += n;
    return sum;
  };
  return static_cast<std::size_t>(std::ranges::max_element(buckets, {}, total) - buckets.begin());
}

}  // namespace

std::string_view severity_class(Severity severity) {
  static constexpr std::array<std::string_view, 5> classes{"s0", "s1", "s2", "s3", "s4"};
  return classes[static_cast<std::size_t>(severity)];
}

double share_of(std::uint64_t part, std::uint64_t whole) { return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole); }

LocalText counts_text(const Totals& t) {
  return {fmt::format("{} 条 · {} 个事件", grouped(t.alerts), grouped(t.events)), fmt::format("{} alerts · {} events", grouped(t.alerts), grouped(t.events))};
}

Status HtmlReport::write() {
  page_.begin({"安全告警报告", "Security alerts"}, options_.language, alert_style);
  head();
  page_ << "<main>\n";
  figures();
  warnings();
  if (s_.alerts == 0) {
    nothing_found();
  } else {
    over_time();
    rules();
    page_ << "<div class=\"pair\">\n";
    severities();
    organisations();
    page_ << "</div>\n";
    entities();
    classes();
    attack();
    alerts();
  }
  reading();
  bad_lines();
  page_ << "</main>\n";
  method();
  return page_.finish();
}

std::string HtmlReport::severity_tag(Severity severity) const { return fmt::format("<span class=\"tag {}\">{}</span>", severity_class(severity), both_html(title(severity))); }

std::string HtmlReport::entity_html(const std::string& entity) const {
  return entity == "event" || entity.empty() ? both_html({"单个事件", "a single event"}) : "<code>" + escape_html(entity) + "</code>";
}

std::string HtmlReport::organisation_html(const std::string& organisation) const {
  return organisation.empty() ? "<span class=\"soft\">" + both_html({"未知归属", "unknown owner"}) + "</span>" : escape_html(organisation);
}

void HtmlReport::cut_note(std::uint64_t shown, std::uint64_t all, const LocalText& where) {
  if (all <= shown) return;
  page_.paragraph({fmt::format("此处列出 {} 项，另有 {} 项{}。", grouped(shown), grouped(all - shown), where.zh),
                   fmt::format("{} are listed here, {} more are left out{}.", grouped(shown), grouped(all - shown), where.en)}, "soft");
}

void HtmlReport::head() {
  page_ << "<header>\n";
  page_.heading({"安全告警报告", "Security alerts"}, escape_html(options_.source));
  const std::string first = china_time_text(s_.first), last = china_time_text(s_.last);
  page_.facts({{{"告警时间", "Alerts from"}, first.empty() ? "" : escape_html(first + " – " + last)},
               {{"生成", "Made"}, escape_html(china_time_text(options_.made))},
               {{"时区", "Time zone"}, both_html({"北京时间（UTC+8）", "China (UTC+8)"})}});
  page_ << "</header>\n";
}

void HtmlReport::figures() {
  page_ << "<div class=\"figures\">\n";
  page_.figure(grouped(s_.alerts), {"条告警", "alerts"});
  for (const Severity severity : {Severity::critical, Severity::high}) {
    const std::uint64_t n = s_.severities[static_cast<std::size_t>(severity)].alerts;
    page_.figure(grouped(n), {title(severity).zh + "级别", title(severity).en}, n > 0 ? severity_class(severity) : "");
  }
  page_.figure(grouped(s_.events), {"个事件命中", "events in them"});
  page_.figure(grouped(s_.entities.all), {"个对象", "entities"});
  page_.figure(grouped(s_.without_owner), {"条未知归属", "of unknown owner"}, s_.without_owner > 0 ? "important" : "");
  if (s_.lines) {
    page_.figure(grouped(s_.lines->events), {"个事件已读", "events read"});
    page_.figure(grouped(s_.lines->rejected), {"行未能识别", "lines rejected"}, s_.lines->rejected > 0 ? "important" : "good");
  }
  page_ << "</div>\n";
}

void HtmlReport::warnings() {
  if (s_.lines && s_.lines->stopped) page_.paragraph({"运行被中断，只含中断前的结果。", "The run was stopped; this is what was found until then."}, "warning");
  if (s_.bad.total > 0) page_ << "<p class=\"warning\"><a href=\"#bad-lines\">" << both_html({fmt::format("告警文件中有 {} 行不是告警，未计入。", grouped(s_.bad.total)),
                                 fmt::format("{} lines of the files of alerts were no alerts and are not counted.", grouped(s_.bad.total))}) << "</a></p>\n";
  if (s_.lines && (s_.lines->rejected > 0 || s_.lines->not_read > 0)) page_ << "<p class=\"warning\"><a href=\"#reading\">"
      << both_html({"部分日志没有读懂，其中的问题不会出现在这里。", "Some of the logs could not be read; what they hold is not in here."}) << "</a></p>\n";
  if (options_.part_of_run) page_.paragraph({"只含本次运行告知的告警；此前运行的在它们自己的输出中。", "Only what this run told; what earlier runs told is in their outputs."}, "warning");
  if (s_.open > 0) page_.paragraph({fmt::format("{} 条告警尚未关闭，次数可能还会增加。", grouped(s_.open)), fmt::format("{} alerts are still open; their counts may grow.", grouped(s_.open))}, "soft");
}

void HtmlReport::nothing_found() {
  page_.begin_section("nothing", {"没有告警", "No alerts"});
  const auto steps = [this](const LocalText& what, const std::vector<LocalText>& next) {
    page_.paragraph(what);
    page_ << "<ol class=\"steps\">\n";
    for (const LocalText& step : next) page_ << "<li>" << both_html(step) << "</li>\n";
    page_ << "</ol>\n";
  };
  if (!s_.lines) {
    steps({"这些文件中没有告警。下一步：", "These files hold no alerts. Next:"},
          {{"确认文件由 longpan detect run 日志 --out alerts.jsonl 写出", "make sure they were written by longpan detect run LOGS --out alerts.jsonl"},
           {"或直接从日志生成：longpan detect run 日志 --html report.html", "or report on the logs themselves: longpan detect run LOGS --html report.html"}});
  } else if (s_.lines->events == 0) {
    steps({"没有读到任何事件，因此没有检测。下一步：", "Not one event was read, so nothing was looked for. Next:"},
          {{"用 longpan detect formats 查看支持的日志格式", "see what can be read: longpan detect formats"},
           {"用 --format 指定格式，用 --rejects 文件 查看未识别的行", "name the format with --format, see the rejected lines with --rejects FILE"}});
  } else {
    steps({fmt::format("读了 {} 个事件，没有规则或情报命中。这不等于没有问题。下一步：", grouped(s_.lines->events)),
           fmt::format("{} events were read, and no rule and no indicator matched. That does not mean that all is well. Next:", grouped(s_.lines->events))},
          {{"用 --indicators 加入威胁情报，用 --rules 加入更多 Sigma 规则", "add threat indicators with --indicators, and more Sigma rules with --rules"},
           {"用 longpan detect explain 查看某个事件为何没有命中", "see why an event does not match: longpan detect explain"},
           {"确认日志覆盖了关心的时间和系统", "make sure that the logs cover the time and the systems you care for"}});
  }
  page_.end_section();
}

void HtmlReport::severities() {
  page_.begin_section("severities", {"级别", "Severity"});
  std::uint64_t most = 0;
  for (const Totals& t : s_.severities) most = std::max(most, t.alerts);
  std::vector<io::HtmlPage::Bar> bars;
  for (const Severity severity : falling) {
    const Totals& t = s_.severities[static_cast<std::size_t>(severity)];
    bars.push_back({both_html(title(severity)), share_of(t.alerts, most), both_html(counts_text(t)), severity_class(severity)});
  }
  page_.bars({"各级别的告警和事件数", "Alerts of each severity, and their events"}, bars);
  page_.end_section();
}

void HtmlReport::over_time() {
  const TimeBuckets& t = s_.over_time;
  page_.begin_section("over-time", {"时间分布", "Over time"});
  if (!t.buckets.empty()) {
    const LocalText step = t.step_text();
    io::HtmlChart chart{.id = "chart", .caption = {"每" + step.zh + "开始的告警数，按级别", "Alerts that began in each " + step.en + ", by severity"}, .summary = {},
                        .column_title = {"时间", "Time"}, .series = {}, .columns = {}};
    for (auto severity = falling.rbegin(); severity != falling.rend(); ++severity) chart.series.push_back({title(*severity), severity_class(*severity)});
    for (std::size_t i = 0; i < t.buckets.size(); ++i) chart.columns.push_back({t.label(i), {t.buckets[i].alerts.begin(), t.buckets[i].alerts.end()}});
    const std::size_t top = busiest(t.buckets);
    const std::string most = grouped(chart.columns[top].total());
    chart.summary = {fmt::format("从 {} 到 {}；最多的是 {}，{} 条。", t.label(0), t.label(t.buckets.size() - 1), t.label(top), most),
                     fmt::format("From {} to {}; most of them, {}, at {}.", t.label(0), t.label(t.buckets.size() - 1), most, t.label(top))};
    io::write_chart(page_, chart);
  }
  if (t.without_time > 0) page_.paragraph({fmt::format("{} 条告警没有时间，不在图中。", grouped(t.without_time)), fmt::format("{} alerts do not say when and are not in the chart.", grouped(t.without_time))}, "soft");
  page_.end_section();
}

void HtmlReport::reading() {
  if (!s_.lines) return;
  const LinesRead& n = *s_.lines;
  page_.begin_section("reading", {"读取情况", "What was read"});
  page_.paragraph({fmt::format("{} 行 = {} 个事件 + {} 行控制信息 + {} 行未能识别。", grouped(n.lines), grouped(n.events), grouped(n.control), grouped(n.rejected)),
                   fmt::format("{} lines = {} events + {} control lines + {} rejected.", grouped(n.lines), grouped(n.events), grouped(n.control), grouped(n.rejected))});
  if (n.not_read > 0) page_.paragraph({fmt::format("{} 个文件没有读：没有认识的格式。", grouped(n.not_read)), fmt::format("{} files were not read: no format knows them.", grouped(n.not_read))});
  if (!n.rejected_for.empty()) {
    page_.begin_table({"未能识别的行，按原因", "Rejected lines by reason"}, {{{"原因", "Reason"}}, {{"行数", "Lines"}, true}});
    for (const auto& [reason, count] : n.rejected_for) page_.row({{escape_html(reason), ""}, {grouped(count), std::to_string(count)}});
    page_.end_table();
    page_.paragraph({"加 --rejects 文件，逐行列出。", "--rejects FILE lists them one by one."}, "soft");
  }
  page_.end_section();
}

void HtmlReport::bad_lines() {
  if (s_.bad.total == 0) return;
  page_.begin_section("bad-lines", {"不是告警的行", "Lines that are no alerts"});
  page_.begin_table({"按原因", "By reason"}, {{{"原因", "Reason"}}, {{"行数", "Lines"}, true}});
  for (const auto& [why, count] : s_.bad.by_reason) page_.row({{both_html(title(why)), ""}, {grouped(count), std::to_string(count)}});
  page_.end_table();
  page_ << "<details><summary>" << both_html({"最前面的几行", "The first of them"}) << "</summary>\n";
  page_.begin_table({"文件和行号", "File and line"}, {{{"文件", "File"}}, {{"行", "Line"}, true}, {{"原因", "Reason"}}});
  for (const BadLines::Place& place : s_.bad.first) page_.row({{escape_html(place.file), ""}, {grouped(place.line), std::to_string(place.line)}, {both_html(title(place.why)), ""}});
  page_.end_table();
  cut_note(s_.bad.first.size(), s_.bad.total, {});
  page_ << "</details>\n";
  page_.end_section();
}

void HtmlReport::method() {
  page_ << "<footer>\n";
  page_.paragraph({"一条告警是一条规则在一个对象、一个单位上的发现，安静 12 小时或持续 24 小时后结束，次数是准确的。编号相同的多行以最后一行为准。",
                   "An alert is what one rule found at one entity of one organisation, until it was quiet for 12 hours or lasted for 24; counts are exact. Of several lines with one id the last counts."});
  page_.paragraph({"证据是告警文件中的原文：detect run 默认遮盖其中的个人信息，--plain-evidence 除外。本文件打开时不访问网络。",
                   "Evidence stands as in the alerts: detect run masks personal data in it unless told --plain-evidence. This file opens without the network."});
  page_ << "</footer>\n";
}

Status write_html(const AlertSummary& summary, const ReportTitles& titles, io::ByteSink out, const HtmlOptions& options) {
  return HtmlReport(summary, titles, std::move(out), options).write();
}

}  // namespace lp::detect
