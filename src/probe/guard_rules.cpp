// From an authorisation to the text of nftables rules.

#include <algorithm>
#include <cmath>

#include "probe/guard.h"
#include "probe/range_set.h"

namespace lp::probe {
namespace {

using model::IpRange;

std::string element(const IpRange& range) {
  return range.first == range.last ? to_string(range.first) : to_string(range.first) + "-" + to_string(range.last);
}

std::string set_of(const std::string& name, const std::string& type, const std::vector<std::string>& elements) {
  std::string out = "  set " + name + " {\n    type " + type + "\n    flags interval\n";
  if (!elements.empty()) {
    out += "    elements = {\n";
    for (const std::string& one : elements) out += "      " + one + ",\n";
    out += "    }\n";
  }
  return out + "  }\n";
}

std::vector<std::string> addresses(const Scope& scope, bool v6) {
  std::vector<std::string> out;
  for (const IpRange& range : scope.ranges()) {
    if (range.first.v6 == v6) out.push_back(element(range));
  }
  return out;
}

std::vector<std::string> ports(const Scope& scope, Transport transport) {
  std::vector<std::string> out;
  for (const PortRange& range : scope.ports(transport)) out.push_back(to_string(range));
  return out;
}

std::string sets(const Scope& scope) {
  return set_of("targets4", "ipv4_addr", addresses(scope, false)) + set_of("targets6", "ipv6_addr", addresses(scope, true)) +
         set_of("tcp_ports", "inet_service", ports(scope, Transport::tcp)) + set_of("udp_ports", "inet_service", ports(scope, Transport::udp));
}

// At most `rate` and a hundredth of it in any second: the kernel's bucket lets out the burst at once and the rate after it.
std::string limit(double rate) {
  if (rate >= 1) {
    const auto whole = static_cast<std::uint64_t>(rate);
    return "limit rate " + std::to_string(whole) + "/second burst " + std::to_string(1 + whole / 100) + " packets";
  }
  if (rate * 60 >= 1) return "limit rate " + std::to_string(static_cast<std::uint64_t>(rate * 60 + 1e-9)) + "/minute burst 1 packets";
  return "limit rate " + std::to_string(std::max<std::uint64_t>(1, static_cast<std::uint64_t>(rate * 3600 + 1e-9))) + "/hour burst 1 packets";
}

std::string rate_set(const std::string& name, const std::string& type, double rate) {
  const auto timeout = static_cast<std::uint64_t>(std::max(60.0, std::ceil(2 / rate)));
  return "  set " + name + " {\n    type " + type + "\n    size 1000000\n    flags dynamic,timeout\n    timeout " + std::to_string(timeout) + "s\n  }\n";
}

// Each rate lets through or drops; a full set lets nothing through.
std::string turns(const Rates& rates, bool v6) {
  const std::string n = v6 ? "6" : "4", ip = v6 ? "ip6" : "ip", block = v6 ? "ip6 daddr & ffff:ffff:ffff:ffff::" : "ip daddr & 255.255.255.0";
  return "  chain target" + n + " {\n    update @rate_target" + n + " { " + ip + " daddr " + limit(rates.per_target) + " } goto block" + n +
         "\n    counter name limited drop\n  }\n  chain block" + n + " {\n    update @rate_block" + n + " { " + block + " " + limit(rates.per_block) +
         " } goto whole\n    counter name limited drop\n  }\n";
}

std::string leave(const std::string& ip, const std::string& targets, const std::string& turn) {
  return "    " + ip + " daddr @" + targets + " tcp dport @tcp_ports tcp flags & (fin | syn | rst | ack) == syn goto " + turn + "\n    " + ip + " daddr @" + targets +
         " tcp dport @tcp_ports tcp flags & (syn | ack) != syn accept\n    " + ip + " daddr @" + targets + " udp dport @udp_ports goto " + turn + "\n";
}

std::string come_back(const std::string& ip, const std::string& targets) {
  return "    " + ip + " saddr @" + targets + " tcp sport @tcp_ports tcp flags & (syn | ack) != syn accept\n    " + ip + " saddr @" + targets + " udp sport @udp_ports accept\n";
}

std::string errors_come_back() {
  return "    icmp type { destination-unreachable, time-exceeded, parameter-problem } accept\n"
         "    icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem } accept\n";
}

// What the kernel says to its link by itself; nothing of a program is counted as that.
std::string link_talk() { return "icmpv6 type { nd-router-solicit, nd-neighbor-solicit, nd-neighbor-advert, mld-listener-report, mld-listener-done, mld2-listener-report }"; }

}  // namespace

std::string inside_rules(const Authorisation& authorisation, const Policy& policy, const GuardNames& names) {
  const Scope scope(authorisation, policy);
  const Rates& rates = authorisation.rates;
  std::string out = "# authorisation " + authorisation.digest + "\ntable inet " + names.table + " {\n  counter accepted {}\n  counter dropped {}\n  counter limited {}\n" + sets(scope);
  out += rate_set("rate_target4", "ipv4_addr", rates.per_target) + rate_set("rate_block4", "ipv4_addr", rates.per_block);
  out += rate_set("rate_target6", "ipv6_addr", rates.per_target) + rate_set("rate_block6", "ipv6_addr", rates.per_block);
  out += "  chain whole {\n    " + limit(rates.total) + " counter name accepted accept\n    counter name limited drop\n  }\n";
  out += turns(rates, false) + turns(rates, true);
  out += "  chain output {\n    type filter hook output priority filter; policy drop;\n" + leave("ip", "targets4", "target4") + leave("ip6", "targets6", "target6") + "    " + link_talk() +
         " drop\n    counter name dropped drop\n  }\n";
  out += "  chain input {\n    type filter hook input priority filter; policy drop;\n" + come_back("ip", "targets4") + come_back("ip6", "targets6") + errors_come_back() + "  }\n";
  out += "  chain forward {\n    type filter hook forward priority filter; policy drop;\n  }\n}\n";
  return out;
}

std::string outside_rules(const Authorisation& authorisation, const Policy& policy, const GuardNames& names) {
  const Scope scope(authorisation, policy);
  const std::string from4 = "ip saddr " + names.inside_v4 + " ip", from6 = "ip6 saddr " + names.inside_v6 + " ip6";
  const auto out_again = [](const std::string& ip, const std::string& targets) {
    return "    " + ip + " daddr @" + targets + " tcp dport @tcp_ports accept\n    " + ip + " daddr @" + targets + " udp dport @udp_ports accept\n";
  };
  std::string out = "# authorisation " + authorisation.digest + "\ntable inet " + names.table + "_outside {\n  counter dropped {}\n" + sets(scope);
  out += "  chain leave {\n" + out_again(from4, "targets4") + out_again(from6, "targets6") + "    " + link_talk() + " drop\n    counter name dropped drop\n  }\n";
  out += "  chain come_back {\n" + come_back("ip", "targets4") + come_back("ip6", "targets6") + errors_come_back() + "    drop\n  }\n";
  out += "  chain input {\n    type filter hook input priority filter - 1; policy accept;\n    iifname \"" + names.outside + "\" goto leave\n  }\n";
  out += "  chain output {\n    type filter hook output priority filter - 1; policy accept;\n    oifname \"" + names.outside + "\" goto come_back\n  }\n";
  out += "  chain forward {\n    type filter hook forward priority filter - 1; policy accept;\n    iifname \"" + names.outside + "\" goto leave\n    oifname \"" + names.outside +
         "\" goto come_back\n  }\n";
  out += "  chain translate {\n    type nat hook postrouting priority srcnat; policy accept;\n    ip saddr " + names.inside_v4 + " masquerade\n    ip6 saddr " + names.inside_v6 +
         " masquerade\n  }\n}\n";
  return out;
}

}  // namespace lp::probe
