// testssl.sh: the TLS of one port. Its report is a JSON file, because its output is for eyes.

#include <algorithm>

#include "base/json.h"
#include "io/files.h"
#include "probe/child_run.h"
#include "probe/plan.h"

namespace lp::probe {
namespace {

std::vector<std::string> arguments_of(const PlanStep& step, const std::string& report) {
  const std::string shown = to_string(step.request.endpoint);
  const std::string target = step.request.host_name.empty() ? shown.substr(0, shown.rfind('/')) : step.request.host_name + ":" + std::to_string(step.request.endpoint.port);
  // --nodns none and --ip: it asks no name server, whatever it is told.
  return {"--quiet", "--color", "0", "--warnings", "off", "--nodns", "none", "--connect-timeout", "5", "--openssl-timeout", "5", "--jsonfile", report, "--ip", step.request.endpoint.address, target};
}

void fill(Observation& out, const json::array& findings) {
  std::size_t count = 0;
  for (const json::value& one : findings) {
    if (!one.is_object() || count >= 1'000) continue;
    const std::string id = one_line(get_string(one.as_object(), "id"), 100), severity = get_string(one.as_object(), "severity");
    if (id.empty()) continue;
    out.facts["testssl." + id] = one_line(severity + " " + get_string(one.as_object(), "finding"), 500);
    ++count;
    if (severity == "HIGH" || severity == "CRITICAL") out.excerpt += id + " ";
  }
  out.facts["testssl.count"] = std::to_string(count);
  out.excerpt = one_line(out.excerpt, 1'024);
  if (count > 0) out.outcome = Observation::Outcome::answered;
}

std::vector<Observation> run(const PlanStep& step, ChildContext& context) {
  auto folder = io::TempDir::create("longpan-testssl");
  if (!folder) return all_failed(step, context, folder.error());
  const auto report = folder->path() / "report.json";
  const auto arguments = arguments_of(step, report.string());
  const auto said = run_child({.programs = {"testssl", "testssl.sh"}, .arguments = arguments}, context);
  const auto text = io::read_file(report, 32u << 20);
  // Its exit code counts findings: with a report it has done its work.
  if (!text) return all_failed(step, context, said ? text.error() : said.error());
  if (!said && said.error().code != Errc::invalid) return all_failed(step, context, said.error());
  const auto findings = parse_json(*text);
  if (!findings || !findings->is_array()) return all_failed(step, context, make_error(Errc::invalid, "the report of testssl is malformed"));
  Observation out = child_observation(step.request.endpoint, context, arguments, *text);
  fill(out, findings->as_array());
  return {std::move(out)};
}

}  // namespace

ChildEngine child_engine_testssl() {
  return {.id = "testssl", .version = 1, .zh = "testssl传输加密检测", .en = "TLS checks by testssl", .programs = {"testssl", "testssl.sh"}, .ot_safe = false, .all_ports = false, .run = run};
}

}  // namespace lp::probe
