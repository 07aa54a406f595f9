// longpan probe retest: the stored question of one finding, asked once more, alone.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <optional>
#include <ostream>

#include "cli/colour.h"
#include "cli/probe/probe_commands.h"
#include "io/files.h"

namespace lp::cli {
namespace {

struct Options {
  RunChoice run;
  std::string from, step, request, expect;
};

// From the evidence of an earlier run, or a file with the request.
Result<probe::ProbeRequest> stored_request(const Options& options) {
  if (!options.request.empty()) {
    LP_TRY(const std::string text, io::read_file(options.request, 1u << 20));
    LP_TRY(const json::value value, parse_json(text));
    if (!value.is_object()) return make_error(Errc::invalid, options.request + " is no JSON object", "one `request` of an evidence file");
    return probe::request_from_json(value.as_object());
  }
  if (options.from.empty() || options.step.empty()) return make_error(Errc::invalid, "which question is to be asked again is not stated", "--from EVIDENCE --step ID, or --request FILE");
  std::optional<probe::ProbeRequest> found;
  bool several = false;
  std::string step;
  LP_CHECK_OK(probe::read_evidence(options.from, [&](const probe::EvidenceEntry& entry) {
    if (!entry.step.starts_with(options.step)) return true;
    several = several || (found && step != entry.step);
    step = entry.step;
    found = entry.request;
    return true;
  }));
  if (several) return make_error(Errc::invalid, "several steps begin with " + options.step, "give more of the id");
  if (!found) return make_error(Errc::not_found, options.from + " has no step " + options.step, "longpan probe show " + options.from);
  return *found;
}

Colour colour_of(probe::RetestVerdict verdict) {
  return verdict == probe::RetestVerdict::closed ? Colour::green : verdict == probe::RetestVerdict::still ? Colour::red : Colour::yellow;
}

void tell(Context& context, const probe::Retest& retest, const probe::RunSummary& summary) {
  if (context.json) {
    context.out << to_pretty_text(json::object{{"verdict", probe::to_string(retest.verdict)}, {"reason", context.text(retest.reason)}, {"observation", probe::to_json(retest.observation)}, {"run", probe::to_json(summary)}});
    return;
  }
  context.out << paint(context, colour_of(retest.verdict), context.text(probe::words_of(retest.verdict))) << (context.zh ? "：" : ": ") << context.text(retest.reason) << '\n';
  context.out << fmt::format(fmt::runtime(context.zh ? "证据 {} 条，末条摘要 {}\n" : "{} entries of evidence, hash of the last {}\n"), summary.head.entries, summary.head.hash);
}

Result<int> run(Context& context, const Options& options) {
  LP_TRY(probe::ProbeRequest request, stored_request(options));
  if (!options.expect.empty()) request.expect = options.expect;
  LP_TRY(const probe::Expectation expectation, probe::Expectation::parse(request.expect));
  LP_TRY(const probe::Trust trust, load_trust(options.run.authorisation));
  LP_TRY(const probe::Authorisation authorisation, probe::load_authorisation(options.run.authorisation.file, trust));
  probe::PlanRequest plan_request;
  plan_request.replay.push_back(std::move(request));
  probe::SystemResolver resolver;
  LP_TRY(const probe::Plan plan, probe::make_plan(authorisation, trust.policy, plan_request, resolver));
  LP_TRY(const probe::Fingerprints fingerprints, load_fingerprints(context));
  std::optional<probe::Retest> retest;
  const auto judge = [&](const probe::PlanStep&, probe::Observation& observation) {
    fingerprints.apply(observation);
    retest = probe::judge_retest(expectation, observation);
    return json::object{{"verdict", probe::to_string(retest->verdict)}, {"expect", expectation.text()}, {"reason_zh", retest->reason.zh}, {"reason_en", retest->reason.en}};
  };
  LP_TRY(const probe::RunSummary summary, run_guarded(context, options.run, plan, judge, fingerprints));
  if (!retest) {
    retest.emplace();
    retest->reason = probe::words_of(summary.end);
  }
  tell(context, *retest, summary);
  return retest->verdict == probe::RetestVerdict::closed ? 0 : retest->verdict == probe::RetestVerdict::still ? 16 : 1;
}

}  // namespace

Run add_probe_retest(CLI::App& app) {
  auto o = std::make_shared<Options>();
  add_authorisation_options(app, o->run.authorisation);
  app.add_option("--from", o->from, "原检测的证据 / evidence of the run that found it");
  app.add_option("--step", o->step, "其中的步骤编号，可只写开头 / id of the step in it, or its beginning");
  app.add_option("--request", o->request, "或：原问题的 JSON 文件 / or: a file with the question");
  app.add_option("--expect", o->expect, "漏洞仍在的条件，如 'version < 9.8p1' / what holds while the finding is there");
  app.add_option("--evidence", o->run.evidence, "本次复测的证据文件 / evidence of this re-test")->required();
  app.add_option("--timeout", o->run.timeout_ms, "毫秒数 / milliseconds")->check(CLI::Range(50, 60'000))->capture_default_str();
  app.footer("例 / examples:\n  longpan probe retest authorisation.signed.json --key regulator.pub --from run.jsonl --step 3f2a --expect 'port open' --evidence retest.jsonl\n"
             "退出码 / exit codes: 0 已修复 / closed; 16 仍存在 / still; 1 无法判定 / inconclusive");
  return [o](Context& context) { return run(context, *o); };
}

}  // namespace lp::cli
