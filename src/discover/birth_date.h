#pragma once
#include <string_view>

namespace lp::discover {

// Eight digits as a date of the Gregorian calendar, from 1900 to the day this program started (one day more, for
// places ahead of UTC). Other characters: false.
bool is_birth_date(std::string_view yyyymmdd);
// Six digits, read in the 20th century (15-digit resident numbers).
bool is_short_birth_date(std::string_view yymmdd);

}  // namespace lp::discover
