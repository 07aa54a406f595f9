#include "probe/plan.h"

#include <netdb.h>

#include <cstring>

#include "base/check.h"
#include "base/hash.h"
#include "base/text.h"
#include "io/error.h"
#include "probe/evidence.h"
#include "probe/plan_data.h"

namespace lp::probe {
namespace {

std::string duration_zh(std::chrono::seconds time) {
  const auto s = time.count();
  if (s < 120) return std::to_string(s) + "秒";
  if (s < 7'200) return std::to_string((s + 59) / 60) + "分钟";
  return std::to_string((s + 3'599) / 3'600) + "小时";
}

json::object step_json(const PlanStep& step) {
  json::array endpoints;
  for (const Endpoint& endpoint : step.endpoints) endpoints.emplace_back(to_string(endpoint));
  json::object out{{"number", step.number}, {"id", step.id}, {"method", step.method}, {"child", step.child}, {"endpoints", std::move(endpoints)}};
  if (!step.request.host_name.empty()) out["host_name"] = step.request.host_name;
  return out;
}

std::string step_text(const PlanStep& step) {
  std::string out = step.method + " " + to_string(step.endpoints.front());
  if (step.endpoints.size() > 1) out += " 等" + std::to_string(step.endpoints.size()) + "个端口";
  if (!step.request.host_name.empty()) out += "（" + step.request.host_name + "）";
  return out;
}

PlanStep step_of(const Plan::Data& data, std::uint64_t at) {
  for (const PlanGroup& group : data.groups) {
    if (at >= group.size()) {
      at -= group.size();
      continue;
    }
    const PlanQuestion& question = group.questions[at / group.targets.size()];
    const PlanTarget& target = group.targets[at % group.targets.size()];
    PlanStep step{.method = question.method, .child = question.child};
    for (const std::uint16_t port : question.ports) step.endpoints.push_back({to_string(target.address), port, question.transport});
    step.request = {.engine = question.method, .endpoint = step.endpoints.front(), .host_name = target.host_name, .parameters = data.parameters};
    return step;
  }
  LP_CHECK(at < data.replay.size(), "a step is one of a group or of the replay");
  const ProbeRequest& request = data.replay[at];
  return {.method = request.engine, .child = data.replay_child[at] != 0, .request = request, .endpoints = {request.endpoint}};
}

}  // namespace

std::string step_id(const ProbeRequest& request, const std::vector<Endpoint>& endpoints) {
  json::object what = to_json(request);
  json::array all;
  for (const Endpoint& endpoint : endpoints) all.emplace_back(to_string(endpoint));
  what["endpoints"] = std::move(all);
  return to_hex(sha256(to_canonical_text(what))).substr(0, 32);
}

std::uint64_t Plan::size() const { return data_->steps; }
std::uint64_t Plan::questions() const { return data_->questions; }
const std::vector<Dropped>& Plan::dropped() const { return data_->dropped; }
std::size_t Plan::targets() const { return data_->addresses; }
const std::string& Plan::authorisation_id() const { return data_->authorisation_id; }
const std::string& Plan::digest() const { return data_->digest; }
std::chrono::seconds Plan::shortest_duration() const { return data_->shortest; }

PlanStep Plan::step(std::uint64_t number) const {
  PlanStep step = step_of(*data_, data_->order.at(number));
  step.number = number;
  step.id = step_id(step.request, step.endpoints);
  return step;
}

json::object preview(const Plan& plan, std::size_t steps) {
  json::array first, dropped;
  for (std::uint64_t i = 0; i < std::min<std::uint64_t>(steps, plan.size()); ++i) first.emplace_back(step_json(plan.step(i)));
  for (const Dropped& one : plan.dropped()) {
    dropped.push_back(json::object{{"what", one.what}, {"code", one.code}, {"reason", json::object{{"zh", one.reason.zh}, {"en", one.reason.en}}}});
  }
  return {{"authorisation", plan.authorisation_id()}, {"plan", plan.digest()}, {"targets", plan.targets()}, {"steps", plan.size()},
          {"questions", plan.questions()}, {"shortest_seconds", plan.shortest_duration().count()}, {"first", std::move(first)}, {"dropped", std::move(dropped)}};
}

std::string preview_text(const Plan& plan, std::size_t steps) {
  std::string out = "依据授权：" + plan.authorisation_id() + "\n计划编号：" + plan.digest().substr(0, 16) + "\n目标地址：" + std::to_string(plan.targets()) +
                    "个\n检测步骤：" + std::to_string(plan.size()) + "步，" + std::to_string(plan.questions()) + "次询问\n按授权速率至少需要：" +
                    duration_zh(plan.shortest_duration()) + "\n";
  const std::uint64_t shown = std::min<std::uint64_t>(steps, plan.size());
  for (std::uint64_t i = 0; i < shown; ++i) out += "  " + std::to_string(i + 1) + ". " + step_text(plan.step(i)) + "\n";
  if (shown < plan.size()) out += "  …… 其余" + std::to_string(plan.size() - shown) + "步\n";
  if (!plan.dropped().empty()) out += "不予检测：\n";
  for (const Dropped& one : plan.dropped()) out += "  " + one.what + "：" + one.reason.zh + "\n";
  return out;
}

Result<std::vector<model::IpAddress>> SystemResolver::resolve(const std::string& name) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  if (const int failed = ::getaddrinfo(name.c_str(), nullptr, &wanted, &list); failed != 0)
    return io::fail(Errc::unavailable, name + " does not resolve: " + ::gai_strerror(failed), "域名" + name + "无法解析", "check the name and the resolver");
  std::vector<model::IpAddress> out;
  for (const addrinfo* at = list; at != nullptr; at = at->ai_next) {
    model::IpAddress address;
    if (at->ai_family == AF_INET) {
      std::memcpy(address.bytes.data() + 12, &reinterpret_cast<const sockaddr_in*>(at->ai_addr)->sin_addr, 4);
    } else if (at->ai_family == AF_INET6) {
      address.v6 = true;
      std::memcpy(address.bytes.data(), &reinterpret_cast<const sockaddr_in6*>(at->ai_addr)->sin6_addr, 16);
    } else {
      continue;
    }
    out.push_back(address);
  }
  ::freeaddrinfo(list);
  return out;
}

}  // namespace lp::probe
