#pragma once
// Computing the ledger: the duties of some organisations from their records, compared with the
// stored ones. A full computation is the same thing done for all organisations, a few hundred at
// a time, so the two cannot disagree and memory does not grow with the ledger.

#include <vector>

#include "campaign/duty_diff.h"
#include "campaign/ledger.h"
#include "campaign/plan_rules.h"
#include "campaign/scope.h"

namespace lp::campaign {

// Of some organisations.
struct LedgerDiff {
  std::vector<DutyDiff> by_rule;
  std::vector<DutyId> gone;      // of obligations the plan no longer has
  std::int64_t records = 0;
  bool empty() const;
};
using LedgerDiffs = std::vector<LedgerDiff>;   // by organisation: written in this order, neighbours lie together

// `progress` is told the share done, by one of the threads. Each of the two threads reads in a
// snapshot of its own; a record written between the two comes with the changes followed later.
Result<LedgerDiffs> compute_all(store::Store& store, const PlanRules& rules, Date today, const LedgerProgress& progress);
Result<LedgerDiff> compute(store::ReadTx& tx, const PlanRules& rules, store::OrgRange range, const Scope& scope, Date today);
LedgerChange count(const LedgerDiff& diff);
Status write_diff(store::WriteTx& tx, const PlanRules& rules, const LedgerDiff& diff, Timestamp now);

}  // namespace lp::campaign
