// Resident identity number, GB 11643-1999: region, birth date, sequence, ISO 7064 MOD 11-2.
#include "discover/chars.h"
#include "discover/proven_checks.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) { return s.size() == 18 && all_digits(s.substr(0, 17)) ? proven::resident_id_18(s.data()) : Evidence{}; }

}  // namespace

Validator validator_resident_id_18() { return {"resident_id_18", check, words(18, 18, Letters::any, "12345678", digits_in(0, 17))}; }

}  // namespace lp::discover
