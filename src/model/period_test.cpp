#include "model/period.h"

#include <gtest/gtest.h>

namespace lp::model {
namespace {

Date day(const char* text) { return parse_date(text).value(); }

// 国庆 2024: off 1–7 October, working Sunday 29 September and Saturday 12 October.
WorkCalendar calendar_2024() {
  WorkCalendar c;
  std::set<Date> off;
  for (int i = 1; i <= 7; ++i) off.insert(Date::from_ymd(2024, 10, i).value());
  c.add_year(2024, off, {day("2024-09-29"), day("2024-10-12")}, {{day("2024-10-01"), {"国庆节", "National Day"}}});
  return c;
}

TEST(Period, ReadsEveryUnitAndNothingElse) {
  for (const char* text : {"24h", "30d", "20wd", "3m", "1y", "-15d", "0d"}) {
    EXPECT_EQ(to_string(parse_period(text).value()), text);
  }
  for (const char* text : {"", "d", "30", "3 d", "1.5d", "20w", "999999999d", "--1d"}) EXPECT_FALSE(parse_period(text)) << text;
}

TEST(Period, SpeaksBothLanguages) {
  EXPECT_EQ(to_words(parse_period("20wd").value()).zh, "20个工作日");
  EXPECT_EQ(to_words(parse_period("1y").value()).en, "1 year");
}

TEST(WorkCalendar, KnowsHolidaysAndMakeUpDays) {
  const WorkCalendar c = calendar_2024();
  EXPECT_TRUE(c.is_working_day(day("2024-09-29")));   // Sunday made up
  EXPECT_FALSE(c.is_working_day(day("2024-10-02")));  // Wednesday off
  EXPECT_FALSE(c.is_working_day(day("2024-10-13")));
  EXPECT_EQ(c.holiday_name(day("2024-10-01"))->zh, "国庆节");
  EXPECT_TRUE(c.covers(2024));
  EXPECT_FALSE(c.covers(2025));
}

TEST(WorkCalendar, CountsAcrossTheHoliday) {
  const WorkCalendar c = calendar_2024();
  EXPECT_EQ(to_string(c.add_working_days(day("2024-09-30"), 5)), "2024-10-12");
  EXPECT_EQ(to_string(c.add_working_days(day("2024-10-12"), -5)), "2024-09-30");
  EXPECT_EQ(c.working_days_between(day("2024-09-30"), day("2024-10-12")), 5);
  EXPECT_EQ(to_string(c.add_working_days(day("2024-10-02"), 0)), "2024-10-02");
}

TEST(AddPeriod, CalendarUnitsDoNotShift) {
  const WorkCalendar c = calendar_2024();
  EXPECT_EQ(to_string(add_period(day("2024-09-03"), {30, PeriodUnit::days}, c)), "2024-10-03");
  EXPECT_EQ(to_string(add_period(day("2024-01-31"), {1, PeriodUnit::months}, c)), "2024-02-29");
  EXPECT_EQ(to_string(add_period(day("2024-02-29"), {1, PeriodUnit::years}, c)), "2025-02-28");
}

TEST(AddPeriod, HoursAreExactAndDaysEndAtMidnight) {
  const WorkCalendar c = calendar_2024();
  const Timestamp start = parse_timestamp("2024-07-15T09:30:00+08:00").value();
  EXPECT_EQ(to_string(add_period(start, {24, PeriodUnit::hours}, c)), "2024-07-16T09:30:00+08:00");
  EXPECT_EQ(to_string(add_period(start, {1, PeriodUnit::days}, c)), "2024-07-16T23:59:59+08:00");
}

}  // namespace
}  // namespace lp::model
