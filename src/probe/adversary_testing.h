#pragma once
// For tests and benchmarks only: authorisations and requests made to find a way out, and a slow judge that shares no code with the plan.
// The judge keeps addresses as plain numbers and walks lists.

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "probe/authorisation.h"
#include "probe/child_engine.h"
#include "probe/plan.h"

namespace lp::probe::testing {

struct Adversary {
  explicit Adversary(std::uint64_t seed) : random(seed) {}

  __extension__ using Wide = unsigned __int128;
  using Number = std::pair<bool, Wide>;               // v6?, value
  static Number number(const model::IpAddress& address) {
    Wide value = 0;
    for (const std::uint8_t byte : address.bytes) value = value << 8 | byte;
    return {address.v6, value};
  }
  static bool within(const std::vector<model::IpRange>& list, const Number& at) {
    for (const model::IpRange& r : list) {
      if (r.first.v6 == at.first && number(r.first).second <= at.second && at.second <= number(r.last).second) return true;
    }
    return false;
  }

  std::uint64_t pick(std::uint64_t below) { return random() % below; }
  bool chance(std::uint64_t of) { return pick(of) == 0; }
  // Half of all in one place, so that ranges and targets meet; the last ones are special.
  int base() { return static_cast<int>(chance(2) ? 0 : chance(40) ? 6 + pick(3) : pick(6)); }

  model::IpAddress address_near(int base, int offset) const {
    static const std::vector<model::IpAddress> bases = [] {
      std::vector<model::IpAddress> out;
      for (const char* text : {"203.0.113.100", "198.51.100.255", "10.0.0.0", "192.0.2.128", "2001:db8:1::100", "2001:db8:1:0:ffff:ffff:ffff:fff0", "127.0.0.5", "223.255.255.250", "169.254.0.3"}) out.push_back(*model::parse_ip(text));
      return out;
    }();
    model::IpAddress out = bases[static_cast<std::size_t>(base) % bases.size()];
    for (int i = 0; i < offset; ++i) {
      for (std::size_t b = 16; b-- > (out.v6 ? 0u : 12u) && ++out.bytes[b] == 0;) {
      }
    }
    return out;
  }
  model::IpRange small_range() {
    const int at = base(), first = static_cast<int>(pick(12)), last = first + static_cast<int>(pick(6));
    const model::IpAddress a = address_near(at, first), b = address_near(at, last);
    return a < b ? model::IpRange{a, b} : model::IpRange{b, a};
  }
  std::vector<model::IpRange> small_ranges(std::uint64_t most) {
    std::vector<model::IpRange> out;
    for (std::uint64_t i = pick(most + 1); i > 0; --i) {
      const model::IpRange range = small_range();
      if (number(range.last).second - number(range.first).second < 64) out.push_back(range);
    }
    return out;
  }

  Authorisation authorisation() {
    Authorisation out{.id = "A", .organisation = "o", .operator_name = "p", .ranges = small_ranges(4)};
    out.ranges.push_back({address_near(0, 0), address_near(0, static_cast<int>(pick(5)))});
    out.excluded = small_ranges(2);
    if (chance(3)) out.special = small_ranges(2);
    for (const char* name : {"www.example.cn", "*.shop.example.cn", "rebind.example.cn"}) {
      if (!chance(3)) out.domains.emplace_back(name);
    }
    for (const PortRange& range : {PortRange{80, 81}, PortRange{443, 443}, PortRange{1, 2}}) {
      if (!chance(3)) out.tcp_ports.push_back(range);
    }
    for (const char* method : {"connect", "http", "tls"}) {
      if (!chance(3)) out.methods.insert(method);
    }
    out.rates = {1, 10, 100};
    for (const ApprovalKind kind : {ApprovalKind::cii, ApprovalKind::carrier_core}) {
      if (chance(10)) out.sensitive.push_back({kind, small_ranges(1)});
      if (chance(2)) out.approvals.push_back({kind, "1", "b", Timestamp(0), small_ranges(3)});
    }
    return out;
  }
  Policy policy() {
    Policy out;
    if (chance(8)) out.management = small_ranges(1);
    if (chance(8)) out.sensitive.push_back({ApprovalKind::cii, small_ranges(1)});
    return out;
  }

