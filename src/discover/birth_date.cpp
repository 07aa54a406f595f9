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

// Fixed at start: a scan that runs over midnight treats its last file as its first.
const unsigned latest = latest_date();

bool exists(unsigned date) {
  static constexpr unsigned char month_days[100] = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const unsigned month = date / 100 % 100, day = date % 100;
  if (day - 1 >= month_days[month]) return false;
  const unsigned year = date / 10000;
  return month != 2 || day != 29 || (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

}  // namespace

bool is_birth_date(std::string_view yyyymmdd) {
  if (yyyymmdd.size() != 8) return false;
  const std::uint64_t text = load_eight(yyyymmdd.data());
  if (!eight_digits(text)) return false;
  const unsigned date = number_of_eight(text);
  return date >= 19000101 && date <= latest && exists(date);
}

bool is_short_birth_date(std::string_view yymmdd) {
  return yymmdd.size() == 6 && all_digits(yymmdd) && exists(19000000U + static_cast<unsigned>(number_of(yymmdd)));
}

}  // namespace lp::discover
