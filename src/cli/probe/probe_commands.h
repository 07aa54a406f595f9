#pragma once
// The parts of `longpan probe`, one file each; each adds its options to a subcommand and says how to run it.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"
#include "probe/authorisation.h"
#include "probe/fingerprints.h"
#include "probe/plan.h"
#include "probe/retest.h"
#include "probe/runner.h"

namespace lp::cli {

Run add_probe_keygen(CLI::App& app);
Run add_probe_sign(CLI::App& app);
Run add_probe_revoke(CLI::App& app);
Run add_probe_plan(CLI::App& app);
Run add_probe_run(CLI::App& app);
Run add_probe_retest(CLI::App& app);
Run add_probe_show(CLI::App& app);
Run add_probe_verify(CLI::App& app);
Run add_probe_stop(CLI::App& app);

// Which authorisation, and who is trusted to sign one.
struct AuthorisationChoice {
  std::filesystem::path file;
  std::vector<std::filesystem::path> keys;
  std::filesystem::path revocations, policy;
};
void add_authorisation_options(CLI::App& app, AuthorisationChoice& choice);
Result<probe::Trust> load_trust(const AuthorisationChoice& choice);

// What is asked of whom; without options everything the authorisation allows.
struct TargetChoice {
  std::vector<std::string> targets, tcp_ports, udp_ports, methods;
  std::uint64_t seed = 0;
};
void add_target_options(CLI::App& app, TargetChoice& choice);
Result<probe::PlanRequest> plan_request(const TargetChoice& choice);

// Which file stops a run: EVIDENCE.stop.
std::filesystem::path stop_file_of(const std::filesystem::path& evidence);
Result<probe::Fingerprints> load_fingerprints(Context& context);
// "invalid" of an authorisation in its own words: every field with its place.
void print_problems(Context& context, const Error& error);

// Raises the kernel guard, runs the plan under it, shows progress; SIGINT stops it within a second.
struct RunChoice {
  AuthorisationChoice authorisation;
  std::filesystem::path evidence;
  unsigned workers = 32;
  int timeout_ms = 3000;
};
Result<probe::RunSummary> run_guarded(Context& context, const RunChoice& choice, const probe::Plan& plan,
                                      std::function<json::object(const probe::PlanStep&, probe::Observation&)> judge, const probe::Fingerprints& fingerprints);

}  // namespace lp::cli
