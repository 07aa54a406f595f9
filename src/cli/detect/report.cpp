// longpan detect report: what the alerts of a run come to, as a page that opens offline.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <ostream>
#include <utility>

#include "cli/detect/detect_commands.h"
#include "cli/detect/report_parts.h"
#include "cli/diagnostics_text.h"
#include "detect/report/summary_json.h"
#include "discover/report/summary.h"
#include "io/buffered_sink.h"

namespace lp::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<fs::path> files, rules;
  std::string html, csv;
};

class StandardInput final : public io::ByteSource {
 public:
  Result<std::size_t> read(char* out, std::size_t size) override {
    std::cin.read(out, static_cast<std::streamsize>(size));
    if (std::cin.bad()) return make_error(Errc::io, "reading standard input failed");
    return static_cast<std::size_t>(std::cin.gcount());
  }
};

Status read_file_of_alerts(const fs::path& file, const detect::TakeAlert& take, detect::BadLines& bad) {
  if (file == "-") {
    StandardInput input;
    return detect::read_alerts(input, "-", take, bad);
  }
  LP_TRY(const auto source, io::open_file_source(file));
  return detect::read_alerts(*source, file.string(), take, bad);
}

// Where the last line of each alert stands: file, line.
using Place = std::pair<std::size_t, std::uint64_t>;

struct Alerts {
  detect::AlertSet set;
  detect::BadLines bad;
  std::vector<Place> places;   // by index in the set
};

Result<Alerts> read_all(const Options& options) {
  Alerts alerts;
  for (std::size_t f = 0; f < options.files.size(); ++f) {
    const auto take = [&](const detect::ReadAlert& read, std::uint64_t line) {
      const std::size_t index = alerts.set.add(read.alert, read.type);
      alerts.places.resize(alerts.set.alerts().size());
      alerts.places[index] = {f, line};
    };
    LP_CHECK_OK(read_file_of_alerts(options.files[f], take, alerts.bad));
  }
  return alerts;
}

// Reads the files again: a sheet holds more of each alert than is kept of a million.
Status write_csv(const Options& options, std::vector<Place> places) {
  std::ranges::sort(places);
  LP_TRY(io::ByteSink sink, io::open_file_sink(options.csv));
  io::BufferedSink out(std::move(sink));
  out << "\xEF\xBB\xBF" << detect::csv_header();
  detect::BadLines told_already;
  for (std::size_t f = 0; f < options.files.size(); ++f) {
    const auto take = [&](const detect::ReadAlert& read, std::uint64_t line) {
      if (std::ranges::binary_search(places, Place(f, line))) out << detect::csv_row(read.alert, read.type);
    };
    LP_CHECK_OK(read_file_of_alerts(options.files[f], take, told_already));
  }
  return out.finish();
}

Result<detect::ReportTitles> load_titles(Context& context, const Options& options) {
  fs::path specs = context.specs;
  if (specs.empty()) {
    LP_TRY(specs, find_specs(context.program));
  }
  detect::RuleNotesById notes;
  Diagnostics found;
  LP_CHECK_OK(detect::load_rule_notes(specs / "rules", notes, found));
  for (const fs::path& rules : options.rules) LP_CHECK_OK(detect::load_rule_notes(rules, notes, found));
  print_diagnostics(context, found, Severity::warning);
  return load_report_titles(context, notes);
}

void print_bad(Context& context, const detect::BadLines& bad) {
  if (bad.total == 0) return;
  context.err << fmt::format(fmt::runtime(context.zh ? "{} 行不是告警，未计入：\n" : "{} lines are no alerts and are not counted:\n"), bad.total);
  for (const detect::BadLines::Place& place : bad.first) context.err << fmt::format("  {}:{}: {}\n", place.file, place.line, context.text(detect::title(place.why)));
  if (bad.first.size() < bad.total) context.err << "  …\n";
}

