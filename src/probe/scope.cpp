#include <algorithm>

#include "base/text.h"
#include "io/error.h"
#include "model/domain_name.h"
#include "model/value_error.h"
#include "probe/authorisation.h"
#include "probe/special_addresses.h"

namespace lp::probe {
namespace {

struct Named {
  const char* range;
  const char* zh;
  const char* en;
};
constexpr Named fixed[] = {
    {"0.0.0.0/8", "本网络地址", "an address of \"this network\""},
    {"127.0.0.0/8", "环回地址", "a loopback address"},
    {"169.254.0.0/16", "链路本地地址", "a link-local address"},
    {"224.0.0.0/4", "组播地址", "a multicast address"},
    {"240.0.0.0/4", "保留或广播地址", "a reserved or broadcast address"},
    {"198.18.255.0/30", "本程序检测隔离网络的地址", "an address of the guard's own link"},
    {"::/96", "环回、未指定或内嵌IPv4的地址", "loopback, unspecified or IPv4 inside of IPv6"},
    {"::ffff:0:0/96", "IPv4映射地址", "IPv4 mapped into IPv6"},
    {"64:ff9b::/96", "内嵌IPv4的NAT64地址", "IPv4 inside of IPv6 (NAT64)"},
    {"64:ff9b:1::/48", "内嵌IPv4的NAT64地址", "IPv4 inside of IPv6 (NAT64)"},
    {"2001::/32", "Teredo隧道地址", "IPv4 inside of IPv6 (Teredo)"},
    {"2002::/16", "6to4隧道地址", "IPv4 inside of IPv6 (6to4)"},
    {"fe80::/10", "链路本地地址", "a link-local address"},
    {"fd6c:7070::/64", "本程序检测隔离网络的地址", "an address of the guard's own link"},
    {"ff00::/8", "组播地址", "a multicast address"},
};

Status deny(std::string code, std::string zh, std::string en) {
  Error error = io::fail(Errc::denied, en, zh, "only what the authorisation names may be asked");
  error.fields.push_back({"", std::move(code), std::move(zh), std::move(en)});
  return error;
}

std::vector<PortRange> merged(std::vector<PortRange> ports) {
  std::sort(ports.begin(), ports.end(), [](const PortRange& a, const PortRange& b) { return a.first < b.first; });
  std::vector<PortRange> out;
  for (const PortRange& range : ports) {
    if (!out.empty() && range.first <= static_cast<int>(out.back().last) + 1) {
      out.back().last = std::max(out.back().last, range.last);
    } else {
      out.push_back(range);
    }
  }
  return out;
}

RangeSet allowed(const Authorisation& authorisation, const Policy& policy) {
  RangeSet out = RangeSet(authorisation.ranges).minus(RangeSet(authorisation.excluded));
  std::vector<model::IpRange> special;
  for (const SpecialRange& one : special_ranges(policy)) special.push_back(one.range);
  out = out.minus(RangeSet(std::move(special)).minus(RangeSet(authorisation.special)));
  for (const auto* list : {&authorisation.sensitive, &policy.sensitive}) {
    for (const SensitiveRanges& one : *list) out = out.minus(RangeSet(one.ranges).minus(approved(authorisation, one.kind)));
  }
  return out;
}

}  // namespace

std::vector<SpecialRange> special_ranges(const Policy& policy) {
  static const std::vector<SpecialRange> made = [] {
    std::vector<SpecialRange> out;
    for (const Named& one : fixed) out.push_back({*model::parse_ip_range(one.range), {one.zh, one.en}});
    return out;
  }();
  std::vector<SpecialRange> out = made;
  for (const model::IpRange& range : policy.management) out.push_back({range, {"本单位管理地址", "one of our own management addresses"}});
  return out;
}

Result<model::IpAddress> parse_target_address(std::string_view text) {
  const auto odd = [&](std::string_view zh, std::string_view en) {
    const std::string shown = truncate(text, 60);
    return model::value_error("odd_address", "地址“" + shown + "”" + std::string(zh), "\"" + shown + "\" " + std::string(en));
  };
  auto address = model::parse_ip(text);
  if (!address) return odd("不是规范书写的IP地址（不接受八进制、十六进制、整数、省略形式和区域标识）", "is not an IP address in its plain form (no octal, hexadecimal, integer, short form or zone)");
  if (!address->v6) return *address;
  static const model::IpRange mapped = *model::parse_ip_range("::ffff:0:0/96");
  if (model::contains(mapped, *address)) {
    model::IpAddress v4;
    std::copy(address->bytes.begin() + 12, address->bytes.end(), v4.bytes.begin() + 12);
    return v4;
  }
  static const std::vector<model::IpRange> carriers = [] {
    std::vector<model::IpRange> out;
    for (const char* one : {"64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16"}) out.push_back(*model::parse_ip_range(one));
    out.push_back(*model::parse_ip_range("::2-::ffff:ffff"));
    return out;
  }();
  if (std::any_of(carriers.begin(), carriers.end(), [&](const model::IpRange& r) { return model::contains(r, *address); }))
    return odd("内嵌IPv4地址，请直接写出IPv4地址", "carries an IPv4 address; write that one");
  return *address;
}

Scope::Scope(const Authorisation& authorisation, const Policy& policy)
    : ranges_(allowed(authorisation, policy).ranges()), tcp_(merged(authorisation.tcp_ports)), udp_(merged(authorisation.udp_ports)),
      methods_(authorisation.methods), domains_(authorisation.domains) {}

bool Scope::allows(const model::IpAddress& address) const {
  const auto after = std::upper_bound(ranges_.begin(), ranges_.end(), address, [](const model::IpAddress& a, const model::IpRange& r) { return a < r.first; });
  return after != ranges_.begin() && model::contains(*std::prev(after), address);
}

bool Scope::allows(Transport transport, std::uint16_t port) const {
  const auto& list = ports(transport);
  return std::any_of(list.begin(), list.end(), [&](const PortRange& r) { return r.first <= port && port <= r.last; });
}

bool Scope::allows_name(std::string_view canonical_name) const {
  return std::any_of(domains_.begin(), domains_.end(), [&](const std::string& domain) {
    if (!domain.starts_with("*.")) return canonical_name == domain;
    const std::string_view parent = std::string_view(domain).substr(2);
    return canonical_name != parent && model::is_within_domain(canonical_name, parent);
  });
}

Status Scope::check(const Endpoint& endpoint, std::string_view method) const {
  const auto address = parse_target_address(endpoint.address);
  if (!address || to_string(*address) != endpoint.address)
    return deny("odd_address", "地址“" + truncate(endpoint.address, 60) + "”书写不规范", "\"" + truncate(endpoint.address, 60) + "\" is not an address in its canonical form");
  const std::string shown = to_string(endpoint);
  if (!allows(*address)) return deny("outside_scope", shown + "不在授权地址范围内", shown + " is outside of the authorised addresses");
  if (!allows(endpoint.transport, endpoint.port)) return deny("port_not_authorised", shown + "的端口未获授权", "the port of " + shown + " is not authorised");
  if (!allows_method(method)) return deny("method_not_authorised", "方法" + truncate(method, 32) + "未获授权", "the method " + truncate(method, 32) + " is not authorised");
  return ok_status();
}

}  // namespace lp::probe
