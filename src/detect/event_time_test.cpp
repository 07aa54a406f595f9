#include "detect/event_time.h"

#include <gtest/gtest.h>

namespace lp::detect {
namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t t = 1719500000 * second;  // 2024-06-27T14:53:20Z

struct TimeCase {
  const char* text;
  std::int64_t time;
};

TEST(EventTime, ReadsWhatLogsWrite) {
  const TimeCase cases[] = {
      {"2024-06-27T14:53:20Z", t},
      {"2024-06-27T14:53:20.000045+0000", t + 45},
      {"2024-06-27T22:53:20.5+08:00", t + 500'000},
      {"2024-06-27T09:53:20-0500", t},
      {"2024-06-27T20:23:20+05:30", t},
      {"2024-06-27 14:53:20.123456789", t + 123'456},
      {"2024-06-27 14:53:20,250 UTC", t + 250'000},
      {"2024/06/27 14:53:20", t},
      {"  2024-06-27T14:53:20Z ", t},
      {"2024-06-27T14:53", t - 20 * second},
      {"2024-06-27", t - (14 * 3600 + 53 * 60 + 20) * second},
      {"2016-12-31T23:59:60Z", 1483228799 * second},
      {"1969-12-31T23:59:59Z", -second},
      {"2024-02-29T00:00:00Z", 1709164800 * second},
      {"27/Jun/2024:22:53:20 +0800", t},
      {"27-Jun-2024 14:53:20.007", t + 7'000},
      {"6/27/2024 2:53:20 PM", t},
      {"06/27/2024 14:53:20", t},
      {"6/27/2024 12:53:20 AM", t - 14 * 3600 * second},
      {"Jun 27 2024 14:53:20", t},
      {"Jun 27 14:53:20", t},
      {"/Date(1719500000123)/", t + 123'000},
      {"1719500000", t},
      {"1719500000.000045", t + 45},
      {"1719500000123", t + 123'000},
      {"1719500000000045", t + 45},
      {"1719500000000045999", t + 45},
      {"133639736000000000", t},
      {"-1.5", no_time},  // too short to be a time
      {"-10.500000", -10'500'000},
  };
  for (const TimeCase& c : cases) EXPECT_EQ(parse_time(c.text, {0, t}), c.time) << c.text;
}

TEST(EventTime, WhatIsNoTimeIsNone) {
  for (const char* text : {"", "soon", "2024", "-", "2024-13-01T00:00:00Z", "2024-00-01T00:00:00Z", "2024-06-32", "2024-06-27T24:00:00Z", "2024-06-27T14:60:00Z",
                           "2024-06-27T14:53:20Zx", "2024-06-27T14:53:20+99:00", "2024-06-27X14:53:20", "27/Xxx/2024:22:53:20 +0800", "Jun 27", "Xyz 27 14:53:20",
                           "1719500000x", "17195.00000.1", "999999999999999999999999", "0000-06-27T14:53:20Z", "6/27/24 1:2:3", "12345:", "/Date(x)/", "2024-", "1/"})
    EXPECT_EQ(parse_time(text, {0, t}), no_time) << text;
}

TEST(EventTime, TimesWithoutZoneAreLocal) {
  EXPECT_EQ(parse_time("2024-06-27 22:53:20", {480, no_time}), t);
  EXPECT_EQ(parse_time("2024-06-27 22:53:20Z", {480, no_time}), t + 8 * 3600 * second);
  EXPECT_EQ(parse_time("Jun 27 22:53:20", {480, t}), t);
}

TEST(EventTime, TimesWithoutYearAreNearestToTheReference) {
  const std::int64_t new_year = 1704067200 * second;  // 2024-01-01
  EXPECT_EQ(parse_time("Dec 31 23:59:59", {0, new_year}), new_year - second);
  EXPECT_EQ(parse_time("Jan  1 00:00:01", {0, new_year - second}), new_year + second);
  EXPECT_EQ(parse_time("Jan  1 00:00:01", {0, no_time}), no_time);
}

TEST(EventTime, SizeTellsTheUnitOfANumber) {
  EXPECT_EQ(epoch_time(std::int64_t{1719500000}), t);
  EXPECT_EQ(epoch_time(std::int64_t{1719500000000}), t);
  EXPECT_EQ(epoch_time(1719500000.25), t + 250'000);
  EXPECT_EQ(epoch_time(1719500000250.0), t + 250'000);
  EXPECT_EQ(epoch_time(1e300), no_time);
  EXPECT_EQ(epoch_time(std::int64_t{-1}), -second);
}

TEST(EventTime, EveryDayHasItsYear) {
  for (std::int64_t d = days_of(1895, 1, 1); d < days_of(2105, 1, 1); ++d) {
    const int year = year_of(d);
    EXPECT_TRUE(days_of(year, 1, 1) <= d && d < days_of(year + 1, 1, 1)) << d;
  }
  EXPECT_EQ(days_of(1970, 1, 1), 0);
  EXPECT_EQ(days_of(2000, 3, 1) - days_of(2000, 2, 28), 2);
}

}  // namespace
}  // namespace lp::detect
