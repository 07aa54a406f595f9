#pragma once
// How far the ledger of a plan is computed: under which rules, for which day, up to which entry
// of the journal. Kept in the store, so that a program that starts again computes only what was
// written since; lost or of other rules, everything is computed anew.

#include <cstdint>
#include <optional>
#include <string>

#include "campaign/plan_rules.h"
#include "model/catalogue.h"
#include "store/store.h"

namespace lp::campaign {

struct LedgerMark {
  std::string rules;        // rules_fingerprint()
  Date day;
  std::int64_t entry = 0;   // all journal entries up to this one are in the ledger
  bool operator==(const LedgerMark&) const = default;
};

// Of everything the computation reads from specs: the plan, its obligations, the kinds they
// look at and the calendar; and of the arithmetic itself.
std::string rules_fingerprint(const model::Catalogue& catalogue, const PlanRules& rules);

Result<std::optional<LedgerMark>> load_mark(store::ReadTx& tx, std::string_view plan);
Status save_mark(store::WriteTx& tx, std::string_view plan, const LedgerMark& mark);

}  // namespace lp::campaign
