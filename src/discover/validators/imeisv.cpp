// IMEI with software version: 16 digits, no check digit (3GPP TS 23.003): only with context.
#include "discover/chars.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (s.size() != 16 || !all_digits(s)) return {};
  const int body = number_of(s.substr(0, 2));
  return evidence(body == 1 || body == 35 || body == 86 || body == 99 ? Evidence::format | Evidence::weak : Evidence::none);
}

}  // namespace

Validator validator_imeisv() { return {"imeisv", check, named_words(16, 16, Letters::none, "0389")}; }

}  // namespace lp::discover
