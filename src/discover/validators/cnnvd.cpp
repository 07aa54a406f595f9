// CNNVD-202401-0001: year and month, three digits or more.
#include "discover/chars.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

Evidence check(std::string_view s) {
  if (s.size() < 16 || s.size() > 20 || !s.starts_with("CNNVD-") || s[12] != '-' || !all_digits(s.substr(6, 6)) || !all_digits(s.substr(13))) return {};
  const int month = number_of(s.substr(10, 2));
  return evidence(s.substr(6, 2) == "20" && month >= 1 && month <= 12 ? Evidence::format | Evidence::date : Evidence::none);
}

}  // namespace

Validator validator_cnnvd() { return {"cnnvd", check, marked(Mark::hyphen, "C")}; }

}  // namespace lp::discover
