// longpan probe plan, run: what would be asked, and asking it.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <ostream>

#include "cli/colour.h"
#include "cli/diagnostics_text.h"
#include "cli/probe/probe_commands.h"

namespace lp::cli {
namespace {

struct Options {
  TargetChoice targets;
  RunChoice run;
  int rows = 20;
  bool yes = false;
};

struct Planned {
  probe::Trust trust;
  probe::Authorisation authorisation;
  probe::Plan plan;
};

Result<Planned> make(Context& context, const Options& options) {
  LP_TRY(probe::Trust trust, load_trust(options.run.authorisation));
  auto authorisation = probe::load_authorisation(options.run.authorisation.file, trust);
  if (!authorisation) {
    print_problems(context, authorisation.error());
    return std::move(authorisation).error();
  }
  LP_TRY(const probe::PlanRequest request, plan_request(options.targets));
  probe::SystemResolver resolver;
  LP_TRY(probe::Plan plan, probe::make_plan(*authorisation, trust.policy, request, resolver));
  return Planned{std::move(trust), std::move(*authorisation), std::move(plan)};
}

void tell(Context& context, const probe::Plan& plan, int rows) {
  if (context.json) context.out << to_pretty_text(probe::preview(plan, static_cast<std::size_t>(rows)));
  else context.out << probe::preview_text(plan, static_cast<std::size_t>(rows));
}

Result<int> plan(Context& context, const Options& options) {
  LP_TRY(const Planned planned, make(context, options));
  tell(context, planned.plan, options.rows);
  LP_TRY(const Clock* clock, context.clock());
  if (const Status now = probe::check_time(planned.authorisation, clock->now()); !now) {
    context.err << paint(context, Colour::yellow, sentence_of(context, now.error())) << '\n';
    return 1;
  }
  return planned.plan.dropped().empty() ? 0 : 1;
}

void tell(Context& context, const probe::RunSummary& summary) {
  const probe::RunProgress& p = summary.progress;
  if (context.json) {
    context.out << to_pretty_text(probe::to_json(summary));
    return;
  }
  context.out << fmt::format(fmt::runtime(context.zh ? "{}：{} 项问题，有应答 {}，端口关闭 {}，无应答 {}，被拦 {}，失败 {}，此前已问 {}\n"
                                                     : "{}: {} questions, {} answered, {} closed ports, {} without an answer, {} refused, {} failed, {} asked before\n"),
                             context.text(probe::words_of(summary.end)), p.steps, p.answered, p.closed_port, p.no_answer, p.refused, p.failed, p.already_done);
  if (!summary.detail.empty()) context.out << "  " << summary.detail << '\n';
  context.out << fmt::format(fmt::runtime(context.zh ? "内核防护：放行 {} 包，拦下 {} 包，限速 {} 包\n证据 {} 条，末条摘要 {}\n" : "kernel guard: {} packets let out, {} dropped, {} over the rate\n{} entries of evidence, hash of the last {}\n"),
                             summary.guard.accepted_packets, summary.guard.dropped_packets, summary.guard.limited_packets, summary.head.entries, summary.head.hash);
}

Result<int> run(Context& context, const Options& options) {
  LP_TRY(const Planned planned, make(context, options));
  if (!options.yes) {
    tell(context, planned.plan, options.rows);
    context.err << (context.zh ? "以上为预览，未发送任何数据包；确认后加 --yes 执行\n" : "a preview: nothing was sent; add --yes to run it\n");
    return 1;
  }
  LP_TRY(const probe::Fingerprints fingerprints, load_fingerprints(context));
  const auto judge = [&fingerprints](const probe::PlanStep&, probe::Observation& observation) {
    fingerprints.apply(observation);
    return json::object{};
  };
  LP_TRY(const probe::RunSummary summary, run_guarded(context, options.run, planned.plan, judge, fingerprints));
  tell(context, summary);
  return summary.end == probe::RunEnd::finished && summary.progress.refused == 0 ? 0 : 1;
}

}  // namespace

Run add_probe_plan(CLI::App& app) {
  auto o = std::make_shared<Options>();
  add_authorisation_options(app, o->run.authorisation);
  add_target_options(app, o->targets);
  app.add_option("--rows", o->rows, "列出的问题数 / questions shown")->check(CLI::NonNegativeNumber)->capture_default_str();
  app.footer("例 / examples:\n  longpan probe plan authorisation.signed.json --key regulator.pub --target 192.0.2.0/28 --port 443\n"
             "退出码 / exit codes: 0; 1 有目标不在授权内，或不在授权时间 / something is not authorised, or not now");
  return [o](Context& context) { return plan(context, *o); };
}

Run add_probe_run(CLI::App& app) {
  auto o = std::make_shared<Options>();
  add_authorisation_options(app, o->run.authorisation);
  add_target_options(app, o->targets);
  app.add_option("--evidence", o->run.evidence, "证据文件；已存在则续做 / evidence; taken up again when it exists")->required();
  app.add_option("--workers", o->run.workers, "同时提问数 / questions asked at once")->check(CLI::Range(1, 256))->capture_default_str();
  app.add_option("--timeout", o->run.timeout_ms, "每问毫秒数 / milliseconds a question")->check(CLI::Range(50, 60'000))->capture_default_str();
  app.add_option("--rows", o->rows, "预览列出的问题数 / questions shown in the preview")->check(CLI::NonNegativeNumber)->capture_default_str();
  app.add_flag("--yes", o->yes, "确认执行；不加只预览 / do it; without it this is a preview");
  app.footer("例 / examples:\n  longpan probe run authorisation.signed.json --key regulator.pub --evidence run.jsonl --yes\n"
             "需要 root、nftables、iproute2；没有内核防护就拒绝执行 / needs root, nftables, iproute2; without the kernel guard it refuses to run");
  return [o](Context& context) { return run(context, *o); };
}

}  // namespace lp::cli
