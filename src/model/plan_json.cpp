// Plans, obligations and clocks as JSON.
#include "model/kind_json.h"

namespace lp::model {
namespace {

json::object group_json(const TaskGroup& g) { return {{"name", g.name}, {"title", to_json(g.title)}}; }

json::object phase_json(const Phase& p) {
  return {{"name", p.name}, {"title", to_json(p.title)}, {"summary", to_json(p.summary)}, {"from", to_string(p.from)}, {"to", to_string(p.to)}};
}

json::object task_json(const Task& t) {
  return {{"number", t.number}, {"group", t.group}, {"title", to_json(t.title)}, {"summary", to_json(t.summary)}};
}

template <class Items, class Make>
json::array list_of(const Items& items, Make make) {
  json::array out;
  for (const auto& item : items) out.push_back(make(item));
  return out;
}

json::value text_value(const std::string& text) { return json::value(json::string(text)); }

json::object due_json(const DueSource& d) {
  json::object out{{"verified", d.verified}};
  switch (d.kind) {
    case DueSource::Kind::on: out["on"] = to_string(d.date); break;
    case DueSource::Kind::after_state: out["after_state"] = d.state; break;
    case DueSource::Kind::after_field: out["after_field"] = d.field; break;
    case DueSource::Kind::every: {
      json::object cycles;
      for (const auto& [value, period] : d.cycles) cycles[value] = to_string(period);
      out["every"] = json::object{{"field", d.cycle_field}, {"cycles", std::move(cycles)}};
      break;
    }
    case DueSource::Kind::standing: out["standing"] = true; break;
  }
  if (d.within.amount != 0) out["within"] = to_string(d.within);
  if (!d.note.empty()) out["note"] = to_json(d.note);
  return out;
}

json::object met_json(const MetWhen& met) {
  json::object out{{"kind", met.kind}, {"state", list_of(met.states, text_value)}, {"at_least", met.at_least}};
  if (met.where) out["where"] = to_map_form(*met.where);
  if (!met.object_field.empty()) out["object"] = met.object_field;
  if (!met.date_field.empty()) out["date"] = met.date_field;
  return out;
}

json::object reminder_json(const Reminder& r) {
  return {{"when", r.when == Reminder::When::before ? "before" : "overdue"}, {"period", to_string(r.before)}, {"escalate", r.escalate}};
}

}  // namespace

json::array to_json(const std::vector<Basis>& basis) {
  return list_of(basis, [](const Basis& b) { return json::object{{"doc", b.doc}, {"clause", b.clause}, {"verified", b.verified}}; });
}

json::object to_json(const ClockRule& c) {
  return {{"name", c.name}, {"title", to_json(c.title)}, {"limit", to_string(c.limit)}, {"limit_words", to_json(to_words(c.limit))},
          {"start", to_json(c.start)}, {"subject", c.subject}, {"basis", to_json(c.basis)}, {"verified", c.verified}};
}

json::object to_json(const Plan& p) {
  return {{"name", p.name}, {"title", to_json(p.title)}, {"document", p.document}, {"issued", to_string(p.issued)}, {"region", p.region},
          {"groups", list_of(p.groups, group_json)}, {"phases", list_of(p.phases, phase_json)}, {"tasks", list_of(p.tasks, task_json)},
          {"obligations", list_of(p.obligations, text_value)}};
}

json::object to_json(const Obligation& o) {
  json::object out{{"name", o.name}, {"title", to_json(o.title)}, {"summary", to_json(o.summary)}, {"advice", to_json(o.advice)}, {"task", o.task},
                   {"phase", o.phase}, {"basis", to_json(o.basis)}, {"verified", o.verified}, {"force", to_string(o.force)},
                   {"applies_to", to_map_form(o.applies_to)}, {"met_when", met_json(o.met)}, {"due", list_of(o.due, due_json)},
                   {"proof", list_of(o.proof, text_value)}, {"submit_to", o.submit_to}, {"remind", list_of(o.remind, reminder_json)},
                   {"form", list_of(o.form, text_value)}};
  if (!o.each_kind.empty()) out["each"] = json::object{{"kind", o.each_kind}, {"where", to_map_form(o.each_where)}};
  return out;
}

}  // namespace lp::model