  // One address in all the ways it can be written, right and wrong.
  std::string written(const model::IpAddress& address) {
    const std::string plain = to_string(address);
    const auto& b = address.bytes;
    const auto byte = [&](int i) { return std::to_string(b[static_cast<std::size_t>(12 + i)]); };
    if (address.v6) {
      switch (pick(6)) {
        case 0: return plain + "%eth0";
        case 1: return "[" + plain + "]:80";
        case 2: return "http://[" + plain + "]/";
        case 3: return plain + "/126";
        default: return plain;
      }
    }
    switch (pick(14)) {
      case 0: return "::ffff:" + plain;
      case 1: return "[::ffff:" + plain + "]:80";
      case 2: return "0" + plain;
      case 3: return "0x" + std::string("cb") + "." + byte(1) + "." + byte(2) + "." + byte(3);
      case 4: return std::to_string((std::uint64_t{b[12]} << 24) + (b[13] << 16) + (b[14] << 8) + b[15]);
      case 5: return byte(0) + "." + byte(1) + "." + std::to_string(b[14] * 256 + b[15]);
      case 6: return "64:ff9b::" + plain;
      case 7: return "::" + plain;
      case 8: return plain + "/30";
      case 9: return plain + ":443";
      case 10: return "http://" + plain + "/";
      case 11: return "http://www.example.cn@" + plain + "/";
      case 12: return "http://www.example.cn:80\\@" + plain + "/";
      default: return plain;
    }
  }
  std::string name() {
    static constexpr const char* names[] = {"www.example.cn", "a.shop.example.cn", "shop.example.cn", "rebind.example.cn", "evil.example.com", "www.example.cn.evil.com", "127.1", "0x7f000001", "2130706433", "WWW.EXAMPLE.CN.", "localhost"};
    return names[pick(std::size(names))];
  }
  PlanRequest request() {
    PlanRequest out{.seed = pick(3), .most_steps = 100'000};
    for (std::uint64_t i = 1 + pick(3); i > 0; --i) out.targets.push_back(chance(3) ? name() : written(address_near(base(), static_cast<int>(pick(18)))));
    if (chance(8)) out.targets.clear();
    if (chance(2)) out.tcp_ports = {{static_cast<std::uint16_t>(78 + pick(4)), static_cast<std::uint16_t>(82 + pick(3))}};
    if (chance(3)) out.methods = {"http", "tls", "nuclei"};
    if (chance(6)) {
      for (int i = 0; i < 3; ++i) {
        out.replay.push_back({.engine = "http", .endpoint = {written(address_near(base(), static_cast<int>(pick(18)))), static_cast<std::uint16_t>(79 + pick(4)), chance(4) ? Transport::udp : Transport::tcp},
                              .host_name = chance(2) ? name() : ""});
      }
    }
    return out;
  }

  // Whether anything may go there, judged slowly.
  static bool may_go(const Authorisation& a, const Policy& policy, const Endpoint& endpoint, const std::string& method) {
    const auto address = model::parse_ip(endpoint.address);
    if (!address || to_string(*address) != endpoint.address || a.methods.count(method) == 0) return false;
    const Number at = number(*address);
    if (!within(a.ranges, at) || within(a.excluded, at)) return false;
    static const std::vector<model::IpRange> special = [] {
      std::vector<model::IpRange> out;
      for (const char* text : {"0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3", "::/95", "::ffff:0:0/96", "64:ff9b::/96", "2001::/32", "2002::/16", "fe80::/10", "ff00::/8"}) out.push_back(*model::parse_ip_range(text));
      return out;
    }();
    if ((within(special, at) || within(policy.management, at)) && !within(a.special, at)) return false;
    for (const auto* list : {&a.sensitive, &policy.sensitive}) {
      for (const SensitiveRanges& one : *list) {
        if (!within(one.ranges, at)) continue;
        bool approved = false;
        for (const Approval& approval : a.approvals) approved |= approval.kind == one.kind && within(approval.ranges, at);
        if (!approved) return false;
      }
    }
    for (const PortRange& range : endpoint.transport == Transport::tcp ? a.tcp_ports : a.udp_ports) {
      if (range.first <= endpoint.port && endpoint.port <= range.last) return true;
    }
    return false;
  }

  std::mt19937_64 random;
};

// Says what it likes: inside, outside, loopback, mapped, and another thing every time.
class RebindingResolver final : public Resolver {
 public:
  explicit RebindingResolver(Adversary& adversary) : adversary_(adversary) {}
  Result<std::vector<model::IpAddress>> resolve(const std::string&) override {
    if (adversary_.chance(10)) return make_error(Errc::unavailable, "no such name");
    std::vector<model::IpAddress> out;
    for (std::uint64_t i = adversary_.pick(4); i > 0; --i) out.push_back(adversary_.address_near(adversary_.base(), static_cast<int>(adversary_.pick(18))));
    for (const char* text : {"127.0.0.1", "::ffff:203.0.113.100", "::ffff:8.8.8.8", "64:ff9b::cb00:7164", "::1", "8.8.8.8"}) {
      if (adversary_.chance(5)) out.push_back(*model::parse_ip(text));
    }
    return out;
  }

