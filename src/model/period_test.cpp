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

// One step on either side of every made-up day and every block of holidays.
TEST(WorkCalendar, StepsOverEachEdge) {
  const WorkCalendar c = calendar_2024();
  const std::pair<const char*, const char*> next[] = {
      {"2024-09-27", "2024-09-29"},  // Friday → Sunday made up, not Saturday
      {"2024-09-28", "2024-09-29"}, {"2024-09-29", "2024-09-30"}, {"2024-09-30", "2024-10-08"}, {"2024-10-01", "2024-10-08"},
      {"2024-10-07", "2024-10-08"}, {"2024-10-11", "2024-10-12"},  // Friday → Saturday made up
      {"2024-10-12", "2024-10-14"}, {"2024-10-13", "2024-10-14"}};
  for (const auto& [from, to] : next) EXPECT_EQ(to_string(c.add_working_days(day(from), 1)), to) << from;
  const std::pair<const char*, const char*> before[] = {{"2024-10-14", "2024-10-12"}, {"2024-10-13", "2024-10-12"}, {"2024-10-12", "2024-10-11"},
                                                        {"2024-10-08", "2024-09-30"}, {"2024-10-05", "2024-09-30"}, {"2024-09-30", "2024-09-29"},
                                                        {"2024-09-29", "2024-09-27"}, {"2024-09-28", "2024-09-27"}};
  for (const auto& [from, to] : before) EXPECT_EQ(to_string(c.add_working_days(day(from), -1)), to) << from;
}

// Adding, counting and going back agree, from every day of the year and its neighbours.
TEST(WorkCalendar, AddingAndCountingAgree) {
  const WorkCalendar c = calendar_2024();
  for (Date d = day("2023-12-25"); d <= day("2025-01-05"); d = d.plus_days(1)) {
    for (const int n : {1, 2, 5, 10, 20}) {
      const Date later = c.add_working_days(d, n);
      EXPECT_TRUE(c.is_working_day(later)) << to_string(later);
      EXPECT_EQ(c.working_days_between(d, later), n) << to_string(d);
      if (c.is_working_day(d)) {
        EXPECT_EQ(c.add_working_days(later, -n), d) << to_string(d) << " + " << n;
      }
    }
    EXPECT_EQ(c.working_days_between(d, d), 0);
    EXPECT_EQ(c.working_days_between(d.plus_days(3), d), 0) << "backwards is nothing, not negative";
  }
}

TEST(WorkCalendar, YearsOfDifferentFilesJoin) {
  WorkCalendar c = calendar_2024();
  c.add_year(2025, {day("2025-01-01")}, {});
  EXPECT_EQ(to_string(c.add_working_days(day("2024-12-31"), 1)), "2025-01-02");
  EXPECT_EQ(to_string(c.add_working_days(day("2025-01-02"), -1)), "2024-12-31");
  EXPECT_TRUE(c.covers(2025));
  EXPECT_FALSE(c.covers(2026));
  EXPECT_FALSE(WorkCalendar().is_working_day(day("2024-09-29"))) << "without a calendar a Sunday is a Sunday";
  EXPECT_TRUE(WorkCalendar().is_working_day(day("2024-10-02")));
}

TEST(AddPeriod, LeapDaysAndEndsOfYears) {
  const WorkCalendar c = calendar_2024();
  const auto add = [&](const char* from, const char* period) { return to_string(add_period(day(from), *parse_period(period), c)); };
  EXPECT_EQ(add("2024-02-28", "1d"), "2024-02-29");
  EXPECT_EQ(add("2023-02-28", "1d"), "2023-03-01");
  EXPECT_EQ(add("1900-02-28", "1d"), "1900-03-01") << "no leap year";
  EXPECT_EQ(add("2000-02-28", "1d"), "2000-02-29") << "a leap year";
  EXPECT_EQ(add("2024-12-31", "1d"), "2025-01-01");
  EXPECT_EQ(add("2025-01-01", "-1d"), "2024-12-31");
  EXPECT_EQ(add("2024-02-29", "1y"), "2025-02-28");
  EXPECT_EQ(add("2024-02-29", "4y"), "2028-02-29");
  EXPECT_EQ(add("2024-02-29", "-1y"), "2023-02-28");
  EXPECT_EQ(add("2024-08-31", "1m"), "2024-09-30");
  EXPECT_EQ(add("2024-03-31", "-1m"), "2024-02-29");
  EXPECT_EQ(add("2024-10-31", "3m"), "2025-01-31");
  EXPECT_EQ(add("2024-11-30", "-9m"), "2024-02-29");
  EXPECT_EQ(add("2024-07-15", "0wd"), "2024-07-15");
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
