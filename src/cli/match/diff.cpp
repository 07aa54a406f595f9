// longpan match diff: what is new, gone and changed between two books of findings or two reports.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <ostream>

#include "base/text.h"
#include "cli/diagnostics_text.h"
#include "cli/match/match_commands.h"
#include "cli/table.h"
#include "io/files.h"
#include "match/findings/from_matches.h"
#include "match/reports/report_format.h"

namespace lp::cli {
namespace {

struct Options {
  std::string before, after, format, asset;
};

// A report becomes a book that has seen it alone: both sides are then compared in one way.
Result<match::FindingBook> read_side(Context& context, const std::string& path, const Options& options) {
  LP_TRY(const std::string text, io::read_file(path, std::uint64_t{4} << 30));
  if (text.starts_with("{\"format\":\"longpan.findings\"")) {
    auto book = match::FindingBook::from_jsonl(text);
    if (!book) return std::move(book).error().within(path);
    return book;
  }
  Diagnostics found(200);
  match::FindingImport import;
  const match::ReportOptions how{.file = path, .format = options.format, .asset = options.asset, .mapping = {}};
  LP_TRY(const auto statistics, match::read_report_file(path, how, [&](match::ReportedFinding&& f) { import.findings.push_back(std::move(f)); }, found));
  print_diagnostics(context, found, Severity::warning);
  import.source = "report";
  import.name = path;
  import.assets = statistics.assets;
  const match::StatedAliases aliases(import.findings);
  match::FindingBook book;
  book.apply(std::move(import), aliases);
  return book;
}

const match::Finding* find(const match::FindingBook& a, const match::FindingBook& b, const std::string& id) {
  const match::Finding* found = a.find(id);
  return found != nullptr ? found : b.find(id);
}

LocalText words_of(match::FindingEvent event) {
  switch (event) {
    case match::FindingEvent::created: return {"新增", "new"};
    case match::FindingEvent::closed: return {"关闭", "closed"};
    case match::FindingEvent::changed: return {"变化", "changed"};
    case match::FindingEvent::recurred: return {"复发", "recurred"};
    case match::FindingEvent::merged: return {"合并", "merged"};
    case match::FindingEvent::accepted: return {"接受风险", "accepted"};
    case match::FindingEvent::reopened: return {"重新打开", "reopened"};
  }
  return {};
}

Result<int> run(Context& context, const Options& options) {
  LP_TRY(const match::FindingBook before, read_side(context, options.before, options));
  LP_TRY(const match::FindingBook after, read_side(context, options.after, options));
  const match::FindingChanges changes = match::diff(before, after);
  json::array all;
  std::vector<std::vector<std::string>> rows;
  for (const match::FindingChange& change : changes.list) {
    const match::Finding* finding = find(after, before, change.id);
    const match::ReportedFinding empty, &r = finding != nullptr ? finding->reported : empty;
    rows.push_back({context.text(words_of(change.event)), match::quoted_id(r), r.asset, r.component + " " + r.component_version, join(change.fields, ", ")});
    all.push_back(json::object{{"event", match::to_string(change.event)}, {"id", change.id}, {"flaw", match::quoted_id(r)}, {"asset", r.asset}, {"component", r.component}, {"fields", join(change.fields, ", ")}});
  }
  if (context.json) {
    context.out << to_pretty_text(json::object{{"created", changes.created}, {"closed", changes.closed}, {"changed", changes.changed}, {"recurred", changes.recurred}, {"kept", changes.kept}, {"list", std::move(all)}});
  } else {
    if (!rows.empty()) context.out << to_table(context.zh ? std::vector<std::string>{"", "漏洞", "资产", "组件与版本", "变化的字段"} : std::vector<std::string>{"", "flaw", "asset", "component, version", "fields"}, rows);
    tell_changes(context, changes);
  }
  return changes.list.empty() ? 0 : 1;
}

}  // namespace

Run add_match_diff(CLI::App& app) {
  auto o = std::make_shared<Options>();
  app.add_option("before", o->before, "先前的台账或报告 / book or report before")->required();
  app.add_option("after", o->after, "后来的台账或报告 / book or report after")->required();
  app.add_option("--format", o->format, "报告格式，默认按内容识别 / format of reports, default told by content");
  app.add_option("--asset", o->asset, "报告未写明时的资产名 / asset when a report names none");
  app.footer("例 / examples:\n  longpan match diff 上周.jsonl findings.jsonl\n  longpan match diff 整改前.nessus 整改后.nessus\n退出码 / exit codes: 0 无差别 / the same; 1 有差别 / they differ");
  return [o](Context& context) { return run(context, *o); };
}

}  // namespace lp::cli
