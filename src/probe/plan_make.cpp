// From a request to a plan: everything is held against the scope here, before a step exists.

#include <algorithm>
#include <set>

#include "base/check.h"
#include "base/hash.h"
#include "base/text.h"
#include "io/error.h"
#include "model/domain_name.h"
#include "probe/child_engine.h"
#include "probe/evidence.h"
#include "probe/plan_data.h"
#include "probe/range_set.h"
#include "probe/target_text.h"

namespace lp::probe {
namespace {

using model::IpAddress;
using model::IpRange;

constexpr std::int64_t most_targets = std::int64_t{1} << 20;
constexpr std::size_t most_dropped = 10'000;

class PlanMaker {
 public:
  PlanMaker(const Authorisation& authorisation, const Policy& policy, const PlanRequest& request, Resolver& resolver, const std::vector<Engine>& engines,
            const std::vector<ChildEngine>& children)
      : authorisation_(authorisation), scope_(authorisation, policy), request_(request), resolver_(resolver), engines_(engines), children_(children) {}
  Result<Plan> make();

 private:
  struct Method {
    std::string id;
    bool child = false, all_ports = false;
  };

  void drop(std::string_view what, std::string code, std::string zh, std::string en);
  void drop(std::string_view what, const Error& error);
  std::optional<Method> method_of(std::string_view id);
  void add_methods();
  Status add_targets();
  Status add_target(const std::string& text);
  Status add_range(std::string_view what, const IpRange& range, std::uint16_t port);
  void add_name(std::string_view what, const std::string& name, std::uint16_t port);
  std::vector<PortRange> ports_of(Transport transport) const;
  std::vector<PlanQuestion> questions_of(const std::vector<PortRange>& tcp) const;
  void add_groups();
  void add_replay();
  void replay_one(const ProbeRequest& stored);
  Status count();
  void measure();
  void seal();
  Error nothing_left() const;

