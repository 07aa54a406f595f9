// Vehicle identification number, GB 16735 / ISO 3779. The check digit is compulsory in China (L) and North America
// (1 to 5); elsewhere it may be any character, which makes the value a weak sign.
#include <array>
#include <cstdint>

#include "discover/chars.h"
#include "discover/proven_checks.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

// Low byte: the value; 1 << 16: a letter; 1 << 31: not in the alphabet (I, O and Q are left out).
constexpr std::uint32_t letter = 1U << 16, outside = 1U << 31;
constexpr auto table = [] {
  std::array<std::uint32_t, 256> all{};
  for (std::uint32_t& v : all) v = outside;
  for (std::uint32_t d = 0; d < 10; ++d) all['0' + d] = d;
  constexpr std::string_view rows[] = {"ABCDEFGH", "JKLMN", "P", "R", "STUVWXYZ"};
  constexpr std::uint32_t first[] = {1, 1, 7, 9, 2};
  for (std::size_t r = 0; r < 5; ++r) {
    for (std::size_t i = 0; i < rows[r].size(); ++i) all[static_cast<unsigned char>(rows[r][i])] = letter | (first[r] + static_cast<std::uint32_t>(i));
  }
  return all;
}();

Evidence check(std::string_view s) { return s.size() == 17 && all_digits(s.substr(13)) ? proven::vin(s.data()) : Evidence{}; }

}  // namespace

Evidence proven::vin(const char* s) {
  constexpr std::uint32_t weights[17] = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
  std::uint32_t sum = 0, all = 0;
  for (std::size_t i = 0; i < 17; ++i) {
    const std::uint32_t value = table[static_cast<unsigned char>(s[i])];
    all |= value;
    sum += (value & 0xFF) * weights[i];
  }
  if ((all & outside) != 0 || (all & letter) == 0) return {};
  const std::uint32_t rest = sum % 11;
  if (s[8] == (rest == 10 ? 'X' : static_cast<char>('0' + rest))) return evidence(Evidence::format | Evidence::check);
  const bool compulsory = s[0] == 'L' || (s[0] >= '1' && s[0] <= '5');
  return evidence(compulsory || all_digits({s, 3}) ? Evidence::none : Evidence::format | Evidence::weak);
}

Validator validator_vin() { return {"vin", check, words(17, 17, Letters::some, {}, digits_in(13, 17))}; }

}  // namespace lp::discover
