#include "probe/child_run.h"

#include "base/hash.h"
#include "base/text.h"
#include "io/child_process.h"
#include "probe/plan.h"

namespace lp::probe {

Result<std::string> run_child(const ChildRun& run, const ChildContext& context) {
  Result<std::filesystem::path> program = make_error(Errc::not_found, "no program is named");
  for (const std::string_view name : run.programs) {
    program = io::find_program(name);
    if (program) break;
  }
  if (!program) return std::move(program).error();
  io::ChildCommand command{.program = *program, .arguments = run.arguments};
  command.limits = {.memory_bytes = run.memory_bytes, .file_bytes = 64u << 20, .output_bytes = 32u << 20, .cpu = context.timeout, .wall = context.timeout, .open_files = 512};
  command.keep_network = true;
  command.stop = context.stop;
  LP_TRY(const auto child, io::ChildProcess::start(std::move(command)));
  std::string out;
  char buffer[65'536];
  for (;;) {
    if (context.stop != nullptr && context.stop->load()) return make_error(Errc::cancelled, "stopped");  // a talkative child is killed as well
    LP_TRY(const std::size_t n, child->read(buffer, sizeof buffer));
    if (n == 0) return out;
    out.append(buffer, n);
  }
}

std::vector<Observation> all_failed(const PlanStep& step, const ChildContext& context, const Error& error) {
  std::vector<Observation> out;
  const auto outcome = error.code == Errc::cancelled ? Observation::Outcome::stopped : Observation::Outcome::failed;
  for (const Endpoint& endpoint : step.endpoints) out.push_back({.endpoint = endpoint, .at = context.clock.now(), .outcome = outcome, .detail = error.message});
  return out;
}

Observation child_observation(const Endpoint& endpoint, const ChildContext& context, const std::vector<std::string>& arguments, std::string_view output) {
  return {.endpoint = endpoint, .at = context.clock.now(), .outcome = Observation::Outcome::no_answer, .request = join(arguments, " "), .response_sha256 = to_hex(sha256(output)), .response_bytes = output.size()};
}

std::string one_line(std::string_view text, std::size_t most) {
  std::string out;
  for (const char32_t c : to_codepoints(text.substr(0, most * 4))) append_utf8(out, c < 0x20 || c == 0x7f ? U' ' : c);
  return truncate(trim(out), most);
}

}  // namespace lp::probe
