#pragma once
// Duties whose reminder falls on today + who is there + what they prefer → messages. Pure: no
// clock, no store; the same input gives the same messages with the same dedupe keys, so planning
// twice sends once.
//
// Who hears: the organisation's officers. Escalated (overdue, `escalate`): also its leaders and
// the regulator's officers whose regions and sectors contain it. Duties of the regulator itself
// (force regulator_must) go to accounts of that organisation.

#include <functional>
#include <string>
#include <vector>

#include "campaign/reminders.h"
#include "model/catalogue.h"
#include "service/reminders/preferences.h"
#include "store/store.h"

namespace lp::service {

struct ReminderOrg {
  OrgId id;
  std::string name, region;
  std::vector<std::string> types;
};

struct PlanContext {
  const model::Catalogue& catalogue;
  std::vector<store::Account> people;                       // all accounts
  std::function<const ReminderOrg*(OrgId)> org;             // null = unknown
  Timestamp now;
};

// One day's reminders of one plan. Digests are gathered per person and channel into one message.
std::vector<store::OutboxMessage> plan_messages(const PlanContext& context, const std::vector<campaign::DutyReminder>& reminders);

// Reads the reminders of every plan and enqueues the messages of `today` in one transaction.
// Safe to run again: nothing is enqueued twice. Returns how many messages were planned.
Result<std::size_t> plan_reminders(store::Store& store, Date today);

}  // namespace lp::service
