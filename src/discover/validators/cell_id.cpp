// Cell of a mobile network: 460, network, area code, cell id, decimal or hexadecimal, by hyphens (ECGI / CGI).
#include "discover/chars.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (!s.starts_with("460-") || s.size() < 8) return {};
  std::size_t lengths[3] = {0, 0, 0};
  std::size_t part = 0;
  for (const char c : s.substr(4)) {
    if (c == '-') {
      if (++part > 2) return {};
    } else if (part == 0 ? is_digit(c) : is_hex(c)) {
      ++lengths[part];
    } else {
      return {};
    }
  }
  const bool fits = part == 2 && lengths[0] == 2 && lengths[1] >= 1 && lengths[1] <= 5 && lengths[2] >= 1 && lengths[2] <= 9;
  return evidence(fits ? Evidence::format | Evidence::registry : Evidence::none);
}

}  // namespace

Validator validator_cell_id() { return {"cell_id", check, marked(Mark::hyphen, "4")}; }

}  // namespace lp::discover