 private:
  Adversary& adversary_;
};

inline const std::vector<Engine>& adversary_engines() {
  static const std::vector<Engine> engines = [] {
    std::vector<Engine> out;
    for (const char* id : {"connect", "http", "tls"}) out.push_back({.id = id, .zh = "", .en = "", .run = nullptr});
    return out;
  }();
  return engines;
}

struct AdversaryCounts {
  std::uint64_t plans = 0, refused = 0, steps = 0, endpoints = 0, outside = 0, redirects = 0, redirects_let_out = 0, missed = 0;
  std::string first_outside{};
};

// One round: a plan, every step of it judged; then redirects to anywhere are held against the scope.
inline void play(std::uint64_t seed, AdversaryCounts& counts) {
  Adversary adversary(seed);
  const Authorisation authorisation = adversary.authorisation();
  const Policy policy = adversary.policy();
  const PlanRequest request = adversary.request();
  RebindingResolver resolver(adversary);
  const Scope scope(authorisation, policy);
  ++counts.plans;
  const auto note = [&](const Endpoint& endpoint, std::string_view how) {
    ++counts.outside;
    if (counts.first_outside.empty()) counts.first_outside = "seed " + std::to_string(seed) + ": " + std::string(how) + " " + to_string(endpoint);
  };
  const auto plan = make_plan(authorisation, policy, request, resolver, adversary_engines(), {});
  if (!plan) ++counts.refused;
  for (std::uint64_t i = 0; plan && i < plan->size(); ++i) {
    const PlanStep step = plan->step(i);
    ++counts.steps;
    for (const Endpoint& endpoint : step.endpoints) {
      ++counts.endpoints;
      if (!Adversary::may_go(authorisation, policy, endpoint, step.method) || !scope.check(endpoint, step.method)) note(endpoint, "plan");
    }
    if (step.request.endpoint != step.endpoints.front()) note(step.request.endpoint, "request");
    if (!step.request.host_name.empty() && !scope.allows_name(step.request.host_name)) note(step.request.endpoint, "name " + step.request.host_name);
  }
  for (int i = 0; i < 4; ++i) {  // an absolute URL in an answer, followed by an engine: the gate decides
    const model::IpAddress to = adversary.address_near(adversary.base(), static_cast<int>(adversary.pick(18)));
    const Endpoint endpoint{adversary.chance(3) ? adversary.written(to) : to_string(to), static_cast<std::uint16_t>(78 + adversary.pick(6)), adversary.chance(5) ? Transport::udp : Transport::tcp};
    const bool let_out = scope.check(endpoint, "http").has_value(), may = Adversary::may_go(authorisation, policy, endpoint, "http");
    ++counts.redirects;
    counts.redirects_let_out += let_out ? 1 : 0;
    if (let_out && !may) note(endpoint, "gate");
    if (!let_out && may) ++counts.missed;  // too strict is no hole, but a fault all the same
  }
}

}  // namespace lp::probe::testing
