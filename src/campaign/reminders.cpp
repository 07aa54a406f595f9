#include "campaign/reminders.h"

#include "campaign/gatherer.h"
#include "campaign/titles.h"

namespace lp::campaign {
namespace {

using model::DutyState;
using When = model::Reminder::When;

// The day a reminder of the list falls on. `overdue` without a period: the day after the due date.
Date day_of(const model::Reminder& r, const model::WorkCalendar& calendar, Date due) {
  model::Period p = r.before;
  if (p.amount < 0) p.amount = -p.amount;
  if (r.when == When::before) {
    p.amount = -p.amount;
    return add_period(due, p, calendar);
  }
  return p.amount == 0 ? due.plus_days(1) : add_period(due, p, calendar);
}

bool is_open(When when, DutyState state) {
  if (when == When::overdue) return state == DutyState::overdue;
  return state == DutyState::not_due || state == DutyState::due_soon;
}

std::string dedupe_of(const model::Duty& duty, const model::Reminder& r) {
  const std::string which = r.when == When::before ? model::to_string(r.before) : "overdue+" + model::to_string(r.before);
  return duty.no + "/" + date_text(duty.due) + "/" + which;
}

}  // namespace

std::optional<DutyReminder> find_reminder(const model::Obligation& obligation, const model::WorkCalendar& calendar,
                                          const model::Duty& duty, Date today) {
  if (duty.due == model::Duty::no_date) return std::nullopt;
  const Date due = Date::from_days(duty.due);
  std::optional<DutyReminder> found;
  for (const model::Reminder& r : obligation.remind) {
    if (!is_open(r.when, duty.state) || day_of(r, calendar, due) != today) continue;
    if (found && !r.escalate) continue;
    found = DutyReminder{duty, r.when, r.escalate, r.when == When::overdue ? "duty.overdue" : "duty.due_soon", dedupe_of(duty, r)};
  }
  return found;
}

Status each_reminder(store::ReadTx& tx, const model::Catalogue& catalogue, std::string_view plan, Date today,
                     const std::function<bool(const DutyReminder&)>& fn) {
  store::DutyFilter filter;
  filter.plan = std::string(plan);
  filter.states = {DutyState::not_due, DutyState::due_soon, DutyState::overdue};
  return tx.each_duty(ledger_viewer(), filter, [&](const model::Duty& duty) {
    const model::Obligation* obligation = catalogue.obligation(duty.obligation);
    if (obligation == nullptr) return true;
    const auto reminder = find_reminder(*obligation, catalogue.calendar, duty, today);
    return !reminder || fn(*reminder);
  });
}

}  // namespace lp::campaign
