// IPv6 address, RFC 4291: eight groups of up to four hexadecimal digits, one :: for zeros, IPv4 at the end allowed.
// A lone :: and addresses of one group are too much like source code.
#include <algorithm>

#include "discover/chars.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

bool is_ipv4(std::string_view s) {
  int parts = 0;
  for (std::size_t at = 0; at <= s.size(); ++parts) {
    const std::size_t end = std::min(s.find('.', at), s.size());
    const std::string_view part = s.substr(at, end - at);
    if (part.size() > 3 || !all_digits(part) || number_of(part) > 255) return false;
    at = end + 1;
  }
  return parts == 4;
}

Evidence check(std::string_view s) {
  int groups = 0;
  int written = 0;
  bool gap = false;
  std::size_t i = 0;
  if (s.size() < 4 || s.size() > 45) return {};
  if (s.starts_with("::")) {
    gap = true;
    i = 2;
  }
  while (i < s.size()) {
    std::size_t end = i;
    while (end < s.size() && is_hex(s[end])) ++end;
    if (end < s.size() && s[end] == '.') {
      if (!is_ipv4(s.substr(i))) return {};
      groups += 2;
      ++written;
      break;
    }
    if (end == i || end - i > 4) return {};
    ++groups;
    ++written;
    if (end == s.size()) break;
    if (s[end] != ':') return {};
    i = end + 1;
    if (i == s.size()) return {};
    if (s[i] == ':') {
      if (gap) return {};
      gap = true;
      ++i;
    }
  }
  if (written < 2 || (gap ? groups > 7 : groups != 8)) return {};
  return evidence(written >= 3 ? Evidence::format : Evidence::format | Evidence::weak);
}

}  // namespace

Validator validator_ipv6() { return {"ipv6", check, {Mark::colons}}; }

}  // namespace lp::discover
