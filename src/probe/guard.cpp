#include "probe/guard.h"

#include <sched.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "base/json.h"
#include "base/text.h"
#include "io/child_process.h"
#include "io/error.h"
#include "io/files.h"
#include "probe/net_tools.h"
#include "probe/privileges.h"

namespace lp::probe {
namespace {

Error not_possible(std::string en, std::string zh, std::string hint) {
  return io::fail(Errc::unsupported, "the kernel guard cannot be raised: " + en, "无法启用内核级范围守卫：" + zh + "。没有守卫不得检测", std::move(hint));
}

bool exists(const std::string& interface) {
  std::error_code ignored;
  // Of the calling thread's network, unlike /sys/class/net, which is the one it was mounted in.
  return std::filesystem::exists("/proc/sys/net/ipv4/conf/" + interface, ignored);
}

Status ip(const std::vector<std::string>& arguments) {
  auto ran = run_tool("ip", arguments);
  return ran ? ok_status() : Status(std::move(ran).error());
}

Status load_rules(const std::string& rules) {
  auto ran = run_tool("nft", {"-f", "-"}, rules);
  return ran ? ok_status() : Status(std::move(ran).error());
}

Result<std::string> hardware_address(const std::string& interface) {
  LP_TRY(const std::string text, run_tool("ip", {"-j", "link", "show", "dev", interface}));
  LP_TRY(const json::value value, parse_json(text));
  if (!value.is_array() || value.as_array().empty() || !value.as_array()[0].is_object()) return make_error(Errc::unavailable, "ip says nothing of " + interface);
  return get_string(value.as_array()[0].as_object(), "address");
}

// Neither end ever asks who the other is: nothing but what was authorised crosses the pair.
Status know_neighbour(const std::string& interface, const std::string& v4, const std::string& v6, const std::string& hardware) {
  LP_CHECK_OK(ip({"neigh", "replace", v4, "lladdr", hardware, "dev", interface, "nud", "permanent"}));
  return ip({"-6", "neigh", "replace", v6, "lladdr", hardware, "dev", interface, "nud", "permanent"});
}

bool has_v6(const Authorisation& authorisation, const Policy& policy) {
  const Scope scope(authorisation, policy);
  return !scope.ranges().empty() && scope.ranges().back().first.v6;
}

std::uint64_t counter(const json::value& list, std::string_view name) {
  const json::array* all = list.is_object() ? find_array(list.as_object(), "nftables") : nullptr;
  if (all == nullptr) return 0;
  for (const json::value& one : *all) {
    const json::object* found = one.is_object() ? find_object(one.as_object(), "counter") : nullptr;
    if (found != nullptr && get_string(*found, "name") == name) return get_count(*found, "packets");
  }
  return 0;
}

}  // namespace

struct Guard::State {
  GuardNames names{};
  NetNamespace inside;
  Rates rates{};
  GuardCounters before{};                                       // of rules that were replaced
  std::vector<std::pair<std::string, std::string>> kernel_values{};  // to be put back
  std::string outside_table() const { return names.table + "_outside"; }

