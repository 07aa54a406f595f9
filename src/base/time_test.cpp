#include "base/time.h"

#include <gtest/gtest.h>

namespace lp {
namespace {

TEST(Date, RefusesDatesThatDoNotExist) {
  for (const char* text : {"2024-02-30", "2023-02-29", "2024-13-01", "2024-00-10", "2024-1-1", "1899-12-31", "2201-01-01",
                           "", "20240101", "2024-01-01x", "2024/01/01"}) {
    EXPECT_FALSE(parse_date(text)) << text;
  }
  EXPECT_EQ(to_string(parse_date("2024-02-29").value()), "2024-02-29");
}

TEST(Date, LenientReadsWhatPeopleType) {
  for (const char* text : {"2024-07-01", "2024/7/1", "2024.7.1", "2024年7月1日", "20240701", " 2024年07月01号 ",
                           "２０２４／７／１", "2024-7-1 09:30:00", "2024-07-01T09:30:00"}) {
    const auto date = parse_date_lenient(text);
    ASSERT_TRUE(date) << text;
    EXPECT_EQ(to_string(*date), "2024-07-01") << text;
  }
  for (const char* text : {"2024-02-30", "2024年2月30日", "24-7-1", "7/1/2024", "明天", "45474", "2024-07"}) {
    EXPECT_FALSE(parse_date_lenient(text)) << text;
  }
}

TEST(Date, KnowsTheWeek) {
  EXPECT_EQ(parse_date("2024-07-15")->weekday(), 1);
  EXPECT_EQ(parse_date("2024-06-30")->weekday(), 7);
}

TEST(Date, AddsMonthsToTheLastDay) {
  EXPECT_EQ(to_string(parse_date("2024-01-31")->plus_months(1)), "2024-02-29");
  EXPECT_EQ(to_string(parse_date("2024-03-31")->plus_months(-1)), "2024-02-29");
  EXPECT_EQ(to_string(parse_date("2024-02-29")->plus_months(12)), "2025-02-28");
}

TEST(Date, RoundTripsOverTwoCenturies) {
  for (std::int32_t d = -25'000; d < 84'000; d += 7) {
    EXPECT_EQ(parse_date(to_string(Date::from_days(d)))->days(), d);
  }
}

TEST(Timestamp, ReadsZonesAndFractions) {
  const Timestamp t = parse_timestamp("2024-07-15T09:30:00+08:00").value();
  EXPECT_EQ(parse_timestamp("2024-07-15T01:30:00Z").value(), t);
  EXPECT_EQ(parse_timestamp("2024-07-14T21:30:00.5-04:00").value().micros(), t.micros() + 500'000);
  EXPECT_EQ(to_string(t), "2024-07-15T09:30:00+08:00");
  for (const char* text : {"2024-07-15", "2024-07-15T25:00:00Z", "2024-07-15T09:30:00", "2024-02-30T00:00:00Z"}) {
    EXPECT_FALSE(parse_timestamp(text)) << text;
  }
}

TEST(Timestamp, DaysTurnAtMidnightInChina) {
  EXPECT_EQ(to_string(date_in_china(parse_timestamp("2024-07-31T15:59:59Z").value())), "2024-07-31");
  EXPECT_EQ(to_string(date_in_china(parse_timestamp("2024-07-31T16:00:00Z").value())), "2024-08-01");
  EXPECT_EQ(date_in_china(start_of_day_in_china(Date::from_days(19'000))).days(), 19'000);
}

TEST(Clock, FakeAndOffsetClocksGoWhereTold) {
  FakeClock fake(parse_timestamp("2024-07-15T09:00:00+08:00").value());
  fake.advance_days(16);
  EXPECT_EQ(to_string(fake.today()), "2024-07-31");
  const Timestamp start = parse_timestamp("2024-07-15T09:00:00+08:00").value();
  const OffsetClock offset(start);
  EXPECT_GE(offset.now(), start);
  EXPECT_LT(offset.now(), start.plus_seconds(60));
}

}  // namespace
}  // namespace lp
