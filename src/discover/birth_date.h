#pragma once
#include <cstdint>
#include <string_view>

#include "discover/checksum_fast.h"

namespace lp::discover {

// Eight digits as a date of the Gregorian calendar, from 1900 to the day this program started (one day more, for
// places ahead of UTC). Other characters: false.
bool is_birth_date(std::string_view yyyymmdd);
extern const unsigned latest_birth_date;   // as a number of eight digits
bool is_leap_day(unsigned date);           // 29 February of a leap year
// Eight bytes already known to be digits, as load_eight gives them.
inline bool is_birth_date_of_digits(std::uint64_t text) {
  static constexpr unsigned char month_days[100] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const unsigned date = number_of_eight(text), month = date / 100 % 100, day = date % 100;
  if (date < 19000101 || date > latest_birth_date) return false;
  return day - 1 < month_days[month] || (month == 2 && day == 29 && is_leap_day(date));
}
// Six digits, read in the 20th century (15-digit resident numbers).
bool is_short_birth_date(std::string_view yymmdd);

}  // namespace lp::discover
