#include "campaign/ledger.h"

#include "campaign/plan_state.h"

namespace lp::campaign {
namespace {

// Beyond these, reading everything once is quicker than looking at each.
constexpr std::size_t many_organisations = 1000;
constexpr std::size_t many_changes = 100'000;

}  // namespace

LedgerChange& LedgerChange::operator+=(const LedgerChange& o) {
  duties += o.duties;
  added += o.added;
  changed += o.changed;
  removed += o.removed;
  records += o.records;
  return *this;
}

Result<Ledger::PlanState*> Ledger::state_of(std::string_view plan) {
  if (const auto found = plans_.find(plan); found != plans_.end()) return found->second.get();
  LP_TRY(PlanRules rules, PlanRules::make(catalogue_, plan));
  auto state = std::make_shared<PlanState>(std::move(rules));
  state->fingerprint = rules_fingerprint(catalogue_, state->rules);
  LP_CHECK_OK(store_.read([&](store::ReadTx& tx) -> Status {
    LP_TRY(state->kept, load_mark(tx, plan));
    return {};
  }));
  state->mark = state->kept;
  return plans_.emplace(std::string(plan), std::move(state)).first->second.get();
}

// One transaction, so that a crash leaves all or nothing.
Result<LedgerChange> Ledger::write(PlanState& plan, const LedgerDiffs& diffs) {
  LedgerChange change;
  for (const LedgerDiff& diff : diffs) change += count(diff);
  if (!change.any()) return change;
  LP_CHECK_OK(store_.write_bulk([&](store::WriteTx& tx) -> Status {
    const Timestamp now = store_.clock().now();
    for (const LedgerDiff& diff : diffs) LP_CHECK_OK(write_diff(tx, plan.rules, diff, now));
    return {};
  }));
  return change;
}

// The journal's end is read first: what is written meanwhile is followed afterwards, at worst a second time.
Result<LedgerChange> Ledger::compute_plan(PlanState& plan, Date today, const LedgerProgress& progress) {
  LedgerMark mark{plan.fingerprint, today, 0};
  LP_CHECK_OK(store_.read([&](store::ReadTx& tx) -> Status {
    LP_TRY(mark.entry, tx.last_journal_entry());
    return {};
  }));
  LP_TRY(const LedgerDiffs diffs, compute_all(store_, plan.rules, today, progress));
  LP_TRY(const LedgerChange change, write(plan, diffs));
  plan.mark = mark;
  return change;
}

Result<LedgerChange> Ledger::compute_changes(PlanState& plan, std::span<const store::Store::Change> changes, Date today) {
  LedgerDiffs diffs;
  bool too_many = false;
  LP_CHECK_OK(store_.read([&](store::ReadTx& tx) -> Status {
    LP_TRY(const Scopes scopes, find_scopes(tx, plan.rules, changes));
    too_many = scopes.size() > many_organisations;
    if (too_many) return {};
    for (const auto& [org, scope] : scopes) {
      LP_TRY(LedgerDiff diff, compute(tx, plan.rules, OrgId{org}, scope, today));
      diffs.push_back(std::move(diff));
    }
    return {};
  }));
  if (too_many) return compute_plan(plan, today, {});
  // Written as computed: a record changed in between is in the journal and comes next.
  return write(plan, diffs);
}

Result<LedgerChange> Ledger::follow(PlanState& plan, Date today) {
  if (!plan.is_current(today)) return compute_plan(plan, today, {});
  std::vector<store::Store::Change> changes;
  LedgerMark mark = *plan.mark;
  LP_CHECK_OK(store_.read([&](store::ReadTx& tx) -> Status {
    LP_TRY(mark.entry, tx.last_journal_entry());
    return tx.each_change(ledger_viewer(), plan.mark->entry, [&](std::int64_t, const store::Store::Change& change) {
      changes.push_back(change);
      return changes.size() < many_changes;
    });
  }));
  if (changes.size() == many_changes) return compute_plan(plan, today, {});
  LedgerChange change;
  if (!changes.empty()) {
    LP_TRY(change, compute_changes(plan, changes, today));
  }
  plan.mark = mark;
  return change;
}

Result<LedgerChange> Ledger::recompute_all(std::string_view name, Date today, const LedgerProgress& progress) {
  const std::lock_guard lock(computing_);
  LP_TRY(PlanState * plan, state_of(name));
  LP_TRY(const LedgerChange change, compute_plan(*plan, today, progress));
  LP_CHECK_OK(plan->keep(store_));
  return change;
}

Result<LedgerChange> Ledger::recompute_for(std::span<const store::Store::Change> changes, Date today) {
  const std::lock_guard lock(computing_);
  LedgerChange total;
  for (const auto& [name, unused] : catalogue_.plans) {
    LP_TRY(PlanState * plan, state_of(name));
    LP_TRY(const LedgerChange change, compute_changes(*plan, changes, today));
    total += change;
  }
  return total;
}

Result<LedgerChange> Ledger::roll_day(Date today) {
  LedgerChange total;
  for (const auto& [name, unused] : catalogue_.plans) {
    LP_TRY(const LedgerChange change, recompute_all(name, today));
    total += change;
  }
  return total;
}

Result<LedgerChange> Ledger::catch_up(Date today) {
  const std::lock_guard lock(computing_);
  LedgerChange total;
  for (const auto& [name, unused] : catalogue_.plans) {
    LP_TRY(PlanState * plan, state_of(name));
    const bool afresh = !plan->is_current(today);
    LP_TRY(const LedgerChange change, follow(*plan, today));
    if (afresh) LP_CHECK_OK(plan->keep(store_));
    total += change;
  }
  return total;
}

Status Ledger::keep_marks() {
  const std::lock_guard lock(computing_);
  for (const auto& [name, plan] : plans_) LP_CHECK_OK(plan->keep(store_));
  return {};
}

Result<store::Snapshot> Ledger::take_snapshot(const model::Viewer& viewer, std::string_view plan, std::string_view title) {
  const bool regulator = viewer.role == model::Role::regulator_officer || viewer.role == model::Role::regulator_leader ||
                         viewer.role == model::Role::system;
  if (!regulator) return make_error(Errc::denied, "only the regulator freezes the ledger");
  if (catalogue_.plan(plan) == nullptr) return make_error(Errc::not_found, "no plan named \"" + std::string(plan) + "\"");
  const std::lock_guard lock(computing_);
  store::Snapshot snapshot;
  LP_CHECK_OK(store_.write_bulk([&](store::WriteTx& tx) -> Status {
    LP_TRY(snapshot, tx.take_snapshot(viewer, plan, title));
    return {};
  }));
  return snapshot;
}

}  // namespace lp::campaign
