// IMSI of mainland networks: 460, network 00-09, 11, 12, 13, 15, 20, ten digits (ITU-T E.212).
#include "discover/chars.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (s.size() != 15 || !s.starts_with("460") || !all_digits(s)) return {};
  const int network = number_of(s.substr(3, 2));
  const bool known = network <= 9 || network == 11 || network == 12 || network == 13 || network == 15 || network == 20;
  return evidence(known ? Evidence::format | Evidence::registry : Evidence::none);
}

}  // namespace

Validator validator_imsi() { return {"imsi", check, words(15, 15, Letters::none, "4")}; }

}  // namespace lp::discover
