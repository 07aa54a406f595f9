#include "campaign/ledger.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <ostream>

#include "campaign/explain.h"
#include "campaign/statistics.h"
#include "cli/colour.h"
#include "cli/command.h"
#include "cli/org_lookup.h"
#include "cli/progress.h"
#include "cli/table.h"

namespace lp::cli {
namespace {

struct Options {
  std::string org, plan = "longpan2024";
  std::vector<std::string> states;
  std::vector<int> tasks;
  bool recompute = false, check = false, all = false;
  int limit = 200;
};

Result<store::DutyFilter> to_filter(const Options& options) {
  store::DutyFilter filter;
  filter.plan = options.plan;
  filter.tasks = options.tasks;
  filter.limit = options.limit;
  std::vector<std::string> names = options.states;
  if (names.empty() && !options.all) names = {"overdue", "due_soon", "not_due", "standing"};
  for (const std::string& name : names) {
    const auto state = model::parse_duty_state(name);
    if (!state) {
      return make_error(Errc::invalid, fmt::format("unknown state \"{}\"", name),
                        "one of not_due due_soon overdue met met_late waived not_applicable standing");
    }
    filter.states.push_back(*state);
  }
  return filter;
}

std::string_view state_words(std::string_view state, bool zh) {
  if (!zh) return state;
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> words{{
      {"not_due", "未到期"}, {"due_soon", "即将到期"}, {"overdue", "逾期"}, {"met", "已完成"}, {"met_late", "逾期完成"},
      {"waived", "已豁免"}, {"not_applicable", "不适用"}, {"standing", "常态"}}};
  for (const auto& [name, text] : words) {
    if (name == state) return text;
  }
  return state;
}

std::string in_language(const json::value* both, bool zh) {
  if (both == nullptr) return {};
  if (both->is_string()) return std::string(both->get_string());
  return both->is_object() ? get_string(both->get_object(), zh ? "zh" : "en") : std::string();
}

std::vector<std::string> to_row(const Context& context, const json::object& duty) {
  const json::object* object = find_object(duty, "object");
  const std::string state = get_string(duty, "state");
  std::string due = get_string(duty, "due");
  if (due.empty()) due = "—";
  return {get_string(duty, "no"), std::string(state_words(state, context.zh)), due,
          in_language(find(duty, "title"), context.zh), object != nullptr ? get_string(*object, "label") : get_string(duty, "org_name"),
          in_language(find(duty, "next"), context.zh)};
}

void print_counts(Context& context, const campaign::Statistics& statistics) {
  const json::object counts = campaign::to_json(statistics.total);
  std::string line;
  for (const auto& count : counts) {
    const std::string_view state(count.key().data(), count.key().size());
    line += fmt::format("{}{} {}", line.empty() ? "" : "  ", state_words(state, context.zh), count.value().to_number<std::int64_t>());
  }
  context.out << line << '\n';
}

Status print_ledger(Context& context, store::ReadTx& tx, const model::Catalogue& catalogue, const store::DutyFilter& filter,
                    Date today, std::int64_t& overdue) {
  const model::Viewer viewer = model::Viewer::system("command line");
  LP_TRY(const campaign::Statistics statistics, campaign::count_duties(tx, viewer, filter));
  overdue = statistics.total[static_cast<std::size_t>(model::DutyState::overdue)];
  LP_TRY(const store::DutyPage page, tx.duties(viewer, filter));
  json::array duties;
  std::vector<std::vector<std::string>> rows;
  for (const model::Duty& duty : page.rows) {
    LP_TRY(json::object shown, campaign::duty_to_json(tx, viewer, catalogue, duty, today));
    rows.push_back(to_row(context, shown));
    duties.push_back(std::move(shown));
  }
  if (context.json) {
    context.out << to_pretty_text(json::object{{"total", page.total}, {"counts", campaign::to_json(statistics.total)}, {"rows", std::move(duties)}});
    return ok_status();
  }
  const std::vector<std::string> header = context.zh ? std::vector<std::string>{"编号", "状态", "到期", "任务", "对象", "下一步"}
                                                     : std::vector<std::string>{"no", "state", "due", "duty", "object", "next"};
  context.out << to_table(header, rows, 40);
  if (page.total > static_cast<std::int64_t>(rows.size())) {
    context.out << fmt::format(fmt::runtime(context.zh ? "（共 {} 项，显示 {} 项；用 --limit 显示更多）\n" : "({} in all, {} shown; --limit shows more)\n"),
                               page.total, rows.size());
  }
  print_counts(context, statistics);
  return ok_status();
}

Status recompute(Context& context, store::Store& store, const model::Catalogue& catalogue, const Options& options, Date today) {
  campaign::Ledger ledger(store, catalogue);
  Progress progress(context);
  LP_TRY(const campaign::LedgerChange change,
         ledger.recompute_all(options.plan, today, [&](std::int64_t done, std::int64_t total) {
           progress.show(context.zh ? "计算台账" : "computing", done, total);
         }));
  if (!context.quiet && !context.json) {
    context.err << fmt::format(fmt::runtime(context.zh ? "台账 {} 项：新增 {}，变化 {}，移除 {}\n" : "{} duties: {} added, {} changed, {} removed\n"),
                               change.duties, change.added, change.changed, change.removed);
  }
  return ok_status();
}

Result<int> ledger(Context& context, const Options& options) {
  LP_TRY(const model::Catalogue* catalogue, context.catalogue());
  LP_TRY(store::Store * store, context.store());
  LP_TRY(const Clock* clock, context.clock());
  if (catalogue->plan(options.plan) == nullptr) {
    Error e = make_error(Errc::not_found, fmt::format("no plan \"{}\"", options.plan), "see specs/plans");
    e.message_zh = fmt::format("没有方案“{}”", options.plan);
    return e;
  }
  if (options.recompute) LP_CHECK_OK(recompute(context, *store, *catalogue, options, clock->today()));
  LP_TRY(store::DutyFilter filter, to_filter(options));
  std::int64_t overdue = 0;
  LP_CHECK_OK(store->read([&](store::ReadTx& tx) -> Status {
    if (!options.org.empty()) {
      LP_TRY(filter.org, find_org(tx, model::Viewer::system("command line"), options.org));
    }
    return print_ledger(context, tx, *catalogue, filter, clock->today(), overdue);
  }));
  return options.check && overdue > 0 ? 1 : 0;
}

}  // namespace

Command command_ledger() {
  return {"ledger", {"列出到期与缺少的义务（台账）", "print what is due and what is missing"},
          "  longpan ledger --org 91320100MA1XXXXX0X       # 一个单位还差什么 / what one organisation lacks\n"
          "  longpan ledger --state overdue --limit 50     # 全省逾期 / all overdue\n"
          "  longpan ledger --org 南京 --all --json\n"
          "  longpan ledger --recompute --check            # 有逾期则退出码为 1 / exit code 1 when any is overdue",
          [](CLI::App& app) -> Run {
            auto o = std::make_shared<Options>();
            app.add_option("--org", o->org, "统一社会信用代码、编号或名称 / USCC, id or name");
            app.add_option("--plan", o->plan, "方案 / plan")->capture_default_str();
            app.add_option("--state", o->states, "状态，可多次 / states")->delimiter(',');
            app.add_option("--task", o->tasks, "任务号 / task numbers")->delimiter(',');
            app.add_option("--limit", o->limit, "行数 / rows")->capture_default_str()->check(CLI::Range(1, 1'000'000));
            app.add_flag("--all", o->all, "含已完成 / met ones too");
            app.add_flag("--recompute", o->recompute, "先重新计算 / recompute first");
            app.add_flag("--check", o->check, "有逾期则退出码为 1 / exit 1 when any is overdue");
            return [o](Context& context) { return ledger(context, *o); };
          }};
}

}  // namespace lp::cli
