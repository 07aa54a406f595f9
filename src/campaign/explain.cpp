#include "campaign/explain.h"

#include <algorithm>

#include "campaign/duty_diff.h"
#include "campaign/explain_words.h"
#include "campaign/plan_rules.h"
#include "campaign/titles.h"
#include "model/kind_json.h"
#include "records/links.h"

namespace lp::campaign {
namespace {

constexpr std::size_t shown = 50;

struct Scene {
  const model::Obligation* obligation = nullptr;
  model::Record org;
  std::optional<model::Record> object;
  std::vector<model::Record> others;   // of the proving kind, newest first
};

// Records that could be meant: of the proving kind, about this object, and for task reports of this duty.
model::Predicate candidates(const model::Duty& duty, const model::Obligation& o) {
  using model::Predicate;
  std::vector<Predicate> all{Predicate::equals(o.met.kind == organisation_kind ? "id" : "org_id", duty.org.value)};
  if (!o.each_kind.empty() && !o.met.object_field.empty()) all.push_back(Predicate::equals(o.met.object_field, duty.object.value));
  if (o.met.kind == "task_report") all.push_back(Predicate::equals("obligation", json::value(o.name)));
  return Predicate::all_of(std::move(all));
}

Result<Scene> load_scene(store::ReadTx& tx, const model::Viewer& viewer, const model::Catalogue& catalogue, const model::Duty& duty) {
  Scene s;
  s.obligation = catalogue.obligation(duty.obligation);
  if (s.obligation == nullptr) {
    return make_error(Errc::not_found, "obligation " + duty.obligation + " is no longer in specs/obligations");
  }
  LP_TRY(s.org, tx.get(viewer, organisation_kind, to_record(duty.org)));
  if (duty.object) {
    LP_TRY(s.object, tx.get(viewer, s.obligation->each_kind, duty.object));
  }
  if (!s.obligation->met.kind.empty()) {
    store::RecordQuery query;
    query.kind = s.obligation->met.kind;
    query.where = candidates(duty, *s.obligation);
    query.limit = -1;
    LP_CHECK_OK(tx.each(viewer, query, [&](const model::Record& r) {
      s.others.push_back(r);
      return true;
    }));
    std::sort(s.others.begin(), s.others.end(), [](const auto& a, const auto& b) { return a.updated_at > b.updated_at; });
  }
  return s;
}

json::array considered_list(const model::Catalogue& catalogue, const GatheredFacts& facts, const Outcome& outcome) {
  json::array list;
  for (const Considered& c : facts.considered) {
    if (list.size() == shown) break;
    const model::Kind* kind = catalogue.kind(c.record->kind);
    const bool chosen = outcome.proof == c.record->id && outcome.met_on != no_date;
    LocalText why = c.why;
    if (c.counts() && !chosen) why = {why.zh + "；可作佐证，但不是本项采用的那一份", why.en + "; would count, but another record meets this duty"};
    list.push_back(json::object{{"kind", c.record->kind}, {"id", c.record->id.value}, {"no", c.record->no},
                                {"label", kind == nullptr ? c.record->no : records::label_of(*kind, *c.record)},
                                {"verdict", chosen ? "meets" : c.verdict}, {"why", model::to_json(why)}});
  }
  return list;
}

// The computed cycle this duty is; decided duties and closed cycles keep what is stored.
Outcome outcome_for(const Rule& rule, const GatheredFacts& facts, const model::Duty& duty, Date today) {
  std::vector<Outcome> all;
  evaluate(rule, facts.view(), today, all);
  for (const Outcome& o : all) {
    if (o.cycle == duty.cycle && o.due == duty.due) return o;
  }
  Outcome stored{.cycle = duty.cycle, .state = duty.state, .due = duty.due, .enforced = duty.due, .met_on = duty.met_on, .proof = duty.proof};
  for (std::size_t i = 0; i < rule.obligation().due.size(); ++i) {
    const bool dated = rule.obligation().due[i].kind == model::DueSource::Kind::on || facts.triggers[i] != no_date;
    const bool cycle = static_cast<int>(i) == rule.cycle_source();
    if (!cycle && dated && rule.source_date(i, facts.triggers[i]) == duty.due) stored.source = static_cast<int>(i);
  }
  if (stored.source < 0) stored.source = rule.cycle_source();
  return stored;
}

}  // namespace

Result<json::object> explain(store::ReadTx& tx, const model::Viewer& viewer, const model::Catalogue& catalogue,
                             std::string_view no, Date today) {
  LP_TRY(const model::Duty duty, tx.duty(viewer, no));
  LP_TRY(const Scene scene, load_scene(tx, viewer, catalogue, duty));
  const Rule rule(*scene.obligation, catalogue.calendar);
  const GatheredFacts facts = gather_facts(catalogue, rule, scene.org, scene.object ? &*scene.object : nullptr, scene.others, today);
  const Outcome outcome = outcome_for(rule, facts, duty, today);
  json::object out;
  LP_TRY(out["duty"], duty_to_json(tx, viewer, catalogue, duty, today, get_string(scene.org.data, "name")));
  out["clauses"] = clause_list(*scene.obligation);
  out["rule"] = model::to_json(rule_words(catalogue, *scene.obligation));
  out["considered"] = considered_list(catalogue, facts, outcome);
  out["considered_total"] = facts.considered.size();
  const bool settled = is_decided(duty.state) || duty.met_on != no_date;
  out["missing"] = settled ? json::array() : missing_words(catalogue, rule, facts, outcome, today);
  out["due_from"] = due_words(catalogue, rule, facts, outcome);
  LP_TRY(out["history"], tx.duty_history(viewer, duty.id));
  return out;
}

}  // namespace lp::campaign
