// CNVD-2024-00001: year, five digits or more.
#include "discover/chars.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (s.size() < 15 || s.size() > 19 || !s.starts_with("CNVD-") || s[9] != '-' || !all_digits(s.substr(5, 4)) || !all_digits(s.substr(10))) return {};
  const int year = number_of(s.substr(5, 4));
  return evidence(year >= 2000 && year <= 2099 ? Evidence::format | Evidence::date : Evidence::none);
}

}  // namespace

Validator validator_cnvd() { return {"cnvd", check, marked(Mark::hyphen, "C")}; }

}  // namespace lp::discover
