// nuclei: templates against one web port. Templates can name other hosts; the guard is what keeps it here. No out-of-band server, no
// updates, no redirects, no local files.

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "probe/child_run.h"
#include "probe/plan.h"

namespace lp::probe {
namespace {

// Ids and tags of templates; paths and options are not taken from a plan.
bool plain_words(std::string_view text) {
  return !text.empty() && text.size() <= 500 && text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_,") == std::string_view::npos && text.front() != '-';
}

std::vector<std::string> arguments_of(const PlanStep& step, const ChildContext& context) {
  const std::string host = to_string(step.request.endpoint);
  const std::string scheme = step.request.endpoint.port == 443 || step.request.endpoint.port == 8443 ? "https://" : "http://";
  std::vector<std::string> out{"-jsonl", "-silent", "-no-color", "-disable-update-check", "-no-interactsh", "-disable-redirects", "-no-httpx", "-retries", "0", "-timeout", "5",
                               "-concurrency", "1", "-bulk-size", "1", "-rate-limit", std::to_string(std::max(1, static_cast<int>(context.rate))), "-exclude-tags", "dos,fuzz,intrusive,brute-force",
                               "-target", scheme + host.substr(0, host.rfind('/'))};
  for (const char* key : {"tags", "id"}) {
    const auto found = step.request.parameters.find(key);
    if (found != step.request.parameters.end() && plain_words(found->second)) out.insert(out.end(), {std::string("-") + key, found->second});
  }
  if (!step.request.host_name.empty()) out.insert(out.end(), {"-header", "Host: " + step.request.host_name});
  return out;
}

std::vector<Observation> run(const PlanStep& step, ChildContext& context) {
  const auto arguments = arguments_of(step, context);
  const auto output = run_child({.programs = {"nuclei"}, .arguments = arguments, .memory_bytes = std::uint64_t{16} << 30}, context);
  if (!output) return all_failed(step, context, output.error());
  Observation out = child_observation(step.request.endpoint, context, arguments, *output);
  out.outcome = Observation::Outcome::answered;
  std::vector<std::string> found;
  for (const std::string_view line : split(*output, '\n')) {
    const auto value = parse_json(line);
    if (!value || !value->is_object() || found.size() >= 1'000) continue;
    const std::string id = one_line(get_string(value->as_object(), "template-id"), 200);
    const json::object* info = find_object(value->as_object(), "info");
    if (id.empty()) continue;
    found.push_back(id);
    out.facts["nuclei." + id] = info == nullptr ? "" : one_line(get_string(*info, "severity"), 20);
  }
  out.facts["nuclei.count"] = std::to_string(found.size());
  out.excerpt = one_line(join(found, " "), 1'024);
  return {std::move(out)};
}

}  // namespace

ChildEngine child_engine_nuclei() {
  return {.id = "nuclei", .version = 1, .zh = "nuclei模板检测", .en = "templates by nuclei", .programs = {"nuclei"}, .ot_safe = false, .all_ports = false, .run = run};
}

}  // namespace lp::probe
