// Unified social credit code, GB 32100-2015. Characters 9 to 17 are an organisation code of GB 11714; a code of
// digits alone must pass that check too, because random numbers pass the first one in 31.
#include <array>
#include <cstdint>

#include "discover/chars.h"
#include "discover/proven_checks.h"
#include "discover/regions.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr std::uint32_t weights[17] = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};

// What a character adds at a place: times its weight to the first check, times that of GB 11714 to the second
// (characters 9 to 16, letters as 10 to 35) above bit 16. `outside` when it is not in the alphabet.
constexpr std::uint32_t outside = 1U << 31;
constexpr auto parts = [] {
  constexpr std::uint32_t org_weights[8] = {3, 7, 9, 10, 5, 8, 4, 2};
  std::array<std::array<std::uint32_t, 128>, 17> all{};
  for (std::size_t at = 0; at < 17; ++at) {
    for (std::uint32_t& v : all[at]) v = outside;
    for (std::size_t i = 0; i < alphabet.size(); ++i) {
      const char c = alphabet[i];
      const auto base36 = static_cast<std::uint32_t>(is_digit(c) ? c - '0' : c - 'A' + 10);
      const std::uint32_t org = at >= 8 && at < 16 ? base36 * org_weights[at - 8] : 0;
      all[at][static_cast<std::size_t>(c)] = static_cast<std::uint32_t>(i) * weights[at] | org << 16;
    }
  }
  return all;
}();

// Registering authority and category: 1 establishment, 2 foreign affairs, 3 justice, 4 culture, 5 civil affairs, 6 tourism,
// 7 religion, 8 unions, 9 market regulation, A military, N agriculture, Y others.
bool known_authority(char authority, char category) {
  const std::string_view categories = authority == '9' ? "123" : authority == 'Y' ? "1" : authority == '3' ? "123459" : authority == '1' ? "12349" : "1239";
  return std::string_view("123456789ANY").find(authority) != std::string_view::npos && categories.find(category) != std::string_view::npos;
}
// Most codes by far; numbers of 18 digits alone are believed only with these.
bool usual_authority(char authority) { return authority == '1' || authority == '5' || authority == '9'; }

Evidence check(std::string_view s) { return s.size() == 18 && all_digits(s.substr(2, 6)) ? proven::uscc(s.data()) : Evidence{}; }

}  // namespace

Evidence proven::uscc(const char* s) {
  if (!known_authority(s[0], s[1]) || !is_province(two_digits(s + 2))) return {};
  std::uint32_t sum = 0, all = 0, org = 0;
  for (std::size_t i = 0; i < 17; ++i) {
    const std::uint32_t part = parts[i][static_cast<unsigned char>(s[i]) & 0x7F];
    all |= part | static_cast<std::uint32_t>(static_cast<unsigned char>(s[i])) << 24;   // the eighth bit is outside too
    sum += part & 0xFFFF;
    org += part >> 16 & 0x7FFF;
  }
  if ((all & outside) != 0 || s[17] != alphabet[(31 - sum % 31) % 31]) return {};
  const std::uint32_t check = 11 - org % 11;
  const bool organisation = s[16] == (check == 10 ? 'X' : check == 11 ? '0' : static_cast<char>('0' + check));
  // A number of digits alone passes the first check once in 31 times.
  if (all_digits({s, 18}) && (!organisation || !usual_authority(s[0]))) return {};
  return evidence(Evidence::format | Evidence::check | Evidence::region | (organisation ? Evidence::registry : Evidence::none));
}

Validator validator_uscc() { return {"uscc", check, words(18, 18, Letters::any, "123456789ANY", digits_in(2, 8))}; }

}  // namespace lp::discover
