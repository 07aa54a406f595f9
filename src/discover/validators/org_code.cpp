// Organisation code, GB 11714: eight characters, a check character, usually a hyphen between them. Without the
// hyphen one random word in eleven passes.
#include "discover/chars.h"
#include "discover/checksum.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (s.size() == 10 && s[8] == '-') {
    char nine[9];
    s.copy(nine, 8);
    nine[8] = s[9];
    if (!org_code_check({nine, 9})) return {};
    const bool word = s.substr(0, 8).find_first_of("0123456789") == std::string_view::npos;
    return evidence(Evidence::format | Evidence::check | (word ? Evidence::weak : Evidence::none));
  }
  if (!org_code_check(s)) return {};
  return evidence(Evidence::format | Evidence::check | Evidence::weak);
}

}  // namespace

Validator validator_org_code() { return {"org_code", check, marked(Mark::hyphen, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}; }

}  // namespace lp::discover
