// IPv4 address: four numbers up to 255 without leading zeros. Version numbers (120.0.0.0) look the same: an address
// whose last three numbers are zero, or that begins with 0, is not one of a host.
#include "discover/chars.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  int parts = 0;
  int value = 0;
  std::size_t length = 0;
  int numbers[4] = {0, 0, 0, 0};
  for (std::size_t i = 0; i <= s.size(); ++i) {
    if (i < s.size() && is_digit(s[i])) {
      if (length > 0 && value == 0) return {};
      value = value * 10 + digit_of(s[i]);
      if (++length > 3) return {};
      continue;
    }
    if ((i < s.size() && s[i] != '.') || length == 0 || value > 255 || parts == 4) return {};
    numbers[parts++] = value;
    value = 0;
    length = 0;
  }
  if (parts != 4 || numbers[0] == 0) return {};
  if (numbers[1] == 0 && numbers[2] == 0 && numbers[3] == 0) return {};
  const bool version_like = numbers[0] < 10 && numbers[1] < 10 && numbers[2] < 10 && numbers[3] < 10;
  return evidence(version_like || numbers[0] >= 224 ? Evidence::format | Evidence::weak : Evidence::format);
}

}  // namespace

Validator validator_ipv4() { return {"ipv4", check, marked(Mark::dots, "123456789")}; }

}  // namespace lp::discover
