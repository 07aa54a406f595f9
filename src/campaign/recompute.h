#pragma once
// The two ways to compute: everything in parallel scans, or one organisation inside a
// transaction. Both give differences against the stored ledger; write_diff() applies them.

#include <vector>

#include "campaign/duty_diff.h"
#include "campaign/ledger.h"
#include "campaign/plan_rules.h"

namespace lp::campaign {

struct LedgerDiff {
  std::vector<DutyDiff> by_rule;
  std::vector<DutyId> gone;      // of obligations the plan no longer has
  std::int64_t records = 0;
  bool empty() const;
};

// Reads with two threads, each in a snapshot of its own. A record written between the two is
// corrected by the recompute_for() that follows every write.
Result<LedgerDiff> compute_all(store::Store& store, const PlanRules& rules, Date today, const LedgerProgress& progress);
// `wanted`: per rule.
Result<LedgerDiff> compute_org(store::ReadTx& tx, const PlanRules& rules, OrgId org, const std::vector<bool>& wanted, Date today);
Result<LedgerChange> write_diff(store::WriteTx& tx, const PlanRules& rules, const LedgerDiff& diff, Timestamp now);

}  // namespace lp::campaign
