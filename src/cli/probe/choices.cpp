// What the parts of `longpan probe` share: who is trusted, what is asked, how a plan runs behind the guard.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <ostream>

#include "base/hash.h"
#include "cli/colour.h"
#include "cli/diagnostics_text.h"
#include "cli/probe/probe_commands.h"
#include "cli/progress.h"
#include "cli/stop_on_signal.h"
#include "probe/guard.h"

namespace lp::cli {

namespace fs = std::filesystem;

void add_authorisation_options(CLI::App& app, AuthorisationChoice& choice) {
  app.add_option("authorisation", choice.file, "已签名的授权书 / signed authorisation")->required();
  app.add_option("--key", choice.keys, "可信签发人的公钥，可多个 / public keys of those who may sign")->required();
  app.add_option("--revocations", choice.revocations, "撤销清单 / file of revoked authorisations");
  app.add_option("--policy", choice.policy, "本机策略：关基、电信核心网、管理地址 / policy of this machine: sensitive and management addresses");
}

Result<probe::Trust> load_trust(const AuthorisationChoice& choice) {
  probe::Trust trust;
  for (const fs::path& path : choice.keys) {
    LP_TRY(probe::PublicKey key, probe::load_public_key(path));
    trust.keys.push_back(std::move(key));
  }
  trust.revocations = choice.revocations;
  if (!choice.policy.empty()) {
    LP_TRY(trust.policy, probe::load_policy(choice.policy));
  }
  for (model::IpRange& own : probe::own_addresses()) trust.policy.management.push_back(own);
  return trust;
}

void add_target_options(CLI::App& app, TargetChoice& choice) {
  app.add_option("--target", choice.targets, "目标：地址、网段、域名、URL；默认授权内全部 / targets, default all that is authorised");
  app.add_option("--port", choice.tcp_ports, "TCP 端口或范围，默认授权内全部 / TCP ports, default all that are authorised");
  app.add_option("--udp-port", choice.udp_ports, "UDP 端口或范围 / UDP ports");
  app.add_option("--method", choice.methods, "方式，默认授权内全部 / methods, default all that are authorised");
  app.add_option("--seed", choice.seed, "打乱顺序的种子，0 为按序 / seed of the order, 0 = in order")->capture_default_str();
}

Result<probe::PlanRequest> plan_request(const TargetChoice& choice) {
  probe::PlanRequest request;
  request.targets = choice.targets;
  request.methods = choice.methods;
  request.seed = choice.seed;
  for (const std::string& text : choice.tcp_ports) {
    LP_TRY(const probe::PortRange range, probe::parse_port_range(text));
    request.tcp_ports.push_back(range);
  }
  for (const std::string& text : choice.udp_ports) {
    LP_TRY(const probe::PortRange range, probe::parse_port_range(text));
    request.udp_ports.push_back(range);
  }
  return request;
}

fs::path stop_file_of(const fs::path& evidence) {
  fs::path out = evidence;
  out += ".stop";
  return out;
}

Result<probe::Fingerprints> load_fingerprints(Context& context) {
  fs::path specs = context.specs;
  if (specs.empty()) {
    LP_TRY(specs, find_specs(context.program));
  }
  Diagnostics found;
  auto fingerprints = probe::Fingerprints::load(specs, found);
  print_diagnostics(context, found, Severity::warning);
  return fingerprints;
}

void print_problems(Context& context, const Error& error) {
  for (const FieldProblem& p : error.fields)
    context.err << "  " << paint(context, Colour::yellow, p.field.empty() ? "/" : p.field) << " [" << p.code << "] " << (context.zh && !p.zh.empty() ? p.zh : p.en) << '\n';
}

namespace {

// Names the rules by what they say, so that evidence tells which ones judged.
std::string version_of(const probe::Fingerprints& fingerprints) {
  Hasher hasher(Hasher::Algorithm::sha256);
  for (const probe::Fingerprint& f : fingerprints.all()) hasher.update(f.id + "\n" + f.pattern + "\n" + f.cpe + "\n");
  return "fingerprints " + to_hex(hasher.finish()).substr(0, 16);
}

}  // namespace

Result<probe::RunSummary> run_guarded(Context& context, const RunChoice& choice, const probe::Plan& plan,
                                      std::function<json::object(const probe::PlanStep&, probe::Observation&)> judge, const probe::Fingerprints& fingerprints) {
  // Asked for before the run began, it counts all the same: nothing is sent in doubt.
  if (std::error_code ignored; fs::exists(stop_file_of(choice.evidence), ignored)) {
    Error error = make_error(Errc::cancelled, "a stop was asked for: " + stop_file_of(choice.evidence).string(), "remove that file to run");
    error.message_zh = "已有停止要求：" + stop_file_of(choice.evidence).string() + "；删除该文件后方可执行";
    return error;
  }
  LP_CHECK_OK(probe::Guard::check_possible());
  LP_TRY(probe::Trust trust, load_trust(choice.authorisation));
  LP_TRY(const probe::Authorisation authorisation, probe::load_authorisation(choice.authorisation.file, trust));
  LP_TRY(const Clock* clock, context.clock());
  LP_TRY(const std::unique_ptr<probe::Guard> guard, probe::Guard::raise(authorisation, trust.policy));
  const StopOnSignal signal;
  Progress progress(context);
  probe::RunOptions options;
  options.authorisation = choice.authorisation.file;
  options.trust = std::move(trust);
  options.evidence = choice.evidence;
  options.stop_file = stop_file_of(choice.evidence);
  options.stop = &signal.flag();
  options.workers = choice.workers;
  options.timeout = std::chrono::milliseconds(choice.timeout_ms);
  options.rules = version_of(fingerprints);
  options.clock = clock;
  options.judge = std::move(judge);
  options.progress = [&](const probe::RunProgress& p) {
    progress.show(choice.evidence.filename().string(), static_cast<std::int64_t>(p.done + p.already_done), static_cast<std::int64_t>(p.steps));
  };
  auto summary = probe::run_plan(plan, options, *guard);
  std::error_code ignored;
  if (summary) fs::remove(options.stop_file, ignored);   // it has done its work
  return summary;
}

}  // namespace lp::cli
