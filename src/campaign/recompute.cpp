#include "campaign/recompute.h"

#include <algorithm>

#include "campaign/stored_duties.h"

namespace lp::campaign {
namespace {

constexpr std::size_t write_batch = 4096;
constexpr std::string_view no_longer_applies = "no longer applies";

Status write_changes(store::WriteTx& tx, const PlanRules& rules, std::size_t rule, const DutyDiff& diff, Timestamp now) {
  std::vector<model::Duty> batch;
  for (std::size_t from = 0; from < diff.changed.size(); from += write_batch) {
    const std::size_t to = std::min(from + write_batch, diff.changed.size());
    batch.clear();
    for (std::size_t i = from; i < to; ++i) {
      batch.push_back(to_duty(rules.plan(), rules.rules()[rule].obligation(), diff.changed[i], now));
    }
    LP_CHECK_OK(tx.put_duties(batch));
  }
  return {};
}

}  // namespace

bool LedgerDiff::empty() const {
  return gone.empty() && std::all_of(by_rule.begin(), by_rule.end(),
                                     [](const DutyDiff& d) { return d.changed.empty() && d.gone.empty(); });
}

Result<LedgerDiff> compute_org(store::ReadTx& tx, const PlanRules& rules, OrgId org, const std::vector<bool>& wanted, Date today) {
  OrgTable orgs(rules);
  LP_CHECK_OK(orgs.load(tx, org, today));
  Gatherer gatherer(rules, orgs, today, wanted);
  gatherer.add_organisations();
  const model::Predicate own = model::Predicate::equals("org_id", org.value);
  for (const KindPass& pass : rules.passes()) {
    if (orgs.size() > 0 && gatherer.needs(pass)) LP_CHECK_OK(gatherer.scan(tx, pass, own));
  }
  StoredDuties stored(rules);
  LP_CHECK_OK(stored.load(tx, org));
  LedgerDiff result;
  result.records = gatherer.records();
  result.by_rule.resize(rules.rules().size());
  for (std::size_t r = 0; r < rules.rules().size(); ++r) {
    if (!wanted.empty() && !wanted[r]) continue;
    gatherer.inputs()[r].sort();
    result.by_rule[r] = diff_duties(rules.rules()[r], gatherer.inputs()[r], stored.sorted(r), today);
  }
  return result;
}

Result<LedgerChange> write_diff(store::WriteTx& tx, const PlanRules& rules, const LedgerDiff& diff, Timestamp now) {
  LedgerChange total;
  total.records = diff.records;
  for (std::size_t r = 0; r < diff.by_rule.size(); ++r) {
    const DutyDiff& d = diff.by_rule[r];
    LP_CHECK_OK(write_changes(tx, rules, r, d, now));
    if (!d.gone.empty()) LP_CHECK_OK(tx.remove_duties(d.gone, no_longer_applies));
    total.duties += d.duties;
    total.added += d.added;
    total.changed += static_cast<std::int64_t>(d.changed.size()) - d.added;
    total.removed += static_cast<std::int64_t>(d.gone.size());
  }
  if (!diff.gone.empty()) LP_CHECK_OK(tx.remove_duties(diff.gone, "the plan no longer has this obligation"));
  total.removed += static_cast<std::int64_t>(diff.gone.size());
  return total;
}

}  // namespace lp::campaign
