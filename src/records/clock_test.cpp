#include "records/clock.h"

#include <gtest/gtest.h>

#include "records/test_world.h"

namespace lp::records {
namespace {

using testing::real_catalogue;

model::Record submitted(std::string_view since) {
  model::Record record;
  record.kind = "network_unit";
  record.state = "submitted";
  record.state_since = *parse_timestamp(since);
  return record;
}

TEST(Clock, CountsWorkingDaysOverANationalHoliday) {
  // From Thursday 26 September 2024: make-up days 29 September and 12 October, holidays 1 to 7 October.
  const auto view = clock_of(real_catalogue(), submitted("2024-09-26T10:00:00+08:00"), *parse_timestamp("2024-09-27T10:00:00+08:00"));
  ASSERT_TRUE(view);
  EXPECT_EQ(view->name, "review_20wd");
  EXPECT_EQ(to_string(view->due), "2024-10-29");
  EXPECT_TRUE(view->calendar_known);
  EXPECT_FALSE(view->overdue);
  EXPECT_EQ(view->left_days, 32);
  EXPECT_EQ(view->left_working_days, 19);
}

TEST(Clock, OverdueStartsAfterTheLastDayEnds) {
  const auto record = submitted("2024-09-26T10:00:00+08:00");
  EXPECT_FALSE(clock_of(real_catalogue(), record, *parse_timestamp("2024-10-29T23:59:59+08:00"))->overdue);
  const auto late = clock_of(real_catalogue(), record, *parse_timestamp("2024-10-30T00:00:01+08:00"));
  EXPECT_TRUE(late->overdue);
  EXPECT_EQ(late->left_days, -1);
  EXPECT_EQ(late->left_working_days, -1);
}

TEST(Clock, AlarmsComeInOrder) {
  const auto view = clock_of(real_catalogue(), submitted("2024-07-01T10:00:00+08:00"), *parse_timestamp("2024-07-15T10:00:00+08:00"));
  ASSERT_TRUE(view);
  ASSERT_FALSE(view->alarms.empty());
  for (std::size_t i = 1; i < view->alarms.size(); ++i) EXPECT_LE(view->alarms[i - 1].on, view->alarms[i].on);
  for (const auto& alarm : view->alarms) EXPECT_EQ(alarm.overdue, alarm.on > view->due);
}

TEST(Clock, HoursRunByTheMinute) {
  model::Record record = submitted("2024-07-01T10:30:00+08:00");
  record.kind = "app";
  record.state = "sms_waiting";
  const auto view = clock_of(real_catalogue(), record, *parse_timestamp("2024-07-02T10:31:00+08:00"));
  ASSERT_TRUE(view);
  EXPECT_EQ(to_string(view->due_at), "2024-07-02T10:30:00+08:00");
  EXPECT_TRUE(view->overdue);
}

TEST(Clock, YearsWithoutACalendarAreFlagged) {
  const auto view = clock_of(real_catalogue(), submitted("2090-01-05T10:00:00+08:00"), *parse_timestamp("2090-01-06T10:00:00+08:00"));
  EXPECT_FALSE(view->calendar_known);
}

TEST(Clock, StatesWithoutAClockHaveNone) {
  model::Record record = submitted("2024-07-01T10:30:00+08:00");
  record.state = "draft";
  EXPECT_FALSE(clock_of(real_catalogue(), record, Timestamp()));
  record.kind = "no_such_kind";
  EXPECT_FALSE(clock_of(real_catalogue(), record, Timestamp()));
}

}  // namespace
}  // namespace lp::records
