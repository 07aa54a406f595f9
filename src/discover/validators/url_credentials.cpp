// user:password@ inside a URL; the password is no placeholder.
#include "discover/chars.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  const std::size_t start = s.find("://");
  if (start == std::string_view::npos || start < 2) return {};
  const std::string_view rest = s.substr(start + 3);
  const std::size_t at = rest.rfind('@');
  const std::size_t colon = rest.find(':');
  if (at == std::string_view::npos || colon == std::string_view::npos || colon + 1 >= at || at + 1 >= rest.size()) return {};
  const std::string_view password = rest.substr(colon + 1, at - colon - 1);
  for (const std::string_view sample : {"password", "pass", "pwd", "secret", "xxx", "***", "token", "user", "changeme"}) {
    if (password == sample) return {};
  }
  if (password.find_first_of("<>{}$ /\"'") != std::string_view::npos) return {};
  return evidence(Evidence::format);
}

}  // namespace

Validator validator_url_credentials() { return {"url_credentials", check}; }

}  // namespace lp::discover