  Status clear_leftovers();
  Status make_pair();
  Status set_up_outside(const Authorisation& authorisation, const Policy& policy);
  Status set_up_inside(const Authorisation& authorisation, const Policy& policy);
  Status forward(const std::string& name);
  void lower();
  Result<GuardCounters> read_counters();
};

Status Guard::check_possible() {
  for (const char* program : {"nft", "ip"}) {
    if (!io::find_program(program)) return not_possible("the program " + std::string(program) + " is not installed", "没有安装" + std::string(program), "apt-get install nftables iproute2");
  }
  if (!has_guard_rights()) return not_possible("it needs root (CAP_NET_ADMIN, CAP_SYS_ADMIN, CAP_SETUID, CAP_SETGID)", "需要root权限", "run as root");
  auto inside = NetNamespace::create();
  if (!inside) return not_possible(inside.error().message, "内核不允许建立网络命名空间", "run on a kernel with network namespaces, outside of a restricted container");
  const Status rules = inside->run([] { return load_rules("table inet longpan_try {\n  set s { type ipv4_addr; size 8; flags dynamic,timeout; timeout 1s; }\n  chain c { type filter hook output priority 0; update @s { ip daddr limit rate 1/second burst 1 packets } accept; }\n}\n"); });
  if (!rules) return not_possible(rules.error().message, "内核不支持所需的nftables规则", "load the module nf_tables");
  return ok_status();
}

// A run that was killed leaves rules outside (its namespace and pair are gone with it). A run that lives still has its pair.
Status Guard::State::clear_leftovers() {
  if (exists(names.outside))
    return io::fail(Errc::conflict, "another run holds the guard (interface " + names.outside + " exists)", "另一次检测正在进行", "wait for it, or stop it");
  const auto tables = run_tool("nft", {"list", "tables"});
  if (!tables) return tables.error();
  if (!contains(*tables, "table inet " + outside_table())) return ok_status();
  LP_TRY(const std::string old, run_tool("nft", {"list", "table", "inet", outside_table()}));
  for (const char* version : {"ipv4", "ipv6"}) {
    if (!contains(old, "chain forwarding_was_off_" + std::string(version))) continue;
    LP_CHECK_OK(set_kernel_value("net/" + std::string(version) + (version == std::string_view("ipv4") ? "/ip_forward" : "/conf/all/forwarding"), "0"));
  }
  return load_rules("delete table inet " + outside_table() + "\n");
}

Status Guard::State::make_pair() {
  LP_CHECK_OK(ip({"link", "add", names.outside, "type", "veth", "peer", "name", names.inside, "netns", inside.path()}));
  // No talk of the link by itself: no addresses made up, no duplicates looked for.
  for (const auto& [name, value] : {std::pair{"addr_gen_mode", "1"}, std::pair{"accept_ra", "0"}, std::pair{"accept_dad", "0"}}) {
    LP_CHECK_OK(set_kernel_value("net/ipv6/conf/" + names.outside + "/" + name, value));
  }
  return ok_status();
}

// Forwarding for our pair alone: where it was off, the rules keep everything else from being forwarded.
Status Guard::State::forward(const std::string& name) {
  LP_TRY(const std::string was, read_kernel_value(name));
  if (was != "0") return ok_status();
  const bool v6 = contains(name, "ipv6");
  const std::string version = v6 ? "ipv6" : "ipv4";
  LP_CHECK_OK(load_rules("table inet " + outside_table() + " {\n  chain forwarding_was_off_" + version + " {\n    type filter hook forward priority filter - 2; policy accept;\n    meta nfproto " + version +
                         " iifname != \"" + names.outside + "\" oifname != \"" + names.outside + "\" drop\n  }\n}\n"));
  kernel_values.emplace_back(name, was);
  return set_kernel_value(name, "1");
}

Status Guard::State::set_up_outside(const Authorisation& authorisation, const Policy& policy) {
  LP_CHECK_OK(load_rules(outside_rules(authorisation, policy, names)));
  LP_CHECK_OK(ip({"addr", "add", names.outside_v4 + "/30", "dev", names.outside}));
  LP_CHECK_OK(ip({"-6", "addr", "add", names.outside_v6 + "/64", "dev", names.outside, "nodad"}));
  LP_CHECK_OK(ip({"link", "set", names.outside, "up"}));
  LP_CHECK_OK(forward("net/ipv4/ip_forward"));
  return has_v6(authorisation, policy) ? forward("net/ipv6/conf/all/forwarding") : ok_status();
}

Status Guard::State::set_up_inside(const Authorisation& authorisation, const Policy& policy) {
  LP_TRY(const std::string outside_hardware, hardware_address(names.outside));
  std::string inside_hardware;
  LP_CHECK_OK(inside.run([&]() -> Status {
    LP_CHECK_OK(load_rules(inside_rules(authorisation, policy, names)));
    for (const auto& [name, value] : {std::pair{"addr_gen_mode", "1"}, std::pair{"accept_ra", "0"}, std::pair{"accept_dad", "0"}, std::pair{"router_solicitations", "0"}}) {
      LP_CHECK_OK(set_kernel_value("net/ipv6/conf/" + names.inside + "/" + name, value));
    }
    LP_CHECK_OK(set_kernel_value("net/ipv4/tcp_syn_retries", "1"));
    LP_CHECK_OK(ip({"addr", "add", names.inside_v4 + "/30", "dev", names.inside}));
    LP_CHECK_OK(ip({"-6", "addr", "add", names.inside_v6 + "/64", "dev", names.inside, "nodad"}));
    LP_CHECK_OK(ip({"link", "set", names.inside, "up"}));
    LP_CHECK_OK(know_neighbour(names.inside, names.outside_v4, names.outside_v6, outside_hardware));
    LP_CHECK_OK(ip({"route", "add", "default", "via", names.outside_v4}));
    LP_CHECK_OK(ip({"-6", "route", "add", "default", "via", names.outside_v6}));
    LP_TRY(inside_hardware, hardware_address(names.inside));
    return ok_status();
  }));
  return know_neighbour(names.outside, names.inside_v4, names.inside_v6, inside_hardware);
}

namespace {

// The kernel tells a new pair ready a little later; what is sent before is lost.
void wait_until_up(const std::string& interface) {
  for (int tries = 0; tries < 60; ++tries) {
    const auto told = run_tool("ip", {"-br", "link", "show", "dev", interface});
    if (told && contains(*told, " UP ")) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

}  // namespace

Guard::Guard(std::unique_ptr<State> state) : state_(std::move(state)) {}
Guard::~Guard() { state_->lower(); }

Result<std::unique_ptr<Guard>> Guard::raise(const Authorisation& authorisation, const Policy& policy) {
  LP_CHECK_OK(check_possible());
  LP_CHECK_OK(check_scope(authorisation, policy));
  LP_TRY(NetNamespace inside, NetNamespace::create());
  auto state = std::make_unique<State>(State{.inside = std::move(inside), .rates = authorisation.rates});
  LP_CHECK_OK(state->clear_leftovers());
  State& s = *state;
  std::unique_ptr<Guard> guard(new Guard(std::move(state)));  // from here on it is lowered whatever happens
  LP_CHECK_OK(s.make_pair());
  LP_CHECK_OK(s.set_up_outside(authorisation, policy));
  LP_CHECK_OK(s.set_up_inside(authorisation, policy));
  wait_until_up(s.names.outside);
  LP_CHECK_OK(s.inside.run([&s]() -> Status {
    wait_until_up(s.names.inside);
    return ok_status();
  }));
  return guard;
}

// The pair goes first: nothing can leave any more when forwarding and rules are taken back. Best effort: what fails is mended at the
// next start.
void Guard::State::lower() {
  (void)run_tool("ip", {"link", "del", names.outside});
  for (const auto& [name, value] : kernel_values) (void)set_kernel_value(name, value);
  (void)run_tool("nft", {"delete", "table", "inet", outside_table()});
}

Status Guard::enter() {
  if (::setns(state_->inside.descriptor(), CLONE_NEWNET) != 0) return io::os_error(errno, "entering", "the guarded namespace");
  return drop_privileges();
}

Result<GuardCounters> Guard::State::read_counters() {
  std::string text;
  LP_CHECK_OK(inside.run([&]() -> Status {
    LP_TRY(text, run_tool("nft", {"-j", "list", "counters", "table", "inet", names.table}));
    return ok_status();
  }));
  LP_TRY(const json::value list, parse_json(text));
  return GuardCounters{before.accepted_packets + counter(list, "accepted"), before.dropped_packets + counter(list, "dropped"), before.limited_packets + counter(list, "limited")};
}

Result<GuardCounters> Guard::counters() { return state_->read_counters(); }

// One transaction each: there is no instant without rules. Addresses and rates begin anew; the caller's limiter goes on.
Status Guard::renew(const Authorisation& authorisation, const Policy& policy) {
  State& s = *state_;
  LP_TRY(s.before, s.read_counters());
  const auto replace = [](const std::string& table, const std::string& rules) { return load_rules("delete table inet " + table + "\n" + rules); };
  Authorisation narrower = authorisation;
  narrower.rates = {std::min(s.rates.per_target, authorisation.rates.per_target), std::min(s.rates.per_block, authorisation.rates.per_block),
                    std::min(s.rates.total, authorisation.rates.total)};
  s.rates = narrower.rates;
  LP_CHECK_OK(s.inside.run([&] { return replace(s.names.table, inside_rules(narrower, policy, s.names)); }));
  std::string outside = outside_rules(narrower, policy, s.names);
  for (const auto& [name, value] : s.kernel_values) {
    const std::string version = contains(name, "ipv6") ? "ipv6" : "ipv4";
    outside += "table inet " + s.outside_table() + " {\n  chain forwarding_was_off_" + version + " {\n    type filter hook forward priority filter - 2; policy accept;\n    meta nfproto " + version +
               " iifname != \"" + s.names.outside + "\" oifname != \"" + s.names.outside + "\" drop\n  }\n}\n";
  }
  return replace(s.outside_table(), outside);
}

}  // namespace lp::probe