void print_summary(Context& context, const detect::AlertSummary& s, const Options& options) {
  context.out << fmt::format(fmt::runtime(context.zh ? "{} 条告警，{} 个事件，{} 个对象，{} 条未知归属\n" : "{} alerts, {} events, {} entities, {} alerts of unknown owner\n"), s.alerts, s.events,
                             s.entities.all, s.without_owner);
  constexpr std::size_t shown = 10;
  for (std::size_t i = 0; i < s.rules.rows.size() && i < shown; ++i) {
    const detect::RuleTotals& row = s.rules.rows[i];
    context.out << fmt::format(fmt::runtime(context.zh ? "  [{}] {}：{} 条告警，{} 个事件\n" : "  [{}] {}: {} alerts, {} events\n"), context.text(detect::title(row.severity)),
                               discover::terminal_safe(context.text(row.type.title)), row.alerts, row.events);
  }
  if (s.rules.all > shown) context.out << fmt::format(fmt::runtime(context.zh ? "  … 另有 {} 种\n" : "  … {} more kinds\n"), s.rules.all - shown);
  if (s.alerts == 0) context.out << (context.zh ? "没有告警；用 longpan detect run 日志 --out alerts.jsonl 生成\n" : "no alerts; longpan detect run LOGS --out alerts.jsonl makes them\n");
  for (const std::string& file : {options.html, options.csv})
    if (!file.empty()) context.out << fmt::format(fmt::runtime(context.zh ? "已写入 {}\n" : "written: {}\n"), file);
  if (options.html.empty() && options.csv.empty()) context.out << (context.zh ? "加 --html report.html 得到可离线打开的报告\n" : "--html report.html makes a report that opens offline\n");
}

Result<int> report(Context& context, const Options& options) {
  if (!options.html.empty()) LP_CHECK_OK(check_report_file(options.html));
  if (!options.csv.empty() && std::ranges::find(options.files, fs::path("-")) != options.files.end())
    return make_error(Errc::unsupported, "--csv reads the alerts twice, standard input cannot be", "name the file");
  for (const std::string& written : {options.html, options.csv})
    for (const fs::path& file : options.files)
      if (std::error_code error; !written.empty() && fs::equivalent(written, file, error)) return make_error(Errc::conflict, written + " is a file of alerts and would be written over", "name another file");
  LP_TRY(const detect::ReportTitles titles, load_titles(context, options));
  LP_TRY(Alerts alerts, read_all(options));
  detect::AlertSummary summary = detect::summarise(alerts.set);
  summary.bad = std::move(alerts.bad);
  if (!options.csv.empty()) LP_CHECK_OK(write_csv(options, std::move(alerts.places)));
  if (!options.html.empty()) LP_CHECK_OK(save_alert_report(context, summary, titles, options.html, names_text(options.files), false));
  print_bad(context, summary.bad);
  if (context.json) context.out << to_text(detect::to_json(summary, titles)) << '\n';
  else print_summary(context, summary, options);
  return summary.bad.total > 0 ? 1 : 0;
}

}  // namespace

Run add_detect_report(CLI::App& app) {
  auto o = std::make_shared<Options>();
  app.add_option("alerts", o->files, "告警 JSONL 文件，可多个，- 为标准输入 / files of alerts (JSONL), - is standard input")->required();
  app.add_option("--html", o->html, "HTML 报告（离线可看）/ HTML report, opens offline");
  app.add_option("--csv", o->csv, "每条告警一行的 CSV / CSV, one row an alert");
  app.add_option("--rules", o->rules, "另加的规则文件或目录：处置建议从中取 / rules beside our own, for what to do");
  app.footer("例 / examples:\n  longpan detect report alerts.jsonl --html report.html\n"
             "  longpan --json detect report 一月.jsonl 二月.jsonl --csv 告警.csv\n"
             "  zcat alerts.jsonl.gz | longpan --lang en detect report - --html report.html\n"
             "退出码 / exit codes: 0 每行都是告警 / every line was an alert; 1 有不是的 / some were not");
  return [o](Context& context) { return report(context, *o); };
}

}  // namespace lp::cli
