// Object identifier of China's arc 1.2.156 (GB/T 17969), two numbers or more below it.
#include "discover/chars.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (!s.starts_with("1.2.156.")) return {};
  std::size_t length = 0;
  for (const char c : s.substr(8)) {
    if (c == '.') {
      if (length == 0) return {};
      length = 0;
    } else if (!is_digit(c) || ++length > 18) {
      return {};
    }
  }
  return evidence(length > 0 ? Evidence::format | Evidence::registry : Evidence::none);
}

}  // namespace

Validator validator_oid() { return {"oid", check, marked(Mark::dots, "1")}; }

}  // namespace lp::discover
