// On which day which reminder, and to whom else.
#include "campaign/reminders.h"

#include <gtest/gtest.h>

namespace lp::campaign {
namespace {

using model::DutyState;
using model::PeriodUnit;
using model::Reminder;

Date date(const char* text) { return *parse_date(text); }

class Reminders : public ::testing::Test {
 protected:
  model::Obligation o;
  model::WorkCalendar calendar;
  model::Duty duty;

  Reminders() {
    o.remind = {{Reminder::When::before, {-7, PeriodUnit::days}, false}, {Reminder::When::before, {-3, PeriodUnit::working_days}, false},
                {Reminder::When::overdue, {}, false}, {Reminder::When::overdue, {3, PeriodUnit::days}, true}};
    duty.no = "LP2024-0000007";
    duty.due = date("2024-07-31").days();
    duty.state = DutyState::due_soon;
  }
  std::string on(const char* day) {
    const auto r = find_reminder(o, calendar, duty, date(day));
    return r ? r->topic + (r->escalate ? " escalated " : " ") + r->dedupe : "-";
  }
};

TEST_F(Reminders, BeforeTheDate) {
  EXPECT_EQ(on("2024-07-24"), "duty.due_soon LP2024-0000007/2024-07-31/-7d");
  EXPECT_EQ(on("2024-07-26"), "duty.due_soon LP2024-0000007/2024-07-31/-3wd") << "three working days before a Wednesday";
  for (const char* none : {"2024-07-23", "2024-07-25", "2024-07-31", "2024-08-01", "2024-08-03"}) EXPECT_EQ(on(none), "-") << none;
}

TEST_F(Reminders, AfterTheDateOnlyWhenOverdue) {
  duty.state = DutyState::overdue;
  EXPECT_EQ(on("2024-08-01"), "duty.overdue LP2024-0000007/2024-07-31/overdue+0d");
  EXPECT_EQ(on("2024-08-03"), "duty.overdue escalated LP2024-0000007/2024-07-31/overdue+3d");
  EXPECT_EQ(on("2024-08-02"), "-");
  EXPECT_EQ(on("2024-07-24"), "-");
}

TEST_F(Reminders, NothingForMetWaivedOrUndated) {
  for (DutyState s : {DutyState::met, DutyState::met_late, DutyState::waived, DutyState::not_applicable, DutyState::standing}) {
    duty.state = s;
    for (const char* day : {"2024-07-24", "2024-08-01", "2024-08-03"}) EXPECT_EQ(on(day), "-") << to_string(s);
  }
  duty.state = DutyState::due_soon;
  duty.due = model::Duty::no_date;
  EXPECT_EQ(on("2024-07-24"), "-");
}

TEST_F(Reminders, SeveralOnOneDayAreOne) {
  o.remind.push_back({Reminder::When::overdue, {1, PeriodUnit::days}, true});
  duty.state = DutyState::overdue;
  EXPECT_EQ(on("2024-08-01"), "duty.overdue escalated LP2024-0000007/2024-07-31/overdue+1d");
}

TEST_F(Reminders, AMovedDateIsRemindedOfAgain) {
  const std::string before = on("2024-07-24");
  duty.due = date("2024-08-07").days();
  EXPECT_NE(on("2024-07-31"), before);
  EXPECT_EQ(on("2024-07-31"), "duty.due_soon LP2024-0000007/2024-08-07/-7d");
}

}  // namespace
}  // namespace lp::campaign
