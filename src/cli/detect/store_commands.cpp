// longpan detect store: what an event store holds, and dropping old months.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <ostream>

#include "cli/detect/detect_commands.h"
#include "cli/detect/event_store_access.h"
#include "cli/table.h"
#include "store/events/month.h"

namespace lp::cli {
namespace {

struct Options {
  std::string folder, before;
  bool yes = false;
};

std::string size_text(std::uint64_t bytes) { return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6); }

void print(Context& context, const std::vector<store::Partition>& parts) {
  if (context.json) {
    json::array months;
    for (const store::Partition& p : parts) months.push_back(json::object{{"month", p.month}, {"observables", p.observables}, {"alert_states", p.alerts}, {"bytes", p.bytes}});
    context.out << to_text(json::object{{"months", std::move(months)}}) << '\n';
    return;
  }
  store::Partition sum{.month = context.zh ? "合计" : "all"};
  std::vector<std::vector<std::string>> rows;
  const auto put = [&](const store::Partition& p) { rows.push_back({p.month, std::to_string(p.observables), std::to_string(p.alerts), size_text(p.bytes)}); };
  for (const store::Partition& p : parts) {
    put(p);
    sum.observables += p.observables;
    sum.alerts += p.alerts;
    sum.bytes += p.bytes;
  }
  put(sum);
  context.out << to_table(context.zh ? std::vector<std::string>{"月份（UTC）", "观测", "告警状态", "大小"} : std::vector<std::string>{"month (UTC)", "observables", "states of alerts", "size"}, rows);
}

Result<int> status(Context& context, const Options& options) {
  LP_TRY(const auto store, open_event_store(options.folder));
  LP_TRY(const auto parts, store->partitions());
  print(context, parts);
  return 0;
}

// The first instant that is kept: of the month named, or the earliest month that must be.
Result<Timestamp> kept_from(const Options& options, const Clock& clock) {
  if (options.before.empty()) {
    const Timestamp youngest = start_of_day_in_china(clock.today().plus_months(-store::least_months_kept));
    return Timestamp(store::month_start(store::month_of(youngest.micros())));
  }
  const auto month = store::parse_month(options.before);
  if (!month) return make_error(Errc::invalid, "this is no month: " + options.before, "write it as 2026-03");
  return Timestamp(store::month_start(*month));
}

Result<int> prune(Context& context, const Options& options) {
  LP_TRY(const Clock* clock, context.clock());
  LP_TRY(const Timestamp before, kept_from(options, *clock));
  LP_TRY(const auto store, open_event_store(options.folder));
  LP_TRY(const auto dropped, store->drop(before, *clock, !options.yes));
  if (dropped.empty() && !context.json) {
    context.out << (context.zh ? "没有可删除的月份\n" : "no month is that old\n");
    return 0;
  }
  print(context, dropped);
  if (context.json) return 0;
  if (options.yes) context.out << (context.zh ? "已删除\n" : "dropped\n");
  else context.out << (context.zh ? "以上月份将被删除；加 --yes 执行\n" : "these months would be dropped; --yes does it\n");
  return 0;
}

}  // namespace

Run add_detect_store(CLI::App& app) {
  auto o = std::make_shared<Options>();
  app.require_subcommand(1);
  CLI::App* shown = app.add_subcommand("status", "各月份的条数和大小 / months with their counts and sizes");
  shown->add_option("folder", o->folder, "事件库目录 / folder of the event store")->required();
  CLI::App* pruned = app.add_subcommand("prune", "删除旧月份，先预览 / drop old months, after a preview");
  pruned->add_option("folder", o->folder, "事件库目录 / folder of the event store")->required();
  pruned->add_option("--before", o->before, "删除此月之前的月份，如 2026-03；默认满六个月的 / months before this one, as 2026-03; default those older than six months");
  pruned->add_flag("--yes", o->yes, "执行删除 / drop them");
  pruned->footer("未满六个月的不删（网络安全法第二十一条）/ nothing younger than six months is dropped (Cybersecurity Law, article 21)");
  return [o, shown](Context& context) { return shown->parsed() ? status(context, *o) : prune(context, *o); };
}

}  // namespace lp::cli
