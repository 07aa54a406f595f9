// Mobile number of the mainland by the table of number segments (portability: a segment does not tell the carrier).
// With +86 or 86 before it, and hyphens or spaces between 3-4-4; 13-digit numbers of machines are a weak sign.
#include "discover/chars.h"
#include "discover/proven_checks.h"
#include "discover/validator.h"

namespace lp::discover {
namespace {

struct Segments {
  bool known[1000];
  constexpr Segments() : known{} {
    for (const int s : {130, 131, 132, 133, 134, 135, 136, 137, 138, 139, 145, 146, 147, 148, 149, 150, 151, 152, 153, 155,
                        156, 157, 158, 159, 162, 165, 166, 167, 170, 171, 172, 173, 174, 175, 176, 177, 178, 180, 181, 182,
                        183, 184, 185, 186, 187, 188, 189, 190, 191, 192, 193, 195, 196, 197, 198, 199}) {
      known[s] = true;
    }
  }
};
constexpr Segments segments;

// Digits only; a leading + and separators after 86 and between 3-4-4 dropped. Empty when there is anything else.
std::string_view plain(std::string_view s, char (&digits)[16]) {
  const bool international = s.starts_with('+');
  if (international) s.remove_prefix(1);
  const std::size_t country = international || s.starts_with("86") ? 2 : 0;
  std::size_t n = 0;
  for (const char c : s) {
    if (is_digit(c) && n < sizeof digits) {
      digits[n++] = c;
    } else if ((c != '-' && c != ' ') || (n != country && n != country + 3 && n != country + 7) || n == 0) {
      return {};
    }
  }
  return {digits, n};
}

// 10647…, 10648…, 104…: cards in machines.
bool machine(std::string_view d) { return d[2] == '4' || (d[2] == '6' && (d[3] == '4' || d[3] == '7')); }

Evidence check(std::string_view s) {
  if (s.size() == 11 && all_digits(s)) return proven::mobile_11(s.data());
  char digits[16];
  const std::string_view d = plain(s, digits);
  if (d.size() == 13 && d.starts_with("10")) return evidence(machine(d) ? Evidence::format | Evidence::weak : Evidence::none);
  const std::string_view number = d.size() == 13 && d.starts_with("86") ? d.substr(2) : d;
  if (number.size() != 11 || (s.starts_with('+') && d.size() != 13)) return {};
  return proven::mobile_11(number.data());
}

}  // namespace

Evidence proven::mobile_11(const char* s) {
  const bool known = segments.known[two_digits(s) * 10 + static_cast<unsigned>(s[2] - '0')] && !begins(s, "1349");
  return evidence(known ? Evidence::format | Evidence::registry : Evidence::none);
}

Validator validator_mobile() { return {"mobile", check, words(11, 13, Letters::none, "18")}; }

}  // namespace lp::discover
