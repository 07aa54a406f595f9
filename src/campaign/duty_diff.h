#pragma once
// Computed duties against those stored: what has to be written. Pure.

#include <span>
#include <vector>

#include "campaign/gatherer.h"
#include "store/store.h"

namespace lp::campaign {

struct DutyChange {
  DutyId id;                     // 0 = new
  std::int64_t org = 0, object = 0;
  Outcome outcome;
};
struct DutyDiff {
  std::vector<DutyChange> changed;
  std::vector<DutyId> gone;
  std::int64_t duties = 0;       // standing after the computation
  std::int64_t added = 0;        // of `changed`
};

// A regulator's decision, which the computation leaves alone.
bool is_decided(model::DutyState state);

// `inputs` sorted; `stored` of the same obligation (and organisations) by org, object, cycle.
DutyDiff diff_duties(const Rule& rule, const Inputs& inputs, std::span<const store::DutyRow> stored, Date today);

// The row to write for a change.
model::Duty to_duty(const model::Plan& plan, const model::Obligation& obligation, const DutyChange& change, Timestamp now);

}  // namespace lp::campaign
