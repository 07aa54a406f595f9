// Resident identity number, GB 11643-1999: region, birth date, sequence, ISO 7064 MOD 11-2.
#include "discover/birth_date.h"
#include "discover/chars.h"
#include "discover/checksum.h"
#include "discover/regions.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (s.size() != 18 || !is_birth_date(s.substr(6, 8)) || !is_province_code(s) || !mod_11_2(s)) return {};
  return evidence(Evidence::format | Evidence::check | Evidence::date | Evidence::region);
}

}  // namespace

Validator validator_resident_id_18() { return {"resident_id_18", check, words(18, 18, Letters::any, "12345678", digits_in(0, 17))}; }

}  // namespace lp::discover
