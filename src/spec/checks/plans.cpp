#include <algorithm>
#include <set>

#include "spec/checks.h"

namespace lp::spec {
namespace {

void check_duty(const Lint& lint, const model::Plan& plan, const model::Obligation& duty) {
  const std::string user = "obligation \"" + duty.name + "\"";
  const bool task_known = duty.task == 0 || std::any_of(plan.tasks.begin(), plan.tasks.end(), [&](const model::Task& t) { return t.number == duty.task; });
  if (!task_known) {
    lint.out.error(duty.places.at("task"), "unknown_task", user + ": plan \"" + plan.name + "\" has no task " + std::to_string(duty.task), "it would be in no column of the board", "correct task");
  }
  std::vector<std::string> phases;
  for (const model::Phase& p : plan.phases) phases.push_back(p.name);
  const bool phase_known = duty.phase.empty() || std::find(phases.begin(), phases.end(), duty.phase) != phases.end();
  if (!phase_known) lint.unknown(duty.places.at("phase"), "phase", user, duty.phase, phases);
}

void check_plan(const Lint& lint, const model::Plan& plan) {
  const model::Catalogue& c = lint.catalogue;
  std::vector<std::string> groups;
  for (const model::TaskGroup& g : plan.groups) groups.push_back(g.name);
  for (std::size_t i = 0; i < plan.tasks.size(); ++i) {
    const model::Task& task = plan.tasks[i];
    const bool known = task.group.empty() || std::find(groups.begin(), groups.end(), task.group) != groups.end();
    if (!known) lint.unknown(plan.places.at("tasks[" + std::to_string(i) + "].group"), "group", "task " + std::to_string(task.number), task.group, groups);
  }
  const model::Taxonomy* regions = c.taxonomy("regions");
  const bool region_known = plan.region.empty() || (regions != nullptr && regions->find(plan.region) != nullptr);
  if (!region_known) lint.unknown(plan.places.at("region"), "region", "plan \"" + plan.name + "\"", plan.region, {});
  for (std::size_t i = 0; i < plan.obligations.size(); ++i) {
    const std::string& name = plan.obligations[i];
    const model::Obligation* duty = c.obligation(name);
    if (duty == nullptr) {
      lint.unknown(plan.places.at("obligations[" + std::to_string(i) + "]"), "obligation", "plan \"" + plan.name + "\"", name, keys_of(c.obligations));
    } else {
      check_duty(lint, plan, *duty);
    }
  }
}

}  // namespace

void check_plans(const Lint& lint) {
  std::set<std::string> used;
  for (const auto& [name, plan] : lint.catalogue.plans) {
    check_plan(lint, plan);
    used.insert(plan.obligations.begin(), plan.obligations.end());
  }
  for (const auto& [name, duty] : lint.catalogue.obligations) {
    if (used.contains(name)) continue;
    lint.out.warning(duty.where, "unused_obligation", "obligation \"" + name + "\" is in no plan", "nobody will ever be asked for it", "list it under obligations of a plan");
  }
}

}  // namespace lp::spec
