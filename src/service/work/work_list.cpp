#include "service/work/work_list.h"

#include <algorithm>

#include "campaign/explain.h"
#include "records/permissions.h"
#include "service/browse/record_view.h"
#include "service/work/review_queue.h"

namespace lp::service {
namespace {

using model::DutyState;

constexpr int first_rows = 20;

json::object queue(std::int64_t total, json::array rows) {
  json::object out{{"total", total}};
  out["rows"] = std::move(rows);
  return out;
}

// nullopt: the viewer has no duties of its own.
std::optional<store::DutyFilter> own_duties(const model::Viewer& viewer, const model::Catalogue& catalogue) {
  store::DutyFilter filter;
  filter.limit = first_rows;
  filter.order = "urgent";
  if (catalogue.plans.size() == 1) filter.plan = catalogue.plans.begin()->first;   // its duties are found by index
  const model::Side side = model::side_of(viewer.role);
  if (side == model::Side::enterprise) {
    filter.org = viewer.org;
    return filter;
  }
  if (viewer.role != model::Role::regulator_officer && viewer.role != model::Role::regulator_leader) return std::nullopt;
  for (const auto& [name, obligation] : catalogue.obligations) {
    if (obligation.force == model::Force::regulator_must) filter.obligations.push_back(name);
  }
  if (filter.obligations.empty()) return std::nullopt;
  return filter;
}

Result<json::object> duties(store::ReadTx& tx, const model::Viewer& viewer, const model::Catalogue& catalogue,
                            std::optional<store::DutyFilter> filter, std::vector<DutyState> states, Date from, Date to, Date today) {
  if (!filter) return queue(0, {});
  filter->states = std::move(states);
  if (from.days() != 0) filter->due_from = from.days();
  if (to.days() != 0) filter->due_to = to.days();
  LP_TRY(const store::DutyPage page, tx.duties(viewer, *filter));
  json::array rows;
  for (const model::Duty& duty : page.rows) {
    LP_TRY(json::object shown, campaign::duty_to_json(tx, viewer, catalogue, duty, today));
    rows.push_back(std::move(shown));
  }
  return queue(page.total, std::move(rows));
}

// An enterprise's officers work on its records together; others see what they began themselves.
model::Predicate begun_by(const model::Viewer& viewer) {
  if (model::side_of(viewer.role) == model::Side::enterprise) return {};
  return model::Predicate::equals("created_by", viewer.user.value);
}

// Records of every kind in a state, newest first: `state_of` names it or is empty.
template <class StateOf>
Result<json::object> records_in(store::ReadTx& tx, const model::Viewer& viewer, const model::Catalogue& catalogue, const StateOf& state_of) {
  std::vector<model::Record> found;
  std::int64_t total = 0;
  for (const auto& [name, kind] : catalogue.kinds) {
    const std::string state = state_of(kind);
    if (state.empty()) continue;
    store::RecordQuery query;
    query.kind = name;
    query.where = model::Predicate::all_of({model::Predicate::equals("state", json::value(state)), begun_by(viewer)});
    query.order = {{"state_since", true}};
    query.limit = first_rows;
    LP_TRY(store::RecordPage page, tx.list(viewer, query));
    total += page.total;
    std::move(page.rows.begin(), page.rows.end(), std::back_inserter(found));
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.state_since > b.state_since; });
  if (found.size() > first_rows) found.resize(first_rows);
  LP_TRY(json::array rows, to_json(tx, viewer, catalogue, found, Personal::masked));
  return queue(total, std::move(rows));
}

// A state the enterprise is asked to act in again: not the first, and with a move back into review.
std::string returned_state(const model::Viewer& viewer, const model::Kind& kind) {
  const bool own = viewer.role == model::Role::enterprise_officer && records::may_create(viewer, kind);
  return own && kind.workflow.find_state("returned") != nullptr ? "returned" : "";
}

std::string draft_state(const model::Viewer& viewer, const model::Kind& kind) {
  const model::State* start = kind.workflow.find_state(kind.workflow.start);
  const bool begun = start != nullptr && start->name == "draft";
  return begun && records::may_create(viewer, kind) ? start->name : "";
}

Result<json::object> reviews(store::ReadTx& tx, const model::Viewer& viewer, const records::Engine& engine) {
  LP_TRY(const ReviewPage page, review_queue(tx, viewer, engine, {}, 0, first_rows));
  LP_TRY(json::array rows, to_json(tx, viewer, engine.catalogue(), page.rows, Personal::masked));
  return queue(page.total, std::move(rows));
}

}  // namespace

Result<json::object> work_list(store::ReadTx& tx, const model::Viewer& viewer, const records::Engine& engine, Date today) {
  const model::Catalogue& catalogue = engine.catalogue();
  const auto filter = own_duties(viewer, catalogue);
  const std::vector<DutyState> open{DutyState::not_due, DutyState::due_soon};
  json::object out;
  LP_TRY(out["due_today"], duties(tx, viewer, catalogue, filter, open, today, today, today));
  LP_TRY(out["due_week"], duties(tx, viewer, catalogue, filter, open, today.plus_days(1), today.plus_days(7), today));
  LP_TRY(out["overdue"], duties(tx, viewer, catalogue, filter, {DutyState::overdue}, {}, {}, today));
  LP_TRY(out["returned"], records_in(tx, viewer, catalogue, [&](const model::Kind& kind) { return returned_state(viewer, kind); }));
  LP_TRY(out["waiting_review"], reviews(tx, viewer, engine));
  LP_TRY(out["drafts"], records_in(tx, viewer, catalogue, [&](const model::Kind& kind) { return draft_state(viewer, kind); }));
  return out;
}

}  // namespace lp::service
