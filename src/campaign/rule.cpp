// Rule: the parts of an obligation that are the same for every object.
#include <algorithm>

#include "base/check.h"
#include "campaign/duty_rules.h"

namespace lp::campaign {
namespace {

constexpr model::Period default_soon{15, model::PeriodUnit::days};

// For choosing the largest of a few reminders; working days and months need no exact length here.
int rough_days(const model::Period& p) {
  const int amount = p.amount < 0 ? -p.amount : p.amount;
  switch (p.unit) {
    case model::PeriodUnit::hours: return amount / 24;
    case model::PeriodUnit::days: return amount;
    case model::PeriodUnit::working_days: return amount * 7 / 5;
    case model::PeriodUnit::months: return amount * 30;
    case model::PeriodUnit::years: return amount * 365;
  }
  raise_bug("rough_days(period)", "unknown unit");
}

model::Period soon_period(const model::Obligation& obligation) {
  const model::Reminder* largest = nullptr;
  for (const model::Reminder& r : obligation.remind) {
    if (r.when != model::Reminder::When::before) continue;
    if (largest == nullptr || rough_days(r.before) > rough_days(largest->before)) largest = &r;
  }
  model::Period soon = largest == nullptr ? default_soon : largest->before;
  if (soon.amount < 0) soon.amount = -soon.amount;
  return soon;
}

int find_cycle_source(const std::vector<model::DueSource>& due) {
  for (std::size_t i = 0; i < due.size(); ++i) {
    if (due[i].kind == model::DueSource::Kind::every && !due[i].cycles.empty()) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace

Rule::Rule(const model::Obligation& obligation, const model::WorkCalendar& calendar)
    : obligation_(obligation), calendar_(calendar), soon_(soon_period(obligation)),
      cycle_source_(find_cycle_source(obligation.due)) {}

int Rule::find_cycle(std::string_view value) const {
  if (!recurring()) return -1;
  const model::DueSource& source = obligation_.due[static_cast<std::size_t>(cycle_source_)];
  if (source.cycle_field.empty()) return 0;  // one period for all
  for (std::size_t i = 0; i < source.cycles.size(); ++i) {
    if (source.cycles[i].first == value) return static_cast<int>(i);
  }
  return -1;
}

std::int32_t Rule::soon_from(std::int32_t due) const {
  if (soon_.unit == model::PeriodUnit::days) return due - soon_.amount;
  return add_period(Date::from_days(due), {-soon_.amount, soon_.unit}, calendar_).days();
}

std::int32_t Rule::source_date(std::size_t index, std::int32_t trigger) const {
  const model::DueSource& source = obligation_.due.at(index);
  if (source.kind == model::DueSource::Kind::on) return source.date.days();
  return add_period(Date::from_days(trigger), source.within, calendar_).days();
}

std::int32_t Rule::cycle_end(int cycle, std::int32_t anchor) const {
  LP_CHECK(recurring() && cycle >= 0, "a cycle of a recurring obligation");
  const model::DueSource& source = obligation_.due[static_cast<std::size_t>(cycle_source_)];
  return add_period(Date::from_days(anchor), source.cycles.at(static_cast<std::size_t>(cycle)).second, calendar_).days();
}

bool Rule::verified(std::size_t index) const { return obligation_.verified && obligation_.due.at(index).verified; }

}  // namespace lp::campaign
