#include "campaign/gatherer.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "campaign/scan_filter.h"

namespace lp::campaign {
namespace {

std::string_view get_text(const json::object& o, std::string_view key) {
  const json::value* v = find(o, key);
  return v != nullptr && v->is_string() ? std::string_view(v->get_string()) : std::string_view{};
}

}  // namespace

model::Predicate within(std::string_view field, store::OrgRange range) {
  using model::Predicate;
  if (range.first == range.last) return Predicate::equals(std::string(field), range.first);
  if (range.all()) return {};
  return Predicate::all_of({Predicate::compare(std::string(field), model::Op::gte, {range.first}),
                            Predicate::compare(std::string(field), model::Op::lte, {range.last})});
}

const model::Viewer& ledger_viewer() {
  static const model::Viewer viewer = model::Viewer::system("ledger");
  return viewer;
}

bool owes_nothing(const model::Kind& kind, const model::MetWhen& met, std::string_view state) {
  const model::State* s = kind.workflow.find_state(state);
  if (s == nullptr || !s->end || s->tone == model::Tone::success) return false;
  return !(met.kind.empty() && in_state(met.states, state));
}

void Inputs::sort() {
  const auto before = [](const Candidate& a, const Candidate& b) {
    return std::tie(a.org, a.object) < std::tie(b.org, b.object);
  };
  if (!std::is_sorted(candidates.begin(), candidates.end(), before)) std::sort(candidates.begin(), candidates.end(), before);
  std::sort(proofs.begin(), proofs.end(), [](const ProofRow& a, const ProofRow& b) {
    return std::tie(a.org, a.object, a.done, a.record) < std::tie(b.org, b.object, b.done, b.record);
  });
}

Gatherer::Gatherer(const PlanRules& rules, const OrgTable& orgs, const Scope& scope, Date today)
    : rules_(rules), orgs_(orgs), today_(today), scope_(scope), inputs_(rules.rules().size()) {}

void Gatherer::add_candidate(std::size_t rule, const ObjectView& view, std::int64_t org, std::int64_t object) {
  const Rule& r = rules_.rules()[rule];
  const model::Obligation& o = r.obligation();
  Inputs& in = inputs_[rule];
  Candidate c{.org = org, .object = object, .triggers = static_cast<std::uint32_t>(in.triggers.size())};
  for (const model::DueSource& source : o.due) in.triggers.push_back(trigger_on(source, view));
  if (r.recurring()) c.cycle = r.find_cycle(cycle_value(r, view));
  if (o.met.kind.empty() && proves(o.met, view, today_)) c.self_done = done_on(o.met, view);
  in.candidates.push_back(c);
}

void Gatherer::add_proof(std::size_t rule, const ObjectView& view, std::int64_t org) {
  const model::Obligation& o = rules_.rules()[rule].obligation();
  if (!proves(o.met, view, today_)) return;
  ids_.clear();
  if (!o.each_kind.empty() && !o.met.object_field.empty()) append_ids(view.fields.field(o.met.object_field), ids_);
  else ids_.push_back(0);
  const std::int32_t done = done_on(o.met, view);
  for (std::int64_t object : ids_) inputs_[rule].proofs.push_back({org, object, view.id.value, done});
}

void Gatherer::add_organisations() {
  for (std::size_t i = 0; i < orgs_.size(); ++i) {
    const json::object& data = orgs_.data(i);
    const model::ObjectSource source(data, &data);
    const ObjectView view{to_record(orgs_.id(i)), orgs_.id(i), get_text(data, "state"),
                          Timestamp(get_int(data, "state_since")), get_text(data, "path"), source};
    for (std::size_t r = 0; r < rules_.rules().size(); ++r) {
      const model::Obligation& o = rules_.rules()[r].obligation();
      if (!scope_.wants(r) || !orgs_.applies(r, i)) continue;
      if (o.each_kind.empty() || (o.each_kind == organisation_kind && test(o.each_where, source, today_))) {
        add_candidate(r, view, view.org.value, o.each_kind.empty() ? 0 : view.id.value);
      }
      if (o.met.kind == organisation_kind) add_proof(r, view, view.org.value);
    }
  }
}

void Gatherer::add_switched(const KindPass& pass, const RowSource& row, const ObjectView& view, std::size_t org) {
  const json::value* value = row.field(pass.switch_field);
  if (value == nullptr || !value->is_string()) return;
  const auto found = pass.switched.find(std::string_view(value->get_string()));
  if (found == pass.switched.end()) return;
  for (std::size_t r : found->second) {
    if (scope_.wants(r) && orgs_.applies(r, org)) add_proof(r, view, view.org.value);
  }
}

void Gatherer::add_row(const KindPass& pass, const RowSource& row, std::size_t org) {
  const ObjectView view = row.view();
  for (std::size_t r : pass.objects) {
    const model::Obligation& o = rules_.rules()[r].obligation();
    if (!scope_.has(r, view.id.value) || !orgs_.applies(r, org) || owes_nothing(*pass.kind, o.met, view.state)) continue;
    if (test(o.each_where, row, today_)) add_candidate(r, view, view.org.value, view.id.value);
  }
  for (std::size_t r : pass.proofs) {
    if (scope_.wants(r) && orgs_.applies(r, org)) add_proof(r, view, view.org.value);
  }
  if (!pass.switched.empty()) add_switched(pass, row, view, org);
}

Status Gatherer::scan(store::ReadTx& tx, const KindPass& pass, store::OrgRange range) {
  store::RecordQuery query;
  query.kind = pass.kind->name;
  query.where = records_wanted(rules_, scope_, pass, range);
  if (query.where.node == model::Predicate::Node::never) return {};
  query.limit = -1;
  query.today = today_;
  RowSource row(pass.columns);
  return tx.each_row(ledger_viewer(), query, pass.columns.names(), [&](const store::RowView& cells) {
    ++records_;
    const int org = orgs_.find(cells.integer(Columns::org));
    if (org < 0) return true;
    row.set_row(cells, &orgs_.data(static_cast<std::size_t>(org)));
    add_row(pass, row, static_cast<std::size_t>(org));
    return true;
  });
}

}  // namespace lp::campaign
