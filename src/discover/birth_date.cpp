#include "discover/birth_date.h"

#include <chrono>

#include "discover/chars.h"

namespace lp::discover {
namespace {

int latest_date() {
  using namespace std::chrono;
  const year_month_day day{floor<days>(system_clock::now()) + days{1}};
  return int(day.year()) * 10000 + int(unsigned(day.month())) * 100 + int(unsigned(day.day()));
}

bool exists(int date) {
  static constexpr int month_days[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const int year = date / 10000;
  const int month = date / 100 % 100;
  const int day = date % 100;
  if (month < 1 || month > 12 || day < 1) return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= month_days[month] + (month == 2 && leap ? 1 : 0);
}

}  // namespace

bool is_birth_date(std::string_view yyyymmdd) {
  // Fixed at start: a scan that runs over midnight treats its last file as its first.
  static const int latest = latest_date();
  if (yyyymmdd.size() != 8 || !all_digits(yyyymmdd)) return false;
  const int date = number_of(yyyymmdd);
  return date >= 19000101 && date <= latest && exists(date);
}

bool is_short_birth_date(std::string_view yymmdd) {
  return yymmdd.size() == 6 && all_digits(yymmdd) && exists(19000000 + number_of(yymmdd));
}

}  // namespace lp::discover
