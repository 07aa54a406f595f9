// IMEI, 3GPP TS 23.003: type allocation code, serial, Luhn. Reporting bodies give codes beginning 01, 35, 86, 99 and a few
// others; any other prefix is a weak sign.
#include "discover/chars.h"
#include "discover/proven_checks.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) { return s.size() == 15 && all_digits(s) ? proven::imei(s.data()) : Evidence{}; }

}  // namespace

Validator validator_imei() { return {"imei", check, words(15, 15, Letters::none)}; }

}  // namespace lp::discover
