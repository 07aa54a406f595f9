// How findings of `longpan match` are ranked and told.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ostream>

#include "cli/colour.h"
#include "cli/diagnostics_text.h"
#include "cli/match/match_commands.h"
#include "cli/table.h"
#include "io/buffered_sink.h"
#include "io/files.h"
#include "match/signals_file.h"

namespace lp::cli {
namespace {

namespace fs = std::filesystem;

io::Language language_of(const Context& context) { return context.zh ? io::Language::zh : io::Language::en; }

template <class Write>
Status to_file(const std::string& path, Write write) {
  if (path.empty()) return ok_status();
  if (path == "-") return make_error(Errc::invalid, "a report needs a file's name", "use --json for standard output");
  LP_TRY(io::ByteSink sink, io::open_file_sink(path));
  return write(std::move(sink));
}

Status read_signals(Context& context, const fs::path& path, match::SignalTable& table) {
  LP_TRY(const std::string text, io::read_file(path, std::uint64_t{1} << 30));
  Diagnostics found;
  LP_CHECK_OK(match::read_signals(text, path.string(), [&](match::Signal&& s) { table.add(s); }, found));
  print_diagnostics(context, found, Severity::warning);
  return ok_status();
}

Colour colour_of(match::PriorityLevel level) {
  return level >= match::PriorityLevel::high ? Colour::red : level == match::PriorityLevel::medium ? Colour::yellow : Colour::grey;
}

std::string joined(const std::vector<std::string>& all, std::size_t most) {
  std::string out;
  for (std::size_t i = 0; i < all.size() && i < most; ++i) out += (i == 0 ? "" : ", ") + all[i];
  return all.size() > most ? out + " …" : out;
}

void print_table(Context& context, const match::FindingList& list, int most) {
  const bool zh = context.zh;
  std::vector<std::vector<std::string>> rows;
  for (const match::RankedFinding& row : list.rows) {
    if (most > 0 && static_cast<int>(rows.size()) == most) break;
    const match::ReportedFinding& r = row.finding.reported;
    rows.push_back({io::say(match::words_of(row.priority.level), language_of(context)), match::quoted_id(r), r.asset, r.component + " " + r.component_version,
                    r.fixed_versions.empty() ? (zh ? "尚无" : "none known") : joined(r.fixed_versions, 3), row.due ? to_string(date_in_china(row.due->at)) + (row.due->verified ? "" : zh ? " 未核实" : " unverified") : ""});
  }
  if (rows.empty()) return;
  context.out << to_table(zh ? std::vector<std::string>{"优先级", "漏洞", "资产", "组件与版本", "修复版本", "整改期限"} : std::vector<std::string>{"priority", "flaw", "asset", "component, version", "fixed in", "due"}, rows);
  if (rows.size() < list.rows.size())
    context.out << fmt::format(fmt::runtime(zh ? "… 共 {} 条，--rows 0 全部列出，--csv、--html 导出\n" : "… {} in all; --rows 0 lists them, --csv and --html write them\n"), list.rows.size());
}

void print_counts(Context& context, const match::FindingList& list) {
  const bool zh = context.zh;
  std::string line = zh ? "漏洞：" : "findings: ";
  for (const match::PriorityLevel level : {match::PriorityLevel::urgent, match::PriorityLevel::high, match::PriorityLevel::medium, match::PriorityLevel::low}) {
    const std::uint64_t n = list.levels[static_cast<std::size_t>(level)];
    const std::string text = fmt::format("{} {}", io::say(match::words_of(level), language_of(context)), io::grouped(n));
    line += (level == match::PriorityLevel::urgent ? "" : zh ? "，" : ", ") + (n > 0 ? paint(context, colour_of(level), text) : text);
  }
  context.out << line << fmt::format(fmt::runtime(zh ? "；涉及 {} 个资产\n" : "; on {} assets\n"), io::grouped(list.assets));
  if (list.components > 0) {
    context.out << fmt::format(fmt::runtime(zh ? "比对了 {} 个组件；厂商声明或发行版数据排除 {} 处，仍在调查 {} 处\n" : "{} components matched; {} ruled out by makers or distributions, {} under investigation\n"),
                               io::grouped(list.components), io::grouped(list.counts.suppressed), io::grouped(list.counts.under_investigation));
    if (list.counts.version_unknown > 0)
      context.out << paint(context, Colour::yellow, fmt::format(fmt::runtime(zh ? "{} 处组件没有版本，无法判断" : "{} components have no version: it cannot be told"), io::grouped(list.counts.version_unknown))) << '\n';
  }
}

bool is_found(const match::FindingList& list, const std::string& fail_on) {
  if (fail_on.empty()) return false;
  const auto least = fail_on == "any" ? match::PriorityLevel::low : match::parse_priority_level(fail_on).value_or(match::PriorityLevel::low);
  return std::ranges::any_of(list.rows, [&](const match::RankedFinding& row) { return row.priority.level >= least && row.finding.state == match::FindingState::open; });
}

}  // namespace

void add_ranking_options(CLI::App& app, RankingChoice& choice) {
  app.add_option("--signals", choice.signals, "KEV、EPSS、SSVC 信号文件，默认取映像旁的 / signals, default beside the image");
  app.add_option("--exposure", choice.exposure, "资产暴露面 / exposure of the assets: internet internal unknown")->check(CLI::IsMember({"internet", "internal", "unknown"}))->capture_default_str();
  app.add_option("--mission", choice.mission, "资产对业务的影响 / impact on the mission: high medium low unknown")->check(CLI::IsMember({"high", "medium", "low", "unknown"}))->capture_default_str();
}

Result<std::unique_ptr<RankingParts>> load_ranking(Context& context, const RankingChoice& choice, const fs::path& image) {
  fs::path specs = context.specs;
  if (specs.empty()) {
    LP_TRY(specs, find_specs(context.program));
  }
  auto parts = std::make_unique<RankingParts>();
  Diagnostics found;
  LP_TRY(parts->priority, match::load_priority_rules(specs, found));
  LP_TRY(parts->tiers, match::load_tier_rules(specs, found));
  LP_TRY(const model::Catalogue* catalogue, context.catalogue());
  LP_TRY(parts->due, match::load_due_rules(specs, *catalogue, found));
  print_diagnostics(context, found, Severity::warning);
  if (!choice.signals.empty()) {
    LP_CHECK_OK(read_signals(context, choice.signals, parts->signals));
  } else if (std::error_code ignored; !image.empty() && fs::exists(signals_beside(image), ignored)) {
    LP_CHECK_OK(read_signals(context, signals_beside(image), parts->signals));
  }
  LP_TRY(const Clock* clock, context.clock());
  const match::AssetFacts facts{match::parse_exposure(choice.exposure).value_or(match::Exposure::unknown), match::parse_mission_impact(choice.mission).value_or(match::MissionImpact::unknown)};
  parts->context = {&parts->priority, &parts->tiers, &parts->signals, &parts->due, catalogue, [facts](const std::string&) { return facts; }, clock->now()};
  return parts;
}

void add_finding_files(CLI::App& app, FindingFiles& files) {
  app.add_option("--out", files.json, "结果 JSON 文件 / result as a JSON file");
  app.add_option("--csv", files.csv, "每条漏洞一行的 CSV / CSV, one row a finding");
  app.add_option("--html", files.html, "HTML 报告（离线可看）/ HTML report, opens offline");
  app.add_option("--sarif", files.sarif, "SARIF 2.1.0 文件 / file");
  app.add_option("--rows", files.rows, "终端列出的条数，0 为全部 / rows on the terminal, 0 for all")->check(CLI::NonNegativeNumber)->capture_default_str();
  app.add_option("--fail-on", files.fail_on, "达到该优先级即返回 16 / exit code 16 when found: any low medium high urgent")->check(CLI::IsMember({"any", "low", "medium", "high", "urgent"}));
}

Result<int> tell_findings(Context& context, const match::FindingList& list, const FindingFiles& files, bool incomplete) {
  const io::Language language = language_of(context);
  LP_CHECK_OK(to_file(files.json, [&](io::ByteSink out) { return match::write_json(list, language, std::move(out)); }));
  LP_CHECK_OK(to_file(files.csv, [&](io::ByteSink out) { return match::write_csv(list, language, std::move(out)); }));
  LP_CHECK_OK(to_file(files.html, [&](io::ByteSink out) { return match::write_html(list, language, std::move(out)); }));
  LP_CHECK_OK(to_file(files.sarif, [&](io::ByteSink out) { return match::write_sarif(list, language, std::move(out)); }));
  if (context.json) {
    LP_CHECK_OK(match::write_json(list, language, [&](std::string_view piece) {
      context.out << piece;
      return ok_status();
    }));
  } else if (!context.quiet) {
    print_table(context, list, files.rows);
    print_counts(context, list);
  }
  if (is_found(list, files.fail_on)) return 16;
  return incomplete ? 1 : 0;
}

void tell_changes(Context& context, const match::FindingChanges& c) {
  if (context.json || context.quiet) return;
  context.out << fmt::format(fmt::runtime(context.zh ? "新增 {}，不变 {}，变化 {}，关闭 {}，复发 {}，合并 {}，重新打开 {}\n" : "{} new, {} kept, {} changed, {} closed, {} recurred, {} merged, {} reopened\n"), c.created,
                             c.kept, c.changed, c.closed, c.recurred, c.merged, c.reopened);
}

}  // namespace lp::cli
