// E-mail address, the part of RFC 5321 that is used: local part up to 64, a host name with a top level of letters.
// Names of files and images (logo@2x.png) are not addresses.
#include <cstdint>

#include "discover/chars.h"
#include "discover/proven_checks.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

bool host_name(std::string_view host) {
  std::size_t label = 0;
  for (std::size_t i = 0; i < host.size(); ++i) {
    const char c = host[i];
    if (c == '.') {
      if (label == 0 || host[i - 1] == '-') return false;
      label = 0;
    } else if (is_alnum(c) || (c == '-' && label > 0)) {
      if (++label > 63) return false;
    } else {
      return false;
    }
  }
  return label > 0;
}

Evidence check(std::string_view s) {
  const std::size_t at = s.find('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || s.size() > 254) return {};
  const std::string_view local = s.substr(0, at);
  const std::string_view host = s.substr(at + 1);
  if (local.front() == '.' || local.back() == '.' || local.find("..") != std::string_view::npos) return {};
  if (!all_of(local, [](char c) { return is_alnum(c) || std::string_view("._%+-'!#$&*/=?^`{|}~").find(c) != std::string_view::npos; })) return {};
  const std::size_t dot = host.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || !host_name(host)) return {};
  const std::string_view top = host.substr(dot + 1);
  const bool punycode = top.starts_with("xn--") && top.size() > 4;
  if (!punycode && (top.size() < 2 || top.size() > 18 || !all_of(top, is_alpha))) return {};
  return evidence(proven::is_file_name(top) ? Evidence::none : Evidence::format);
}

}  // namespace

bool proven::is_file_name(std::string_view top) {
  if (top.size() < 2 || top.size() > 4) return false;
  std::uint32_t word = 0;
  for (const char c : top) word = word << 8 | static_cast<unsigned char>(c);
  switch (word) {
    case 'j' << 8 | 's':
    case 't' << 8 | 's':
    case 'p' << 16 | 'n' << 8 | 'g':
    case 'j' << 16 | 'p' << 8 | 'g':
    case 'g' << 16 | 'i' << 8 | 'f':
    case 's' << 16 | 'v' << 8 | 'g':
    case 'c' << 16 | 's' << 8 | 's':
    case 'v' << 16 | 'u' << 8 | 'e':
    case 'j' << 24 | 'p' << 16 | 'e' << 8 | 'g':
    case 'w' << 24 | 'e' << 16 | 'b' << 8 | 'p':
    case 'j' << 24 | 's' << 16 | 'o' << 8 | 'n':
    case 'h' << 24 | 't' << 16 | 'm' << 8 | 'l':
      return true;
    default:
      return false;
  }
}

Validator validator_email() { return {"email", check, {Mark::at}}; }

}  // namespace lp::discover
