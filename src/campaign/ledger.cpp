#include "campaign/ledger.h"

#include <algorithm>
#include <map>

#include "campaign/recompute.h"

namespace lp::campaign {
namespace {

using Wanted = std::map<std::int64_t, std::vector<bool>>;   // organisation → obligations to look at

void merge(std::vector<bool>& into, const std::vector<bool>& more) {
  if (into.empty()) into.resize(more.size());
  for (std::size_t i = 0; i < more.size(); ++i) into[i] = into[i] || more[i];
}

Wanted find_wanted(const PlanRules& rules, std::span<const store::Store::Change> changes) {
  Wanted wanted;
  for (const store::Store::Change& change : changes) {
    const std::vector<bool> affected = rules.affected_by(change.kind);
    if (std::find(affected.begin(), affected.end(), true) == affected.end()) continue;
    const OrgId org = change.kind == organisation_kind ? to_org(change.record) : change.org;
    if (org) merge(wanted[org.value], affected);
  }
  return wanted;
}

}  // namespace

LedgerChange& LedgerChange::operator+=(const LedgerChange& o) {
  duties += o.duties;
  added += o.added;
  changed += o.changed;
  removed += o.removed;
  records += o.records;
  return *this;
}

Result<const PlanRules*> Ledger::rules_of(std::string_view plan) {
  if (const auto found = rules_.find(plan); found != rules_.end()) return found->second.get();
  LP_TRY(PlanRules rules, PlanRules::make(catalogue_, plan));
  const auto kept = rules_.emplace(std::string(plan), std::make_shared<const PlanRules>(std::move(rules)));
  return kept.first->second.get();
}

Result<LedgerChange> Ledger::recompute_all(std::string_view plan, Date today, const LedgerProgress& progress) {
  const std::lock_guard lock(computing_);
  LP_TRY(const PlanRules* made, rules_of(plan));
  const PlanRules& rules = *made;
  LP_TRY(const LedgerDiff diff, compute_all(store_, rules, today, progress));
  LedgerChange total;
  total.records = diff.records;
  for (const DutyDiff& d : diff.by_rule) total.duties += d.duties;
  if (diff.empty()) return total;
  LP_CHECK_OK(store_.write_bulk([&](store::WriteTx& tx) -> Status {
    LP_TRY(total, write_diff(tx, rules, diff, store_.clock().now()));
    return {};
  }));
  return total;
}

Result<LedgerChange> Ledger::recompute_for(std::span<const store::Store::Change> changes, Date today) {
  const std::lock_guard lock(computing_);
  LedgerChange total;
  for (const auto& [name, plan] : catalogue_.plans) {
    LP_TRY(const PlanRules* rules, rules_of(name));
    const Wanted wanted = find_wanted(*rules, changes);
    if (wanted.empty()) continue;
    // Most changes move no duty: look first, and take the writer's place only when there is something to write.
    LedgerChange of_plan;
    bool differs = false;
    LP_CHECK_OK(store_.read([&](store::ReadTx& tx) -> Status {
      for (const auto& [org, obligations] : wanted) {
        LP_TRY(const LedgerDiff diff, compute_org(tx, *rules, OrgId{org}, obligations, today));
        differs = differs || !diff.empty();
        of_plan.records += diff.records;
        for (const DutyDiff& d : diff.by_rule) of_plan.duties += d.duties;
      }
      return {};
    }));
    if (differs) {
      LP_CHECK_OK(store_.write([&](store::WriteTx& tx) -> Status {
        of_plan = {};
        for (const auto& [org, obligations] : wanted) {
          LP_TRY(const LedgerDiff diff, compute_org(tx, *rules, OrgId{org}, obligations, today));
          LP_TRY(const LedgerChange change, write_diff(tx, *rules, diff, store_.clock().now()));
          of_plan += change;
        }
        return {};
      }));
    }
    total += of_plan;
  }
  return total;
}

Result<LedgerChange> Ledger::roll_day(Date today) {
  LedgerChange total;
  for (const auto& [name, plan] : catalogue_.plans) {
    LP_TRY(const LedgerChange change, recompute_all(name, today));
    total += change;
  }
  return total;
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
