#include "records/clock.h"

#include <algorithm>

namespace lp::records {
namespace {

bool is_known(const model::WorkCalendar& calendar, Date from, Date to) {
  for (int year = from.year(); year <= to.year(); ++year) {
    if (!calendar.covers(year)) return false;
  }
  return true;
}

// Before: counted back from the deadline. Overdue: the day after it, or `before` later when given.
Date alarm_day(const model::Reminder& reminder, Date due, const model::WorkCalendar& calendar) {
  model::Period shift = reminder.before;
  if (reminder.when == model::Reminder::When::overdue) {
    return shift.amount == 0 ? due.plus_days(1) : add_period(due, shift, calendar);
  }
  shift.amount = -std::abs(shift.amount);
  return add_period(due, shift, calendar);
}

std::vector<ClockAlarm> alarms_of(const model::ClockRule& rule, const model::WorkCalendar& calendar, Date due, Date today) {
  std::vector<ClockAlarm> alarms;
  for (const auto& reminder : rule.remind) {
    ClockAlarm alarm;
    alarm.on = alarm_day(reminder, due, calendar);
    alarm.overdue = reminder.when == model::Reminder::When::overdue;
    alarm.escalate = reminder.escalate;
    alarm.reached = alarm.on <= today;
    alarms.push_back(alarm);
  }
  std::stable_sort(alarms.begin(), alarms.end(), [](const ClockAlarm& a, const ClockAlarm& b) { return a.on < b.on; });
  return alarms;
}

}  // namespace

std::optional<ClockView> clock_of(const model::Catalogue& catalogue, const model::Record& record, Timestamp now) {
  const model::Kind* kind = catalogue.kind(record.kind);
  const model::State* state = kind != nullptr ? kind->workflow.find_state(record.state) : nullptr;
  const model::ClockRule* rule = state != nullptr && !state->clock.empty() ? catalogue.clock(state->clock) : nullptr;
  if (rule == nullptr) return std::nullopt;
  const auto& calendar = catalogue.calendar;
  const Date today = date_in_china(now);
  ClockView view;
  view.name = rule->name;
  view.title = rule->title;
  view.subject = rule->subject;
  view.started = record.state_since;
  view.due_at = add_period(record.state_since, rule->limit, calendar);
  view.due = date_in_china(view.due_at);
  view.left_days = view.due.days() - today.days();
  view.left_working_days = today <= view.due ? calendar.working_days_between(today, view.due)
                                             : -calendar.working_days_between(view.due, today);
  view.overdue = now > view.due_at;
  view.verified = rule->verified;
  view.calendar_known = rule->limit.unit != model::PeriodUnit::working_days ||
                        is_known(calendar, date_in_china(record.state_since), view.due);
  view.alarms = alarms_of(*rule, calendar, view.due, today);
  return view;
}

}  // namespace lp::records
