// IMSI of mainland networks: 460, network 00-09, 11, 12, 13, 15, 20, ten digits (ITU-T E.212).
#include "discover/chars.h"
#include "discover/proven_checks.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) { return s.size() == 15 && all_digits(s) ? proven::imsi(s.data()) : Evidence{}; }

}  // namespace

Validator validator_imsi() { return {"imsi", check, words(15, 15, Letters::none, "4")}; }

}  // namespace lp::discover