  const Authorisation& authorisation_;
  const Scope scope_;
  const PlanRequest& request_;
  Resolver& resolver_;
  const std::vector<Engine>& engines_;
  const std::vector<ChildEngine>& children_;
  std::vector<Method> methods_;
  std::map<std::uint16_t, std::set<PlanTarget>> targets_;  // by the port given with the target; 0 = all of the request
  std::int64_t target_count_ = 0;
  Plan::Data data_;
};

void PlanMaker::drop(std::string_view what, std::string code, std::string zh, std::string en) {
  if (data_.dropped.size() < most_dropped) data_.dropped.push_back({truncate(what, 200), std::move(code), {std::move(zh), std::move(en)}});
}

void PlanMaker::drop(std::string_view what, const Error& error) {
  drop(what, error.fields.empty() ? std::string(info(error.code).name) : error.fields.front().code, error.message_zh.empty() ? std::string(info(error.code).zh) : error.message_zh, error.message);
}

std::optional<PlanMaker::Method> PlanMaker::method_of(std::string_view id) {
  if (!scope_.allows_method(id)) {
    drop(id, "method_not_authorised", "该方法未获授权", "the method is not authorised");
    return std::nullopt;
  }
  const auto engine = std::find_if(engines_.begin(), engines_.end(), [&](const Engine& e) { return e.id == id; });
  const ChildEngine* child = find_child_engine(children_, id);
  if (engine == engines_.end() && child == nullptr) {
    drop(id, "no_engine", "本程序没有该方法的检测引擎", "there is no engine for the method");
  } else if (authorisation_.ot_safe && !(engine != engines_.end() ? engine->ot_safe : child->ot_safe)) {
    drop(id, "not_ot_safe", "授权要求工控安全模式，该方法不适用", "the authorisation wants engines that are safe for industrial equipment");
  } else if (engine == engines_.end() && !is_installed(*child)) {
    drop(id, "not_installed", "没有安装" + std::string(child->programs.front()), std::string(child->programs.front()) + " is not installed");
  } else {
    return Method{std::string(id), engine == engines_.end(), engine == engines_.end() && child->all_ports};
  }
  return std::nullopt;
}

void PlanMaker::add_methods() {
  std::set<std::string> wanted(request_.methods.begin(), request_.methods.end());
  if (wanted.empty()) wanted.insert(authorisation_.methods.begin(), authorisation_.methods.end());
  for (const std::string& id : wanted) {
    if (auto method = method_of(id)) methods_.push_back(*std::move(method));
  }
}

Status PlanMaker::add_range(std::string_view what, const IpRange& range, std::uint16_t port) {
  const RangeSet wanted({range}), inside = wanted.intersect(RangeSet(scope_.ranges())), outside = wanted.minus(inside);
  for (const IpRange& one : outside.ranges()) drop(what, "outside_scope", to_string(one) + "不在授权地址范围内", to_string(one) + " is outside of the authorised addresses");
  for (const IpRange& one : inside.ranges()) {
    target_count_ += std::min(model::size_of(one), most_targets + 1);
    if (target_count_ > most_targets)
      return io::fail(Errc::too_large, "more than " + std::to_string(most_targets) + " addresses in one plan", "一个计划的目标地址不得超过" + std::to_string(most_targets) + "个", "name fewer addresses; of IPv6 name single ones");
    LP_TRY(const auto addresses, model::expand(one, most_targets));
    for (const IpAddress& address : addresses) targets_[port].insert({address, ""});
  }
  return ok_status();
}

// A name is a way to write addresses; only addresses of the authorisation come of it.
void PlanMaker::add_name(std::string_view what, const std::string& name, std::uint16_t port) {
  if (!scope_.allows_name(name)) return drop(what, "name_not_authorised", "域名" + name + "未获授权", "the name " + name + " is not authorised");
  const auto addresses = resolver_.resolve(name);
  if (!addresses) return drop(what, addresses.error());
  for (const IpAddress& found : *addresses) {
    const auto address = parse_target_address(to_string(found));
    if (!address || !scope_.allows(*address)) {
      drop(what, "outside_scope", name + "解析到" + to_string(found) + "，不在授权地址范围内", name + " resolves to " + to_string(found) + ", outside of the authorised addresses");
    } else {
      targets_[port].insert({*address, name});
    }
  }
  if (addresses->empty()) drop(what, "not_resolved", "域名" + name + "没有地址", name + " has no address");
}

Status PlanMaker::add_target(const std::string& text) {
  const auto target = parse_target(text);
  if (!target) {
    drop(text, target.error());
    return ok_status();
  }
  if (target->port != 0 && !scope_.allows(Transport::tcp, target->port)) {
    drop(text, "port_not_authorised", "端口" + std::to_string(target->port) + "未获授权", "port " + std::to_string(target->port) + " is not authorised");
    return ok_status();
  }
  if (target->range) return add_range(text, *target->range, target->port);
  add_name(text, target->name, target->port);
  return ok_status();
}

Status PlanMaker::add_targets() {
  for (const std::string& text : request_.targets) LP_CHECK_OK(add_target(text));
  if (!request_.targets.empty()) return ok_status();
  for (const IpRange& range : scope_.ranges()) {
    if (range.first.v6 && model::size_of(range) > 65'536) {
      drop(to_string(range), "too_many_addresses", "IPv6地址段过大，无法逐一检测，请单独列出目标地址", "the IPv6 range is too large to walk; name its addresses");
    } else {
      LP_CHECK_OK(add_range(to_string(range), range, 0));
    }
  }
  for (const std::string& name : authorisation_.domains) {
    if (!name.starts_with("*.")) add_name(name, name, 0);
  }
  return ok_status();
}

std::vector<PortRange> PlanMaker::ports_of(Transport transport) const {
  const auto& allowed = scope_.ports(transport);
  if (request_.tcp_ports.empty() && request_.udp_ports.empty()) return allowed;
  std::vector<PortRange> out;
  for (const PortRange& wanted : transport == Transport::tcp ? request_.tcp_ports : request_.udp_ports) {
    for (const PortRange& one : allowed) {
      const auto first = std::max(wanted.first, one.first), last = std::min(wanted.last, one.last);
      if (first <= last) out.push_back({first, last});
    }
  }
  return out;
}

std::vector<PlanQuestion> PlanMaker::questions_of(const std::vector<PortRange>& tcp) const {
  std::set<std::uint16_t> ports;
  for (const PortRange& range : tcp) {
    for (int port = range.first; port <= range.last; ++port) ports.insert(static_cast<std::uint16_t>(port));
  }
  std::vector<PlanQuestion> out;
  for (const Method& method : methods_) {
    if (method.all_ports && !ports.empty()) {
      out.push_back({method.id, Transport::tcp, {ports.begin(), ports.end()}, method.child});
    } else {
      for (const std::uint16_t port : ports) out.push_back({method.id, Transport::tcp, {port}, method.child});
    }
  }
  return out;
}

void PlanMaker::add_groups() {
  const auto tcp = ports_of(Transport::tcp);
  for (const auto* list : {&request_.tcp_ports, &request_.udp_ports}) {
    for (const PortRange& wanted : *list) {
      const Transport transport = list == &request_.tcp_ports ? Transport::tcp : Transport::udp;
      const auto& allowed = scope_.ports(transport);
      const bool inside = std::any_of(allowed.begin(), allowed.end(), [&](const PortRange& r) { return r.first <= wanted.first && wanted.last <= r.last; });
      const std::string shown = to_string(wanted) + (transport == Transport::tcp ? "/tcp" : "/udp");
      if (!inside) drop(shown, "port_not_authorised", "端口" + shown + "未全部获得授权", "not all of the ports " + shown + " are authorised");
    }
  }
  if (!ports_of(Transport::udp).empty()) drop("udp", "no_engine", "没有主动询问UDP端口的引擎，UDP仅用于复测", "no engine asks UDP ports by itself; they are for re-tests");
  for (auto& [port, targets] : targets_) {
    PlanGroup group{.targets = {targets.begin(), targets.end()}, .questions = questions_of(port == 0 ? tcp : std::vector<PortRange>{{port, port}})};
    if (group.size() > 0) data_.groups.push_back(std::move(group));
  }
}

void PlanMaker::replay_one(const ProbeRequest& stored) {
  const std::string what = stored.engine + " " + to_string(stored.endpoint);
  const auto method = method_of(stored.engine);
  if (!method) return;
  ProbeRequest request = stored;
  const auto address = parse_target_address(stored.endpoint.address);
  if (!address) return drop(what, address.error());
  request.endpoint.address = to_string(*address);
  if (const Status allowed = scope_.check(request.endpoint, stored.engine); !allowed) return drop(what, allowed.error());
  if (!request.host_name.empty() && request.host_name != request.endpoint.address && !scope_.allows_name(request.host_name))
    return drop(what, "name_not_authorised", "域名" + request.host_name + "未获授权", "the name " + request.host_name + " is not authorised");
  data_.replay.push_back(std::move(request));
  data_.replay_child.push_back(method->child ? 1 : 0);
}

void PlanMaker::add_replay() {
  for (const ProbeRequest& stored : request_.replay) replay_one(stored);
}

Status PlanMaker::count() {
  for (const PlanGroup& group : data_.groups) {
    data_.steps += group.size();
    for (const PlanQuestion& question : group.questions) data_.questions += question.ports.size() * group.targets.size();
  }
  data_.steps += data_.replay.size();
  data_.questions += data_.replay.size();
  if (data_.steps <= request_.most_steps) return ok_status();
  return io::fail(Errc::too_large, std::to_string(data_.steps) + " steps are more than " + std::to_string(request_.most_steps), "计划共" + std::to_string(data_.steps) + "步，超过上限" + std::to_string(request_.most_steps) + "步",
                  "name fewer targets, ports or methods, or split the plan");
}

// How long it takes at least: the slowest of the three rates decides.
void PlanMaker::measure() {
  std::map<IpAddress, std::uint64_t> targets, blocks;
  const auto add = [&](const IpAddress& address, std::uint64_t questions) {
    targets[address] += questions;
    blocks[block_of(address)] += questions;
  };
  for (const PlanGroup& group : data_.groups) {
    std::uint64_t questions = 0;
    for (const PlanQuestion& question : group.questions) questions += question.ports.size();
    for (const PlanTarget& target : group.targets) add(target.address, questions);
  }
  for (const ProbeRequest& one : data_.replay) add(*model::parse_ip(one.endpoint.address), 1);
  data_.addresses = targets.size();
  double seconds = static_cast<double>(data_.questions) / authorisation_.rates.total;
  for (const auto& [address, questions] : targets) seconds = std::max(seconds, static_cast<double>(questions) / authorisation_.rates.per_target);
  for (const auto& [block, questions] : blocks) seconds = std::max(seconds, static_cast<double>(questions) / authorisation_.rates.per_block);
  data_.shortest = std::chrono::seconds(static_cast<std::int64_t>(seconds + 0.999));
}

void PlanMaker::seal() {
  Hasher hasher(Hasher::Algorithm::sha256);
  hasher.update("longpan probe plan 1\n" + authorisation_.digest + "\n" + std::to_string(data_.seed) + "\n");
  for (const auto& [key, value] : data_.parameters) hasher.update(to_text(json::array{key, value}) + "\n");
  for (const PlanGroup& group : data_.groups) {
    for (const PlanTarget& target : group.targets) hasher.update(to_string(target.address) + " " + target.host_name + "\n");
    for (const PlanQuestion& question : group.questions) {
      hasher.update(question.method + (question.child ? " child" : ""));
      for (const std::uint16_t port : question.ports) hasher.update(" " + std::to_string(port));
      hasher.update("\n");
    }
  }
  for (const ProbeRequest& one : data_.replay) hasher.update(to_canonical_text(to_json(one)) + "\n");
  data_.digest = to_hex(hasher.finish());
}

Error PlanMaker::nothing_left() const {
  Error error = io::fail(Errc::denied, "the authorisation allows nothing of what is asked", "所请求的检测均未获授权或无法执行", "see the reasons; `longpan probe plan` shows what an authorisation allows");
  for (const Dropped& one : data_.dropped) {
    if (error.fields.size() < 20) error.fields.push_back({one.what, one.code, one.reason.zh, one.reason.en});
  }
  if (!error.fields.empty()) error.message += ": " + error.fields.front().field + ": " + error.fields.front().en;
  if (!error.fields.empty()) error.message_zh += "：" + error.fields.front().field + "：" + error.fields.front().zh;
  return error;
}

Result<Plan> PlanMaker::make() {
  data_.authorisation_id = authorisation_.id;
  data_.authorisation_digest = authorisation_.digest;
  data_.rates = authorisation_.rates;
  data_.seed = request_.seed;
  if (request_.replay.empty()) {
    data_.parameters = request_.parameters;
    add_methods();
    LP_CHECK_OK(add_targets());
    add_groups();
  } else {
    add_replay();
  }
  LP_CHECK_OK(count());
  if (data_.steps == 0) return nothing_left();
  data_.order = StepOrder(data_.steps, data_.seed);
  measure();
  seal();
  return Plan(std::make_shared<const Plan::Data>(std::move(data_)));
}

}  // namespace

Result<Plan> make_plan(const Authorisation& authorisation, const Policy& policy, const PlanRequest& request, Resolver& resolver, const std::vector<Engine>& engines,
                       const std::vector<ChildEngine>& children) {
  LP_CHECK_OK(check_scope(authorisation, policy));
  return PlanMaker(authorisation, policy, request, resolver, engines, children).make();
}

}  // namespace lp::probe
