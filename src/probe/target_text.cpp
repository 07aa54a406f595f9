#include "probe/target_text.h"

#include "base/text.h"
#include "model/domain_name.h"
#include "model/value_error.h"
#include "probe/authorisation.h"
#include "probe/member_reader.h"

namespace lp::probe {
namespace {

Error odd(std::string_view text) {
  const std::string shown = truncate(text, 60);
  return model::value_error("odd_target", "目标“" + shown + "”书写不正确，可写地址、地址段、域名、主机:端口或网址", "\"" + shown + "\" is no target; write an address, a range, a name, host:port or a URL");
}

struct HostAndPort {
  std::string_view host;
  std::uint16_t port = 0;
};

Result<std::uint16_t> port_of(std::string_view digits, std::string_view whole) {
  const auto range = parse_port_range(digits);
  if (!range || range->first != range->last || digits.find('-') != std::string_view::npos) return odd(whole);
  return range->first;
}

Result<HostAndPort> split_port(std::string_view text) {
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos || text.find(':') > end) return odd(text);
    const std::string_view rest = text.substr(end + 1), host = text.substr(1, end - 1);
    if (rest.empty()) return HostAndPort{host, 0};
    if (!rest.starts_with(':')) return odd(text);
    LP_TRY(const std::uint16_t port, port_of(rest.substr(1), text));
    return HostAndPort{host, port};
  }
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || text.find(':', colon + 1) != std::string_view::npos) return HostAndPort{text, 0};
  LP_TRY(const std::uint16_t port, port_of(text.substr(colon + 1), text));
  return HostAndPort{text.substr(0, colon), port};
}

// Only host and port of a URL count: "@", "\" and white space are how one URL is read as two.
Result<HostAndPort> split_url(std::string_view text, std::size_t scheme_end) {
  const std::string scheme = to_lower_ascii(text.substr(0, scheme_end));
  if (scheme != "http" && scheme != "https") return odd(text);
  if (text.find_first_of("@\\ \t\r\n") != std::string_view::npos) return odd(text);
  std::string_view authority = text.substr(scheme_end + 3);
  authority = authority.substr(0, authority.find_first_of("/?#"));
  LP_TRY(HostAndPort out, split_port(authority));
  if (out.port == 0) out.port = scheme == "http" ? 80 : 443;
  return out;
}

// "127.1", "0x7f000001", "2130706433": resolvers take them for addresses.
bool may_be_a_number(std::string_view name) {
  const std::string_view last = name.substr(name.rfind('.') + 1);
  return !last.empty() && last.find_first_not_of("0123456789") == std::string_view::npos ? true : last.starts_with("0x");
}

}  // namespace

Result<TargetText> parse_target(std::string_view text) {
  const std::string_view clean = trim(text);
  if (clean.empty() || clean.size() > 2'000 || clean.find('\0') != std::string_view::npos) return odd(text);
  const std::size_t scheme = clean.find("://");
  LP_TRY(const HostAndPort parts, scheme == std::string_view::npos ? split_port(clean) : split_url(clean, scheme));
  TargetText out{.port = parts.port};
  auto address = parse_target_address(parts.host);
  if (address) {
    out.range = model::IpRange{*address, *address};
    return out;
  }
  const bool numbers = parts.host.find_first_not_of("0123456789abcdefABCDEF.:/-~ ") == std::string_view::npos;
  if (numbers && parts.host.find_first_of("/-~") != std::string_view::npos && parts.port == 0) {
    LP_TRY(out.range, parse_strict_range(parts.host));
    return out;
  }
  if (parts.host.find(':') != std::string_view::npos || may_be_a_number(to_lower_ascii(parts.host))) return std::move(address).error();
  auto name = model::parse_domain(parts.host);
  if (!name || name->starts_with("*.")) return odd(text);
  out.name = *std::move(name);
  if (may_be_a_number(out.name)) return std::move(address).error();  // after the form people typed became the canonical one
  return out;
}

}  // namespace lp::probe
