// longpan detect alerts: alerts the event store kept, and counts of them.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <ostream>

#include "base/json.h"
#include "cli/detect/detect_commands.h"
#include "cli/detect/event_store_access.h"
#include "cli/table.h"
#include "detect/alert.h"
#include "service/events/stored_alerts.h"

namespace lp::cli {
namespace {

struct Options {
  std::string folder, severity, rule, entity, org, by;
  SpanChoice span;
  std::size_t limit = 100;
  bool csv = false;
};

std::string key_text(Context& context, store::AlertGroup by, const std::string& key) {
  if (by == store::AlertGroup::severity) return context.text(detect::title(service::severity_of_key(key)));
  if (by == store::AlertGroup::org && key == "0") return context.zh ? "（不明）" : "(nobody known)";
  return key;
}

Result<int> count(Context& context, store::EventStore& events, const store::Reach& reach, const store::AlertQuery& query, const Options& options) {
  const store::AlertGroup by = *service::parse_alert_group(options.by);
  LP_TRY(const auto counts, events.count_alerts(reach, query, by));
  if (options.csv) context.out << service::counts_csv(options.by, by, counts);
  else if (context.json)
    for (const store::AlertCount& c : counts) context.out << to_text(json::object{{options.by, service::wire_key(by, c.key)}, {"alerts", c.alerts}, {"events", c.events}}) << '\n';
  else {
    std::vector<std::vector<std::string>> rows;
    for (const store::AlertCount& c : counts) rows.push_back({key_text(context, by, c.key), std::to_string(c.alerts), std::to_string(c.events)});
    context.out << to_table({options.by, context.zh ? "告警" : "alerts", context.zh ? "事件" : "events"}, rows);
  }
  return 0;
}

Result<int> list(Context& context, store::EventStore& events, const store::Reach& reach, const store::AlertQuery& query, const Options& options) {
  LP_TRY(const auto alerts, events.alerts(reach, query));
  if (options.csv) context.out << service::alerts_csv(alerts);
  else if (context.json)
    for (const store::StoredAlert& a : alerts) context.out << a.json << '\n';
  else {
    std::vector<std::vector<std::string>> rows;
    for (const store::StoredAlert& a : alerts)
      rows.push_back({day_and_time(a.last), context.text(detect::title(service::severity_of(a))), service::title_of(a, context.zh), a.entity, a.owner, std::to_string(a.count), a.id});
    context.out << to_table(context.zh ? std::vector<std::string>{"最近", "级别", "告警", "对象", "单位", "事件", "编号"} : std::vector<std::string>{"last", "severity", "alert", "entity", "owner", "events", "id"}, rows);
    if (alerts.size() == query.limit) context.out << fmt::format(fmt::runtime(context.zh ? "只列出最近 {} 条，--limit 可改\n" : "the latest {} only; --limit says how many\n"), query.limit);
  }
  return 0;
}

Result<int> run(Context& context, const Options& options) {
  store::AlertQuery query{.rule = options.rule, .entity = options.entity, .owner = options.org, .limit = options.limit};
  LP_TRY(query.span, parse_span(options.span));
  if (!options.severity.empty()) query.least_severity = static_cast<std::uint8_t>(detect::parse_severity(options.severity));
  LP_TRY(const auto events, open_event_store(options.folder));
  LP_TRY(const store::Reach reach, operators_reach());
  return options.by.empty() ? list(context, *events, reach, query, options) : count(context, *events, reach, query, options);
}

}  // namespace

Run add_detect_alerts(CLI::App& app) {
  auto o = std::make_shared<Options>();
  app.add_option("folder", o->folder, "事件库目录 / folder of the event store")->required();
  add_span_options(app, o->span);
  app.add_option("--severity", o->severity, "此级别及以上 / from this severity on")->check(CLI::IsMember({"informational", "low", "medium", "high", "critical"}));
  app.add_option("--rule", o->rule, "规则编号，如 suricata:2024897 / id of a rule");
  app.add_option("--entity", o->entity, "对象，如 ip:10.1.2.3 / entity");
  app.add_option("--org", o->org, "单位名称 / name of the owner");
  app.add_option("--by", o->by, "按此计数 / count by")->check(CLI::IsMember({"rule", "severity", "org", "day"}));
  app.add_option("--limit", o->limit, "最多几条 / at most so many")->check(CLI::Range(1, 10'000'000))->capture_default_str();
  app.add_flag("--csv", o->csv, "CSV 输出 / as CSV");
  app.footer("例 / examples:\n  longpan detect alerts events --since 2026-11-01 --severity high\n  longpan detect alerts events --by org --csv > 单位.csv");
  return [o](Context& context) { return run(context, *o); };
}

}  // namespace lp::cli
