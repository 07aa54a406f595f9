// IPv4 address: four numbers up to 255 without leading zeros. Version numbers (120.0.0.0) look the same: an address
// whose last three numbers are zero, or that begins with 0, is not one of a host.
#include "discover/chars.h"
#include "discover/proven_checks.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  const bool shape = all_of(s, [](char c) { return is_digit(c) || c == '.'; });
  return shape ? proven::ipv4(s.data(), s.data() + s.size()) : Evidence{};
}

}  // namespace

Validator validator_ipv4() { return {"ipv4", check, marked(Mark::dots, "123456789")}; }

}  // namespace lp::discover
