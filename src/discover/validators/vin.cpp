// Vehicle identification number, GB 16735 / ISO 3779. The check digit is compulsory in China (L) and North America
// (1 to 5); elsewhere it may be any character, which makes the value a weak sign.
#include "discover/chars.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

constexpr unsigned weights[17] = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};

// Low bits: the value; 16: a letter; 128: not in the alphabet (I, O and Q are left out).
struct Table {
  unsigned char of[256];
  constexpr Table() : of{} {
    for (unsigned char& v : of) v = 128;
    for (int d = 0; d < 10; ++d) of['0' + d] = static_cast<unsigned char>(d);
    constexpr std::string_view rows[] = {"ABCDEFGH", "JKLMN", "P", "R", "STUVWXYZ"};
    constexpr int first[] = {1, 1, 7, 9, 2};
    for (std::size_t r = 0; r < 5; ++r) {
      for (std::size_t i = 0; i < rows[r].size(); ++i) {
        of[static_cast<unsigned char>(rows[r][i])] = static_cast<unsigned char>(16 | (first[r] + static_cast<int>(i)));
      }
    }
  }
};
constexpr Table table;

Evidence check(std::string_view s) {
  if (s.size() != 17) return {};
  unsigned sum = 0;
  unsigned letters = 0;
  unsigned bad = 0;
  for (std::size_t i = 0; i < 17; ++i) {
    const unsigned value = table.of[static_cast<unsigned char>(s[i])];
    bad |= value;
    sum += (value & 15) * weights[i];
    letters += value >> 4 & 1;
  }
  if ((bad & 128) != 0 || letters == 0 || !all_digits(s.substr(13))) return {};
  const unsigned rest = sum % 11;
  if (s[8] == (rest == 10 ? 'X' : static_cast<char>('0' + rest))) return evidence(Evidence::format | Evidence::check);
  const bool compulsory = s[0] == 'L' || (s[0] >= '1' && s[0] <= '5');
  return evidence(compulsory || all_digits(s.substr(0, 3)) ? Evidence::none : Evidence::format | Evidence::weak);
}

}  // namespace

Validator validator_vin() { return {"vin", check, words(17, 17, Letters::some, {}, digits_in(13, 17))}; }

}  // namespace lp::discover
