#include "campaign/org_table.h"

#include "campaign/gatherer.h"

namespace lp::campaign {

Status OrgTable::load(store::ReadTx& tx, store::OrgRange range, const Scope& scope, Date today) {
  const KindPass& pass = rules_.organisations();
  store::RecordQuery query;
  query.kind = pass.kind->name;
  query.limit = -1;
  query.today = today;
  query.where = within("id", range);
  RowSource row(pass.columns);
  LP_CHECK_OK(tx.each_row(ledger_viewer(), query, pass.columns.names(), [&](const store::RowView& cells) {
    row.set_row(cells, nullptr);
    add(row);
    return true;
  }));
  decide(scope, today);
  return {};
}

void OrgTable::add(const RowSource& row) {
  const KindPass& pass = rules_.organisations();
  const ObjectView view = row.view();
  const model::State* state = pass.kind->workflow.find_state(view.state);
  if (state != nullptr && state->end) return;
  json::object data;
  for (const std::string& name : pass.columns.names()) {
    if (const json::value* v = row.field(name); v != nullptr && !v->is_null()) data[name] = *v;
  }
  index_.emplace(view.id.value, static_cast<int>(ids_.size()));
  ids_.push_back(to_org(view.id));
  data_.push_back(std::move(data));
}

void OrgTable::decide(const Scope& scope, Date today) {
  applies_.assign(rules_.rules().size(), std::vector<bool>(ids_.size()));
  for (std::size_t r = 0; r < applies_.size(); ++r) {
    if (!scope.wants(r)) continue;
    const model::Obligation& obligation = rules_.rules()[r].obligation();
    for (std::size_t i = 0; i < ids_.size(); ++i) {
      applies_[r][i] = PlanRules::addresses(obligation, lp::find(data_[i], types_field)) &&
                       test(obligation.applies_to, model::ObjectSource(data_[i]), today);
    }
  }
}

int OrgTable::find(std::int64_t org) const {
  const auto found = index_.find(org);
  return found == index_.end() ? -1 : found->second;
}

}  // namespace lp::campaign
