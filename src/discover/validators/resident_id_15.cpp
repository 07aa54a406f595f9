// The 15-digit resident number of before 1999: region, yymmdd, sequence; no check digit, so ordinary numbers pass often.
#include "discover/birth_date.h"
#include "discover/chars.h"
#include "discover/regions.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (s.size() != 15 || !all_digits(s) || !is_province_code(s) || !is_short_birth_date(s.substr(6, 6))) return {};
  return evidence(Evidence::format | Evidence::date | Evidence::region | Evidence::weak);
}

}  // namespace

Validator validator_resident_id_15() { return {"resident_id_15", check, named_words(15, 15, Letters::none, "12345678")}; }

}  // namespace lp::discover
