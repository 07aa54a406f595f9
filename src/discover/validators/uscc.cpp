// Unified social credit code, GB 32100-2015. Characters 9 to 17 are an organisation code of GB 11714; a code of
// digits alone must pass that check too, because random numbers pass the first one in 31.
#include "discover/chars.h"
#include "discover/checksum.h"
#include "discover/regions.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr int weights[17] = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};

struct Values {
  signed char of[128];
  constexpr Values() : of{} {
    for (signed char& v : of) v = -1;
    for (std::size_t i = 0; i < alphabet.size(); ++i) of[static_cast<unsigned char>(alphabet[i])] = static_cast<signed char>(i);
  }
  constexpr int operator[](std::size_t c) const { return of[c & 0x7F]; }
};
constexpr Values value_of;

// Registering authority and category: 1 establishment, 2 foreign affairs, 3 justice, 4 culture, 5 civil affairs, 6 tourism,
// 7 religion, 8 unions, 9 market regulation, A military, N agriculture, Y others.
bool known_authority(char authority, char category) {
  const std::string_view categories = authority == '9' ? "123" : authority == 'Y' ? "1" : authority == '3' ? "123459" : authority == '1' ? "12349" : "1239";
  return std::string_view("123456789ANY").find(authority) != std::string_view::npos && categories.find(category) != std::string_view::npos;
}
// Most codes by far; numbers of 18 digits alone are believed only with these.
bool usual_authority(char authority) { return authority == '1' || authority == '5' || authority == '9'; }

Evidence check(std::string_view s) {
  if (s.size() != 18 || !known_authority(s[0], s[1]) || !all_digits(s.substr(2, 6)) || !is_province_code(s.substr(2))) return {};
  int sum = 0;
  for (std::size_t i = 0; i < 18; ++i) {
    const int value = value_of[static_cast<unsigned char>(s[i]) & 0x7F];
    if (value < 0 || is_high(s[i])) return {};
    if (i < 17) sum += value * weights[i];
  }
  const bool org = org_code_check(s.substr(8, 9));
  if ((31 - sum % 31) % 31 != value_of[static_cast<unsigned char>(s[17])] || (all_digits(s) && (!org || !usual_authority(s[0])))) return {};
  return evidence(Evidence::format | Evidence::check | Evidence::region | (org ? Evidence::registry : Evidence::none));
}

}  // namespace

Validator validator_uscc() { return {"uscc", check, words(18, 18, Letters::any, "123456789ANY", digits_in(2, 8))}; }

}  // namespace lp::discover
