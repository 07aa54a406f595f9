#pragma once
// The ledger as it stands, sorted out by obligation. One thread.

#include <span>
#include <vector>

#include "campaign/duty_diff.h"
#include "campaign/plan_rules.h"

namespace lp::campaign {

class StoredDuties {
 public:
  explicit StoredDuties(const PlanRules& rules) : rules_(rules), by_rule_(rules.rules().size()) {}
  Status load(store::ReadTx& tx, OrgId org_or_all);
  std::span<const store::DutyRow> sorted(std::size_t rule);
  // Of obligations the plan does not have (any more).
  std::vector<DutyId>& unknown() { return unknown_; }

 private:
  const PlanRules& rules_;
  std::vector<std::vector<store::DutyRow>> by_rule_;
  std::vector<DutyId> unknown_;
};

}  // namespace lp::campaign
