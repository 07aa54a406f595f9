// Identifier issued under the VAA agency code of the industrial internet (ISO/IEC 15459): VAA, then eight characters or more.
#include "discover/chars.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (!s.starts_with("VAA") || s.size() < 11 || s.size() > 64) return {};
  bool digit = false;
  for (const char c : s.substr(3)) {
    if (!is_digit(c) && !is_upper(c) && c != '.' && c != '-' && c != '/') return {};
    digit = digit || is_digit(c);
  }
  return evidence(digit ? Evidence::format | Evidence::weak : Evidence::none);
}

}  // namespace

Validator validator_vaa() { return {"vaa", check, words(11, 64, Letters::any, "V")}; }

}  // namespace lp::discover
