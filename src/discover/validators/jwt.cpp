// JSON web token: header and payload are base64url of a JSON object (eyJ), a signature follows.
#include "discover/chars.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  const std::size_t first = s.find('.');
  const std::size_t second = first == std::string_view::npos ? first : s.find('.', first + 1);
  if (!s.starts_with("eyJ") || second == std::string_view::npos || first < 10 || !s.substr(first + 1).starts_with("eyJ")) return {};
  if (second - first < 10 || s.size() - second < 10) return {};
  for (const char c : s) {
    if (!is_alnum(c) && c != '-' && c != '_' && c != '.') return {};
  }
  return evidence(Evidence::format);
}

}  // namespace

Validator validator_jwt() { return {"jwt", check}; }

}  // namespace lp::discover
