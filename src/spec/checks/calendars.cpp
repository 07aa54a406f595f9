#include <map>

#include "spec/checks.h"

namespace lp::spec {

// Years in which a plan has phases or dated duties; working days are counted there.
void check_calendars(const Lint& lint) {
  const model::Catalogue& c = lint.catalogue;
  std::map<int, SourceRef> years;
  for (const auto& [name, plan] : c.plans) {
    years.emplace(plan.issued.year(), plan.places.at("issued"));
    for (std::size_t i = 0; i < plan.phases.size(); ++i) {
      const std::string path = "phases[" + std::to_string(i) + "]";
      years.emplace(plan.phases[i].from.year(), plan.places.at(path + ".from"));
      years.emplace(plan.phases[i].to.year(), plan.places.at(path + ".to"));
    }
  }
  for (const auto& [name, duty] : c.obligations) {
    for (std::size_t i = 0; i < duty.due.size(); ++i) {
      if (duty.due[i].kind != model::DueSource::Kind::on) continue;
      years.emplace(duty.due[i].date.year(), duty.places.at("due[" + std::to_string(i) + "].on"));
    }
  }
  for (const auto& [year, where] : years) {
    if (c.calendar.covers(year)) continue;
    lint.out.warning(where, "missing_calendar", "no working-day calendar of " + std::to_string(year), "only Saturdays and Sundays are taken as days off",
                     "add calendars/cn-" + std::to_string(year) + ".yaml");
  }
}

}  // namespace lp::spec
