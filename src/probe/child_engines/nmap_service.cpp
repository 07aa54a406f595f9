// nmap's service scan: which program answers on the ports of one address. Connections only (no raw packets, no rights), no name look-ups,
// no host discovery, no scripts: an empty script data base keeps it from running those of its "version" category by itself.

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "io/files.h"
#include "probe/child_run.h"
#include "probe/nmap_report.h"
#include "probe/plan.h"

namespace lp::probe {
namespace {

std::string port_list(const std::vector<Endpoint>& endpoints) {
  std::vector<int> ports;
  for (const Endpoint& endpoint : endpoints) ports.push_back(endpoint.port);
  std::sort(ports.begin(), ports.end());
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < ports.size();) {
    std::size_t end = i;
    while (end + 1 < ports.size() && ports[end + 1] == ports[end] + 1) ++end;
    parts.push_back(std::to_string(ports[i]) + (end > i ? "-" + std::to_string(ports[end]) : ""));
    i = end + 1;
  }
  return join(parts, ",");
}

// nmap takes whole connections a second; below one, its pause between packets.
std::vector<std::string> pace(double rate) {
  if (rate >= 1) return {"--max-rate", std::to_string(static_cast<int>(rate))};
  return {"--scan-delay", std::to_string(static_cast<int>(std::ceil(1'000 / rate))) + "ms"};
}

std::vector<std::string> arguments_of(const PlanStep& step, const ChildContext& context, const std::string& data) {
  std::vector<std::string> out{"-n", "-Pn", "-sT", "-sV", "--unprivileged", "--max-retries", "1", "--max-parallelism", "1", "--datadir", data, "--no-stylesheet", "-oX", "-"};
  const auto pacing = pace(context.rate);
  out.insert(out.end(), pacing.begin(), pacing.end());
  const std::int64_t patience = std::max<std::int64_t>(1, context.timeout.count() - 3);
  out.insert(out.end(), {"--host-timeout", std::to_string(patience) + "s"});
  if (const auto light = step.request.parameters.find("intensity"); light != step.request.parameters.end() && light->second.size() == 1 && light->second[0] >= '0' && light->second[0] <= '9')
    out.insert(out.end(), {"--version-intensity", light->second});
  out.insert(out.end(), {"-p", port_list(step.endpoints)});
  if (step.request.endpoint.address.find(':') != std::string::npos) out.emplace_back("-6");
  out.push_back(step.request.endpoint.address);
  return out;
}

void fill(Observation& out, const NmapPort& port) {
  using Outcome = Observation::Outcome;
  out.outcome = port.state == "open" ? Outcome::answered : port.state == "closed" ? Outcome::closed_port : Outcome::no_answer;
  const std::pair<const char*, const std::string*> facts[] = {{"nmap.state", &port.state}, {"nmap.reason", &port.reason}, {"nmap.service", &port.service}, {"nmap.product", &port.product},
      {"nmap.version", &port.version}, {"nmap.extra", &port.extra}, {"nmap.tunnel", &port.tunnel}, {"nmap.servicefp", &port.fingerprint}};
  for (const auto& [key, value] : facts) {
    if (!value->empty()) out.facts[key] = one_line(*value, 4'096);
  }
  out.product = one_line(port.product, 200);
  out.version = one_line(port.version, 100);
  for (const std::string& cpe : port.cpes) {
    if (out.cpe.empty() || (cpe.starts_with("cpe:/a:") && !out.cpe.starts_with("cpe:/a:"))) out.cpe = one_line(cpe, 200);
  }
  if (!out.product.empty()) out.fingerprint = "nmap";
  out.excerpt = one_line(port.state + " " + port.service + " " + port.product + " " + port.version + " " + port.extra, 1'024);
}

std::vector<Observation> run(const PlanStep& step, ChildContext& context) {
  auto data = io::TempDir::create("longpan-nmap");
  if (!data) return all_failed(step, context, data.error());
  std::error_code ignored;
  std::filesystem::create_directory(data->path() / "scripts", ignored);
  if (const Status none = io::write_file_atomic(data->path() / "scripts" / "script.db", ""); !none) return all_failed(step, context, none.error());
  const auto arguments = arguments_of(step, context, data->path().string());
  const auto output = run_child({.programs = {"nmap"}, .arguments = arguments}, context);
  if (!output) return all_failed(step, context, output.error());
  const auto ports = parse_nmap(*output);
  if (!ports) return all_failed(step, context, ports.error());
  std::vector<Observation> out;
  for (const Endpoint& endpoint : step.endpoints) {
    Observation observation = child_observation(endpoint, context, arguments, *output);
    const auto found = std::find_if(ports->begin(), ports->end(), [&](const NmapPort& p) { return p.port == endpoint.port && p.protocol == "tcp"; });
    if (found != ports->end()) fill(observation, *found);
    if (found == ports->end()) observation.detail = "nmap said nothing about the port within its time";
    out.push_back(std::move(observation));
  }
  return out;
}

}  // namespace

ChildEngine child_engine_nmap_service() {
  return {.id = "nmap_service", .version = 1, .zh = "nmap服务识别", .en = "service scan by nmap", .programs = {"nmap"}, .ot_safe = false, .all_ports = true, .run = run};
}

}  // namespace lp::probe
