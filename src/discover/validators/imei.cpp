// IMEI, 3GPP TS 23.003: type allocation code, serial, Luhn. Reporting bodies give codes beginning 01, 35, 86, 99 and a few
// others; any other prefix is a weak sign.
#include "discover/chars.h"
#include "discover/checksum.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (s.size() != 15 || !luhn(s) || s.find_first_not_of('0') == std::string_view::npos) return {};
  const int body = number_of(s.substr(0, 2));
  const bool known = body == 1 || body == 35 || body == 86 || body == 99;
  return evidence(Evidence::format | Evidence::check | (known ? Evidence::registry : Evidence::weak));
}

}  // namespace

Validator validator_imei() { return {"imei", check, words(15, 15, Letters::none)}; }

}  // namespace lp::discover
