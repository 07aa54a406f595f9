// Identifier of the industrial internet's resolution system, Handle: prefix 86 or 88 with one to three numbers, a slash,
// any suffix.
#include "discover/chars.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  const std::size_t slash = s.find('/');
  if (!(s.starts_with("88.") || s.starts_with("86.")) || slash == std::string_view::npos || slash + 1 == s.size() || s.size() > 512) return {};
  int numbers = 1;
  std::size_t length = 0;
  for (const char c : s.substr(3, slash - 3)) {
    if (c == '.') {
      if (length == 0 || ++numbers > 3) return {};
      length = 0;
    } else if (!is_digit(c) || ++length > 9) {
      return {};
    }
  }
  if (length == 0 || s.substr(slash + 1).find_first_of(" \t\r\n") != std::string_view::npos) return {};
  return evidence(Evidence::format | Evidence::registry);
}

}  // namespace

Validator validator_handle_id() { return {"handle_id", check, marked(Mark::dots, "8")}; }

}  // namespace lp::discover
