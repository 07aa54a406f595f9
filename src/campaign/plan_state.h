#pragma once
// What a Ledger keeps per plan: the rules made ready (making them again for every changed record
// would cost more than the record) and how far the ledger is computed. Guarded by the Ledger's lock.

#include <algorithm>
#include <optional>
#include <string>

#include "campaign/gatherer.h"
#include "campaign/ledger.h"
#include "campaign/ledger_mark.h"
#include "campaign/recompute.h"

namespace lp::campaign {

struct Ledger::PlanState {
  explicit PlanState(PlanRules made) : rules(std::move(made)) {}
  PlanRules rules;
  std::string fingerprint;
  std::optional<LedgerMark> mark, kept;   // in memory; in the store

  // Whether what is written since is all there is to compute.
  bool is_current(Date today) const { return mark && mark->rules == fingerprint && mark->day == today; }
  Status keep(store::Store& store) {
    if (!mark || mark == kept) return {};
    LP_CHECK_OK(store.write([this](store::WriteTx& tx) { return save_mark(tx, rules.plan().name, *mark); }));
    kept = mark;
    return {};
  }
};

}  // namespace lp::campaign
