#include <map>

#include "spec/checks.h"

namespace lp::spec {

// Years in which a plan has phases or dated duties; working days are counted there.
void check_calendars(const Lint& lint) {
  const model::Catalogue& c = lint.catalogue;
  std::map<int, SourceRef> years;
  for (const auto& [name, plan] : c.plans) {
    years.emplace(plan.issued.year(), plan.where);
    for (const model::Phase& phase : plan.phases) {
      years.emplace(phase.from.year(), plan.where);
      years.emplace(phase.to.year(), plan.where);
    }
  }
  for (const auto& [name, duty] : c.obligations) {
    for (const model::DueSource& due : duty.due) {
      if (due.kind == model::DueSource::Kind::on) years.emplace(due.date.year(), duty.where);
    }
  }
  for (const auto& [year, where] : years) {
    if (c.calendar.covers(year)) continue;
    lint.out.warning(where, "missing_calendar", "no working-day calendar of " + std::to_string(year), "only Saturdays and Sundays are taken as days off",
                     "add calendars/cn-" + std::to_string(year) + ".yaml");
  }
}

}  // namespace lp::spec
