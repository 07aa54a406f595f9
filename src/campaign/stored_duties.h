#pragma once
// The ledger of some organisations as it stands, sorted out by obligation. One thread.

#include <span>
#include <vector>

#include "campaign/duty_diff.h"
#include "campaign/scope.h"

namespace lp::campaign {

class StoredDuties {
 public:
  explicit StoredDuties(const PlanRules& rules);
  // Of the obligations and objects in the scope.
  Status load(store::ReadTx& tx, store::OrgRange range, const Scope& scope);
  // By organisation, object, cycle.
  std::span<const store::DutyRow> of(std::size_t rule) const { return by_rule_[rule]; }
  // Of obligations the plan does not have (any more).
  std::vector<DutyId>& unknown() { return unknown_; }

 private:
  Status load_part(store::ReadTx& tx, const store::DutyScope& scope);

  const PlanRules& rules_;
  std::vector<std::vector<store::DutyRow>> by_rule_;
  std::vector<DutyId> unknown_;
};

}  // namespace lp::campaign
