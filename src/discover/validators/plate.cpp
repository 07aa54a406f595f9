// Number plates, GA 36: province, letter, five characters without I and O, the last may be 挂学警港澳; new energy: six,
// small ones A-H, J, K first, large ones last (GA 36-2018). A middle dot, space or hyphen after the letter is dropped.
#include "discover/chars.h"
#include "discover/regions.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

constexpr bool is_plate_letter(char c) { return is_upper(c) && c != 'I' && c != 'O'; }
constexpr bool is_plate_char(char c) { return is_digit(c) || is_plate_letter(c); }
constexpr bool is_energy_letter(char c) { return c >= 'A' && c <= 'K' && c != 'I'; }

int digits_in(std::string_view s) {
  int n = 0;
  for (const char c : s) n += is_digit(c) ? 1 : 0;
  return n;
}

bool is_new_energy(std::string_view tail) {
  const bool small = is_energy_letter(tail[0]) && all_digits(tail.substr(2));
  const bool large = all_digits(tail.substr(0, 5)) && is_energy_letter(tail[5]);
  return small || large;
}

Evidence check(std::string_view s) {
  if (s.size() < 9 || s.size() > 15 || !is_province_char(s) || !is_plate_letter(s[3])) return {};
  std::string_view tail = s.substr(4);
  if (!is_alnum(tail[0])) {
    for (const std::string_view separator : {"·", "•", " ", "-"}) {
      if (tail.starts_with(separator)) tail.remove_prefix(separator.size());
    }
  }
  bool special = false;
  if (tail.size() == 7) {
    for (const std::string_view last : {"挂", "学", "警", "港", "澳"}) special = special || tail.ends_with(last);
    if (special) tail.remove_suffix(3);
  }
  if (!all_of(tail, is_plate_char)) return {};
  if (special || tail.size() == 5) {
    // at least two digits (GA 36): fewer are a word, unless a header says plate
    return evidence(special || digits_in(tail) >= 2 ? Evidence::format | Evidence::region : Evidence::format | Evidence::region | Evidence::weak);
  }
  return evidence(tail.size() == 6 && is_new_energy(tail) ? Evidence::format | Evidence::region : Evidence::none);
}

}  // namespace

Validator validator_plate() { return {"plate", check, {Mark::cjk_word}}; }

}  // namespace lp::discover
