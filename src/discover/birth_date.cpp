#include "discover/birth_date.h"

#include <chrono>

#include "discover/chars.h"
#include "discover/checksum_fast.h"

namespace lp::discover {
namespace {

unsigned latest_date() {
  using namespace std::chrono;
  const year_month_day day{floor<days>(system_clock::now()) + days{1}};
  return static_cast<unsigned>(int(day.year())) * 10000 + unsigned(day.month()) * 100 + unsigned(day.day());
}

}  // namespace

// Fixed at start: a scan that runs over midnight treats its last file as its first.
const unsigned latest_birth_date = latest_date();

bool is_leap_day(unsigned date) {
  const unsigned year = date / 10000;
  return date % 10000 == 229 && ((year % 4 == 0 && year % 100 != 0) || year % 400 == 0);
}

bool is_birth_date(std::string_view yyyymmdd) {
  if (yyyymmdd.size() != 8) return false;
  const std::uint64_t text = load_eight(yyyymmdd.data());
  return eight_digits(text) && is_birth_date_of_digits(text);
}

bool is_short_birth_date(std::string_view yymmdd) {
  if (yymmdd.size() != 6 || !all_digits(yymmdd)) return false;
  const char date[8] = {'1', '9', yymmdd[0], yymmdd[1], yymmdd[2], yymmdd[3], yymmdd[4], yymmdd[5]};
  return is_birth_date_of_digits(load_eight(date));
}

}  // namespace lp::discover
