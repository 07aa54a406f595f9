#include "campaign/facts.h"

#include <algorithm>
#include <tuple>

#include "base/check.h"
#include "campaign/gatherer.h"
#include "campaign/object_facts.h"
#include "campaign/plan_rules.h"
#include "campaign/titles.h"

namespace lp::campaign {
namespace {

// A record's fields together with its system fields, as a column stream would show them.
class RecordSource final : public model::FieldSource {
 public:
  RecordSource(const model::Record& r, const json::object& org) : data_(r.data, &org) {
    system_ = {{"id", r.id.value}, {"org_id", r.org.value}, {"state", r.state}, {"version", r.version},
               {"state_since", r.state_since.micros()}, {"created_at", r.created_at.micros()},
               {"updated_at", r.updated_at.micros()}, {"created_by", r.created_by.value}};
  }
  const json::value* field(std::string_view name) const override {
    const json::value* own = system_.if_contains(name);
    return own != nullptr ? own : data_.field(name);
  }

 private:
  model::ObjectSource data_;
  json::object system_;
};

const model::Kind& kind_of(const model::Catalogue& catalogue, std::string_view name) {
  const model::Kind* kind = catalogue.kind(name);
  LP_CHECK(kind != nullptr, "a record's kind is in the catalogue");
  return *kind;
}

bool is_about(const model::Obligation& o, const ObjectView& v, RecordId object) {
  if (o.each_kind.empty() || o.met.object_field.empty() || o.met.kind.empty()) return true;
  std::vector<std::int64_t> ids;
  append_ids(v.fields.field(o.met.object_field), ids);
  return std::find(ids.begin(), ids.end(), object.value) != ids.end();
}

LocalText counted_words(const LocalText& state, std::int32_t done) {
  return {"状态为“" + state.zh + "”，完成日期 " + date_text(done), "in state \"" + state.en + "\", done on " + date_text(done)};
}

Considered consider(const model::Catalogue& catalogue, const model::Obligation& o, const model::Record& r,
                    const json::object& org, RecordId object, Date today) {
  const model::Kind& kind = kind_of(catalogue, r.kind);
  const RecordSource source(r, org);
  const ObjectView view = to_view(r, source);
  const LocalText state = state_title(kind, r.state);
  Considered c{&r, "counts", {}, no_date};
  if (!is_about(o, view, object)) {
    return {&r, "other_object", {"对应的是另一个对象", "it is about another object"}, no_date};
  }
  if (!o.met.states.empty() && !in_state(o.met.states, r.state)) {
    const LocalText wanted = state_titles(kind, o.met.states);
    return {&r, "wrong_state", {"状态为“" + state.zh + "”，须为" + wanted.zh,
                                "in state \"" + state.en + "\", must be " + wanted.en}, no_date};
  }
  if (!proves(o.met, view, today)) {
    const LocalText words = words_of(*o.met.where, catalogue, kind);
    return {&r, "condition_fails", {"不满足条件：" + words.zh, "the condition does not hold: " + words.en}, no_date};
  }
  c.done = done_on(o.met, view);
  c.why = counted_words(state, c.done);
  if (c.done > today.days()) {
    c.verdict = "in_future";
    c.why = {"完成日期 " + date_text(c.done) + " 晚于今天", "its date " + date_text(c.done) + " is after today"};
  }
  return c;
}

}  // namespace

bool owes(const model::Catalogue& catalogue, const model::Obligation& o, const model::Record& org,
          const model::Record* object, Date today) {
  const RecordSource org_source(org, org.data);
  const model::State* state = kind_of(catalogue, organisation_kind).workflow.find_state(org.state);
  if (state != nullptr && state->end) return false;
  if (!PlanRules::addresses(o, find(org.data, types_field)) || !test(o.applies_to, org_source, today)) return false;
  if (o.each_kind.empty()) return object == nullptr;
  if (object == nullptr || object->kind != o.each_kind || object->org != to_org(org.id)) return false;
  const RecordSource source(*object, org.data);
  return !owes_nothing(kind_of(catalogue, object->kind), o.met, object->state) && test(o.each_where, source, today);
}

GatheredFacts gather_facts(const model::Catalogue& catalogue, const Rule& rule, const model::Record& org,
                           const model::Record* object, std::span<const model::Record> others, Date today) {
  const model::Obligation& o = rule.obligation();
  const model::Record& self = object == nullptr ? org : *object;
  const RecordSource source(self, org.data);
  const ObjectView view = to_view(self, source);
  GatheredFacts facts;
  for (const model::DueSource& due : o.due) facts.triggers.push_back(trigger_on(due, view));
  if (rule.recurring()) facts.cycle = rule.find_cycle(cycle_value(rule, view));
  if (o.met.kind.empty()) {
    facts.considered.push_back(consider(catalogue, o, self, org.data, self.id, today));
  } else {
    for (const model::Record& r : others) facts.considered.push_back(consider(catalogue, o, r, org.data, self.id, today));
  }
  for (const Considered& c : facts.considered) {
    if (c.done != no_date) facts.proofs.push_back({c.record->id, c.done});
  }
  std::sort(facts.proofs.begin(), facts.proofs.end(), [](const Proof& a, const Proof& b) {
    return std::tie(a.done, a.record) < std::tie(b.done, b.record);
  });
  return facts;
}

std::vector<ComputedDuty> duties_of(const model::Catalogue& catalogue, const Rule& rule, const model::Record& org,
                                    std::span<const model::Record> records, Date today) {
  const model::Obligation& o = rule.obligation();
  std::vector<model::Record> proving;
  for (const model::Record& r : records) {
    if (r.kind == o.met.kind && r.org == to_org(org.id)) proving.push_back(r);
  }
  if (o.met.kind == organisation_kind) proving.push_back(org);
  std::vector<ComputedDuty> duties;
  const auto add = [&](const model::Record* object) {
    if (!owes(catalogue, o, org, object, today)) return;
    const GatheredFacts facts = gather_facts(catalogue, rule, org, object, proving, today);
    std::vector<Outcome> outcomes;
    evaluate(rule, facts.view(), today, outcomes);
    for (const Outcome& outcome : outcomes) duties.push_back({object == nullptr ? RecordId{} : object->id, outcome});
  };
  if (o.each_kind.empty()) add(nullptr);
  for (const model::Record& r : records) {
    if (!o.each_kind.empty() && r.kind == o.each_kind) add(&r);
  }
  return duties;
}

}  // namespace lp::campaign
