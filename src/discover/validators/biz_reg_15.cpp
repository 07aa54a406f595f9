// Registration number of enterprises before 2015: six digits of the authority, eight in sequence, ISO 7064 MOD 11,10.
// It shares its shape with IMEI and IMSI and one random number in ten passes: only with context.
#include "discover/chars.h"
#include "discover/checksum.h"
#include "discover/regions.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (s.size() != 15 || !is_province_code(s) || !mod_11_10(s)) return {};
  return evidence(Evidence::format | Evidence::check | Evidence::region | Evidence::weak);
}

}  // namespace

Validator validator_biz_reg_15() { return {"biz_reg_15", check, named_words(15, 15, Letters::none, "12345678")}; }

}  // namespace lp::discover
