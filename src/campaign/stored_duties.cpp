#include "campaign/stored_duties.h"

namespace lp::campaign {

StoredDuties::StoredDuties(const PlanRules& rules) : rules_(rules), by_rule_(rules.rules().size()) {}

Status StoredDuties::load_part(store::ReadTx& tx, const store::DutyScope& scope) {
  // Rows of one obligation lie together: the last answer is tried first.
  std::string last_name;
  int last_rule = -1;
  return tx.each_duty_row(ledger_viewer(), scope, [&](std::string_view obligation, const store::DutyRow& row) {
    if (obligation != last_name) {
      last_name = obligation;
      last_rule = rules_.find_rule(obligation);
    }
    if (last_rule < 0) unknown_.push_back(row.id);
    else by_rule_[static_cast<std::size_t>(last_rule)].push_back(row);
    return true;
  });
}

Status StoredDuties::load(store::ReadTx& tx, store::OrgRange range, const Scope& scope) {
  store::DutyScope part;
  part.plan = rules_.plan().name;
  part.orgs = range;
  if (scope.whole()) return load_part(tx, part);
  store::DutyScope objects = part;
  for (std::size_t r = 0; r < by_rule_.size(); ++r) {
    const std::string& name = rules_.rules()[r].obligation().name;
    if (scope.part(r) == Scope::Part::all) part.obligations.push_back(name);
    if (scope.part(r) == Scope::Part::objects) objects.obligations.push_back(name);
  }
  objects.objects = scope.objects();
  if (!part.obligations.empty()) LP_CHECK_OK(load_part(tx, part));
  if (!objects.obligations.empty()) LP_CHECK_OK(load_part(tx, objects));
  return {};
}

}  // namespace lp::campaign
