// CVE-2024-0001: year from 1999, four digits or more.
#include "discover/chars.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (s.size() < 13 || s.size() > 19 || !s.starts_with("CVE-") || s[8] != '-' || !all_digits(s.substr(4, 4)) || !all_digits(s.substr(9))) return {};
  const int year = number_of(s.substr(4, 4));
  return evidence(year >= 1999 && year <= 2099 ? Evidence::format | Evidence::date : Evidence::none);
}

}  // namespace

Validator validator_cve() { return {"cve", check, marked(Mark::hyphen, "C")}; }

}  // namespace lp::discover
