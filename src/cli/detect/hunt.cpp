// longpan detect hunt: new indicators against what the event store kept.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <ostream>

#include "base/text.h"
#include "cli/detect/detect_commands.h"
#include "cli/detect/event_store_access.h"
#include "cli/diagnostics_text.h"
#include "cli/progress.h"
#include "cli/stop_on_signal.h"
#include "cli/table.h"
#include "detect/inputs/log_streams.h"
#include "service/events/indicator_files.h"
#include "service/events/kept_kinds.h"
#include "service/events/look_back.h"

namespace lp::cli {
namespace {

struct Options {
  std::vector<std::filesystem::path> paths;
  std::string store, source, public_suffixes, allow_lists;
  int confidence = 50;
  SpanChoice span;
  bool any_date = false, fail_on_hit = false, all = false;
};

std::string sources_of(const service::Sighting& s) {
  std::vector<std::string> out;
  for (const detect::IndicatorContext& c : s.contexts) out.push_back(c.type.empty() ? fmt::format("{} {}", c.source, c.confidence) : fmt::format("{} {} {}", c.source, c.type, c.confidence));
  return join(out, "; ");
}

void print_table(Context& context, const service::LookBack& found, bool all) {
  constexpr std::size_t most = 50;
  const std::vector<std::string> header = context.zh ? std::vector<std::string>{"最近", "最早", "次数", "看到", "作为", "情报", "来源", "单位", "日志"}
                                                     : std::vector<std::string>{"last", "first", "times", "seen", "as", "indicator", "sources", "owner", "log"};
  std::vector<std::vector<std::string>> rows;
  for (const service::Sighting& s : found.sightings) {
    if (!all && rows.size() == most) break;
    rows.push_back({day_and_time(s.last), day_and_time(s.first), std::to_string(s.count), s.value, std::string(service::to_string(s.role)),
                    fmt::format("{} {}", detect::to_string(s.kind), s.exact ? "=" : s.indicator), s.allowed_by.empty() ? sources_of(s) : sources_of(s) + "; " + s.allowed_by, s.owner, s.stream});
  }
  context.out << to_table(header, rows);
  if (rows.size() < found.sightings.size())
    context.out << fmt::format(fmt::runtime(context.zh ? "… 另有 {} 条，加 --all 全部列出\n" : "… {} more; --all lists them\n"), found.sightings.size() - rows.size());
}

void print(Context& context, const Options& options, const service::LookBack& found, std::size_t indicators) {
  if (context.json) {
    for (const service::Sighting& s : found.sightings) context.out << to_text(service::to_json(s)) << '\n';
    return;
  }
  if (!found.sightings.empty()) print_table(context, found, options.all);
  context.out << fmt::format(fmt::runtime(context.zh ? "{} 条情报对照 {} 条观测：命中 {} 次，合为 {} 条\n" : "{} indicators against {} observables: {} hits, {} sightings\n"), indicators, found.observables, found.seen,
                             found.sightings.size());
  if (found.out_of_date > 0) context.out << fmt::format(fmt::runtime(context.zh ? "  {} 次命中在情报有效期之外，加 --any-date 一并列出\n" : "  {} hits outside the dates of their indicators; --any-date tells them too\n"), found.out_of_date);
  if (found.beyond > 0) context.out << fmt::format(fmt::runtime(context.zh ? "  {} 次命中未逐条列出：种类过多\n" : "  {} hits are not listed: too many different ones\n"), found.beyond);
  if (found.stopped) context.out << (context.zh ? "已中断：以上是中断前的结果\n" : "stopped: this is what was found until then\n");
}

Result<int> hunt(Context& context, const Options& options) {
  LP_TRY(const auto chosen, parse_span(options.span));
  LP_TRY(const auto store, open_event_store(options.store));
  LP_TRY(const store::Reach reach, operators_reach());
  LP_TRY(const std::vector<std::filesystem::path> files, detect::list_logs(options.paths));
  Diagnostics trouble;
  LP_TRY(const service::LoadedIndicators indicators,
         service::load_indicators({.paths = files, .public_suffixes = options.public_suffixes, .source = options.source, .confidence = options.confidence}, trouble));
  detect::AllowLists allow;
  if (!options.allow_lists.empty()) LP_CHECK_OK(allow.load(options.allow_lists, trouble));
  print_diagnostics(context, trouble, Severity::error);
  if (indicators.count == 0) return make_error(Errc::invalid, "the files hold no indicators", "`longpan detect indicators` says what it reads");
  LP_TRY(const std::vector<store::Partition> parts, store->partitions());
  std::int64_t total = 0;
  for (const store::Partition& p : parts) total += static_cast<std::int64_t>(p.observables);
  service::LookBack found;
  {
    StopOnSignal stop;
    Progress progress(context);
    const service::LookBackOptions look{.span = chosen.value_or(store::TimeSpan{0, std::numeric_limits<std::int64_t>::max()}), .any_date = options.any_date,
                                        .allow = allow.lists() > 0 ? &allow : nullptr};
    LP_TRY(found, service::look_back(*store, reach, indicators.images, look, [&](std::uint64_t done) {
      progress.show(context.zh ? "观测" : "observables", static_cast<std::int64_t>(done), std::max(total, static_cast<std::int64_t>(done)));
      return !stop.asked();
    }));
  }
  print(context, options, found, indicators.count);
  if (options.fail_on_hit && !found.sightings.empty()) return 16;
  return found.stopped ? 1 : 0;
}

}  // namespace

Run add_detect_hunt(CLI::App& app) {
  auto o = std::make_shared<Options>();
  app.add_option("indicators", o->paths, "情报映像，或情报文件、目录 / images of indicators, or feeds and folders of them")->required();
  app.add_option("--store", o->store, "事件库目录 / folder of the event store")->required();
  add_span_options(app, o->span);
  app.add_flag("--any-date", o->any_date, "不看情报有效期 / also what was seen outside an indicator's dates");
  app.add_option("--allow-lists", o->allow_lists, "白名单目录：命中者排后并注明 / folder of allow-lists: what is on one comes last, marked");
  app.add_option("--source", o->source, "来源名，默认文件名 / name of the source of feeds, default the file's");
  app.add_option("--confidence", o->confidence, "情报未说明时的把握 / confidence when a feed says none")->check(CLI::Range(0, 100))->capture_default_str();
  app.add_option("--public-suffixes", o->public_suffixes, "公共后缀表 / public suffix list");
  app.add_flag("--fail-on-hit", o->fail_on_hit, "有命中则退出码 16 / exit code 16 when something is hit");
  app.add_flag("--all", o->all, "全部列出 / list all");
  app.footer("例 / examples:\n  longpan detect hunt 新情报.csv --store events --since 2026-06-01\n  longpan --json detect hunt feeds.image --store events > sightings.jsonl\n"
             "退出码 / exit codes: 0 查完了 / all was looked at; 1 中断 / stopped; 16 --fail-on-hit");
  return [o](Context& context) { return hunt(context, *o); };
}

}  // namespace lp::cli
