// MAC address: six pairs of hexadecimal digits, one kind of separator; not broadcast, not all zero.
#include "discover/chars.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (s.size() != 17 || (s[2] != ':' && s[2] != '-')) return {};
  bool same = true;
  for (std::size_t i = 0; i < 17; ++i) {
    if (i % 3 == 2 ? s[i] != s[2] : !is_hex(s[i])) return {};
    same = same && (i % 3 == 2 || to_lower(s[i]) == to_lower(s[0]));
  }
  if (same && (s[0] == '0' || to_lower(s[0]) == 'f')) return {};
  return evidence(Evidence::format);
}

}  // namespace

Validator validator_mac() { return {"mac", check}; }

}  // namespace lp::discover
