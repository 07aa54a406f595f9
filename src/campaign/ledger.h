#pragma once
// The ledger (台账): which organisation owes which duty, until when, met by which record. It is
// computed from the records alone; nobody ticks a box. Only a regulator's decision (waived, not
// applicable, with reason) overrides the computation, and it stays until it is taken back.
//
// Guarantees. Duties keep their number for ever and numbers are never reused. Recomputing twice
// writes nothing the second time. recompute_for() after every change gives what recompute_all()
// gives. A duty whose organisation or object no longer matches is removed with its history kept.
// catch_up() after a stop, however long, gives it too: what was written is told by the journal.
// Not guaranteed: that the ledger already shows a record change when the write returns; call
// catch_up() when Store::on_commit reports one.
//
// Threads: all methods are thread-safe; recomputations and decisions run one at a time.
// Errors: those of the store; not_found for an unknown duty; denied for a viewer who is not a
// regulator; invalid for an empty reason; conflict when the duty is not in the state needed.

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/catalogue.h"
#include "model/duty.h"
#include "store/store.h"

namespace lp::campaign {

struct LedgerChange {
  std::int64_t duties = 0;      // looked at, after the computation
  std::int64_t added = 0, changed = 0, removed = 0;
  std::int64_t records = 0;     // rows read
  bool any() const { return added + changed + removed > 0; }
  LedgerChange& operator+=(const LedgerChange& o);
};
// Called from the computing thread with a share of the work done.
using LedgerProgress = std::function<void(std::int64_t done, std::int64_t total)>;

struct LedgerDiff;

enum class Decision { waive, unwaive, not_applicable };

class Ledger {
 public:
  // Both must outlive the ledger; the catalogue is the store's.
  Ledger(store::Store& store, const model::Catalogue& catalogue) : store_(store), catalogue_(catalogue) {}

  // Everything of one plan, from all records; writes differences only. not_found: no such plan.
  Result<LedgerChange> recompute_all(std::string_view plan, Date today, const LedgerProgress& progress = {});
  // Only what the changed records can affect, in every plan; everything when that is most of it.
  Result<LedgerChange> recompute_for(std::span<const store::Store::Change> changes, Date today);
  // A new day: states that depend on the date, in every plan.
  Result<LedgerChange> roll_day(Date today);

  // Brings every plan up to date: what was written since it was last computed, by this program or
  // another; everything after a new day, other specs or for the first time.
  Result<LedgerChange> catch_up(Date today);
  // Keeps how far catch_up() came, when it came further. A start without it repeats the difference.
  Status keep_marks();

  // A regulator's decision on one duty; journalled, kept in the duty's history with the reason.
  // unwaive also takes back not_applicable. Returns the duty as it stands afterwards.
  Result<model::Duty> decide(const model::Viewer&, std::string_view no, Decision, std::string_view reason, Date today);
  Result<model::Duty> waive(const model::Viewer& v, std::string_view no, std::string_view reason, Date today) {
    return decide(v, no, Decision::waive, reason, today);
  }
  Result<model::Duty> unwaive(const model::Viewer& v, std::string_view no, std::string_view reason, Date today) {
    return decide(v, no, Decision::unwaive, reason, today);
  }
  Result<model::Duty> set_not_applicable(const model::Viewer& v, std::string_view no, std::string_view reason, Date today) {
    return decide(v, no, Decision::not_applicable, reason, today);
  }

  // Freezes the plan's ledger as it is; the copy never changes. Regulators only.
  Result<store::Snapshot> take_snapshot(const model::Viewer&, std::string_view plan, std::string_view title);

 private:
  // A plan made ready is kept: making it again for every changed record costs more than the record.
  struct PlanState;
  Result<PlanState*> state_of(std::string_view plan);
  Result<LedgerChange> compute_plan(PlanState& plan, Date today, const LedgerProgress& progress);
  Result<LedgerChange> follow(PlanState& plan, Date today);
  Result<LedgerChange> compute_changes(PlanState& plan, std::span<const store::Store::Change> changes, Date today);
  Result<LedgerChange> write(PlanState& plan, const std::vector<LedgerDiff>& diffs);

  store::Store& store_;
  const model::Catalogue& catalogue_;
  std::mutex computing_;
  std::map<std::string, std::shared_ptr<PlanState>, std::less<>> plans_;  // shared_ptr: PlanState is not known here
};

}  // namespace lp::campaign
