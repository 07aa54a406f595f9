#pragma once
// Which duties a reminder is due for on one day, by each obligation's `remind` list. Delivering
// is the service's; it keeps each reminder from going out twice by `dedupe`.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/catalogue.h"
#include "store/store.h"

namespace lp::campaign {

struct DutyReminder {
  model::Duty duty;
  model::Reminder::When when = model::Reminder::When::before;
  bool escalate = false;        // to the leader too
  std::string topic;            // duty.due_soon | duty.overdue
  std::string dedupe;           // duty number, due date and reminder: "LP2024-0000123/2024-07-31/-7d"
};

// The reminder of `duty` on `today`, if its obligation asks for one exactly today. Pure. For
// `overdue` the first day after the due date, or its period after it; an obligation's several
// reminders on one day become one, the escalating one.
std::optional<DutyReminder> find_reminder(const model::Obligation&, const model::WorkCalendar&, const model::Duty&, Date today);

// All of a plan, by obligation and organisation. Streams; `fn` false stops.
Status each_reminder(store::ReadTx& tx, const model::Catalogue& catalogue, std::string_view plan, Date today,
                     const std::function<bool(const DutyReminder&)>& fn);

}  // namespace lp::campaign
