#include "campaign/recompute.h"

#include <algorithm>

#include "campaign/stored_duties.h"

namespace lp::campaign {
namespace {

constexpr std::size_t write_batch = 4096;
constexpr std::string_view no_longer_applies = "no longer applies";

}  // namespace

bool LedgerDiff::empty() const {
  return gone.empty() && std::all_of(by_rule.begin(), by_rule.end(),
                                     [](const DutyDiff& d) { return d.changed.empty() && d.gone.empty(); });
}

LedgerChange count(const LedgerDiff& diff) {
  LedgerChange total;
  total.records = diff.records;
  for (const DutyDiff& d : diff.by_rule) {
    total.duties += d.duties;
    total.added += d.added;
    total.changed += static_cast<std::int64_t>(d.changed.size()) - d.added;
    total.removed += static_cast<std::int64_t>(d.gone.size());
  }
  total.removed += static_cast<std::int64_t>(diff.gone.size());
  return total;
}

Result<LedgerDiff> compute(store::ReadTx& tx, const PlanRules& rules, store::OrgRange range, const Scope& scope, Date today) {
  OrgTable orgs(rules);
  LP_CHECK_OK(orgs.load(tx, range, scope, today));
  Gatherer gatherer(rules, orgs, scope, today);
  gatherer.add_organisations();
  if (orgs.size() > 0) {
    for (const KindPass& pass : rules.passes()) LP_CHECK_OK(gatherer.scan(tx, pass, range));
  }
  StoredDuties stored(rules);
  LP_CHECK_OK(stored.load(tx, range, scope));
  LedgerDiff result;
  result.records = gatherer.records();
  result.by_rule.resize(rules.rules().size());
  for (std::size_t r = 0; r < rules.rules().size(); ++r) {
    if (!scope.wants(r)) continue;
    gatherer.inputs()[r].sort();
    result.by_rule[r] = diff_duties(rules.rules()[r], gatherer.inputs()[r], stored.of(r), today);
  }
  result.gone = std::move(stored.unknown());
  return result;
}

Status write_diff(store::WriteTx& tx, const PlanRules& rules, const LedgerDiff& diff, Timestamp now) {
  std::vector<model::Duty> batch;
  for (std::size_t r = 0; r < diff.by_rule.size(); ++r) {
    for (const DutyChange& change : diff.by_rule[r].changed) {
      batch.push_back(to_duty(rules.plan(), rules.rules()[r].obligation(), change, now));
      if (batch.size() < write_batch) continue;
      LP_CHECK_OK(tx.put_duties(batch));
      batch.clear();
    }
    if (!diff.by_rule[r].gone.empty()) LP_CHECK_OK(tx.remove_duties(diff.by_rule[r].gone, no_longer_applies));
  }
  if (!batch.empty()) LP_CHECK_OK(tx.put_duties(batch));
  if (!diff.gone.empty()) LP_CHECK_OK(tx.remove_duties(diff.gone, "the plan no longer has this obligation"));
  return {};
}

}  // namespace lp::campaign
