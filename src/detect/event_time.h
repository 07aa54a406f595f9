#pragma once
// The ways logs write time → microseconds since 1970-01-01 UTC. Nothing throws; what cannot be read is no_time.

#include <cstdint>
#include <string_view>

#include "detect/event.h"

namespace lp::detect {

struct TimeReading {
  int zone_minutes = 0;              // of times written without a zone: minutes ahead of UTC
  std::int64_t reference = no_time;  // times without a year are the ones nearest to this; no_time: they are not read
};

// Any of: 2024-06-27T14:53:20.123456+0800 (blank or '/' as separators too, zone optional, "UTC"), 10/Oct/2000:13:55:36 -0700,
// 15-Nov-2024 10:00:00.123, Oct  1 13:55:36, 5/1/2020 10:02:26 PM (month first), /Date(1588370546000)/, and numbers as epoch_time().
// Fractions are cut after microseconds. A leap second is the second before it.
std::int64_t parse_time(std::string_view text, const TimeReading& reading);

// A count since 1970 whose unit its size tells: seconds, milli-, micro-, nanoseconds, or 100 ns since 1601 (Windows).
std::int64_t epoch_time(std::int64_t count);
std::int64_t epoch_time(double seconds_or_millis);

// Days since 1970-01-01 of a civil date; month 1…12, any day.
constexpr std::int64_t days_of(int year, int month, int day) {
  const int y = month <= 2 ? year - 1 : year;
  const int era = (y >= 0 ? y : y - 399) / 400;
  const int of_era = y - era * 400;
  const int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return std::int64_t{era} * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}
// The year `days` falls in.
int year_of(std::int64_t days);

}  // namespace lp::detect
