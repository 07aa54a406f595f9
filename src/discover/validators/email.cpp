// E-mail address, the part of RFC 5321 that is used: local part up to 64, a host name with a top level of letters.
// Names of files and images (logo@2x.png) are not addresses.
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
  return evidence(top.size() <= 4 && proven::is_file_name(proven::top_level(top)) ? Evidence::none : Evidence::format);
}

}  // namespace

Validator validator_email() { return {"email", check, {Mark::at}}; }

}  // namespace lp::discover
