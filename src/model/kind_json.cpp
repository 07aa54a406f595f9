#include "model/kind_json.h"

#include <algorithm>

namespace lp::model {
namespace {

json::array texts(const std::vector<std::string>& list) {
  json::array out;
  for (const std::string& text : list) out.emplace_back(text);
  return out;
}

// Options that say nothing are left out: the answer is read by every page.
void put_text(json::object& out, const char* key, const std::string& text) {
  if (!text.empty()) out[key] = text;
}
void put_texts(json::object& out, const char* key, const std::vector<std::string>& list) {
  if (!list.empty()) out[key] = texts(list);
}
void put_local(json::object& out, const char* key, const LocalText& text) {
  if (!text.empty()) out[key] = to_json(text);
}
void put_true(json::object& out, const char* key, bool value) {
  if (value) out[key] = true;
}

template <class Items, class Make>
json::array list_of(const Items& items, Make make) {
  json::array out;
  for (const auto& item : items) out.push_back(make(item));
  return out;
}
json::object option_json(const Option& o) { return to_json(o); }
json::object field_json(const Field& f) { return to_json(f); }

json::object state_json(const State& s) {
  json::object out{{"name", s.name}, {"title", to_json(s.title)}, {"tone", to_string(s.tone)}};
  put_text(out, "clock", s.clock);
  put_true(out, "lock", s.lock);
  put_true(out, "end", s.end);
  put_texts(out, "editable", s.editable);
  return out;
}

json::array guards_json(const Move& m) {
  json::array out;
  for (std::size_t i = 0; i < m.guards.size(); ++i) {
    json::object guard{{"when", to_map_form(m.guards[i])}};
    if (i < m.guard_titles.size()) put_local(guard, "title", m.guard_titles[i]);
    out.push_back(std::move(guard));
  }
  return out;
}

json::object move_json(const Move& m) {
  json::array by;
  for (const Side side : m.by) by.emplace_back(to_string(side));
  json::object out{{"name", m.name}, {"title", to_json(m.title)}, {"from", texts(m.from)}, {"to", m.to}, {"by", std::move(by)}, {"tone", to_string(m.tone)}};
  put_texts(out, "needs", m.needs);
  put_texts(out, "sets", m.sets);
  put_texts(out, "stamps", m.stamps);
  put_text(out, "not_by", m.not_by);
  put_text(out, "creates", m.creates);
  if (!m.guards.empty()) out["guards"] = guards_json(m);
  put_true(out, "confirm", m.confirm);
  put_true(out, "review", m.review);
  return out;
}

void put_marks(json::object& out, const Field& f) {
  put_true(out, "multi", f.multi);
  put_true(out, "required", f.required);
  put_texts(out, "required_from", f.required_from);
  if (f.required_when) out["required_when"] = to_map_form(*f.required_when);
  put_true(out, "unique", f.unique);
  put_true(out, "unique_in_org", f.unique_in_org);
  put_true(out, "filter", f.filter);
  put_true(out, "search", f.search);
  put_true(out, "list", f.list);
  put_true(out, "personal", f.personal);
  put_true(out, "regulator_only", f.regulator_only);
  put_true(out, "assessor_only_write", f.assessor_only_write);
  put_true(out, "immutable", f.immutable);
}

json::array sections_json(const Kind& kind) {
  std::vector<LocalText> seen;
  json::array out;
  for (const Field& f : kind.fields) {
    if (std::find(seen.begin(), seen.end(), f.section) != seen.end()) continue;
    seen.push_back(f.section);
    out.push_back(to_json(f.section));
  }
  return out;
}

}  // namespace

json::object to_json(const LocalText& text) { return {{"zh", text.zh}, {"en", text.en}}; }

json::object to_json(const Option& option) {
  json::object out{{"code", option.code}, {"title", to_json(option.title)}};
  put_text(out, "parent", option.parent);
  put_text(out, "source", option.source);
  if (!option.verified) out["verified"] = false;
  return out;
}

json::object to_json(const Field& f) {
  json::object out{{"name", f.name}, {"type", to_string(f.type)}, {"title", to_json(f.title)}};
  put_local(out, "help", f.help);
  put_local(out, "section", f.section);
  put_text(out, "of", f.of);
  if (f.type == FieldType::list) out["item"] = to_string(f.item);
  if (!f.options.empty()) out["options"] = list_of(f.options, option_json);
  if (!f.columns.empty()) out["columns"] = list_of(f.columns, field_json);
  put_marks(out, f);
  if (f.min) out["min"] = *f.min;
  if (f.max) out["max"] = *f.max;
  if (f.max_length > 0) out["max_length"] = f.max_length;
  put_text(out, "pattern", f.pattern);
  put_text(out, "computed", f.computed);
  if (!f.default_value.is_null()) out["default"] = f.default_value;
  put_text(out, "unit", f.unit);
  put_texts(out, "aliases", f.aliases);
  return out;
}

json::object to_json(const Workflow& w) {
  return {{"start", w.start}, {"states", list_of(w.states, state_json)}, {"moves", list_of(w.moves, move_json)}};
}

json::object to_json(const Kind& kind) {
  json::object creatable, visible;
  for (const auto& [side, may] : kind.creatable) creatable[to_string(side)] = may;
  for (const auto& [side, reach] : kind.visible) visible[to_string(side)] = to_string(reach);
  json::object out{{"name", kind.name}, {"version", kind.version}, {"title", to_json(kind.title)}};
  put_local(out, "help", kind.help);
  out["task"] = kind.task;
  out["icon"] = kind.icon;
  out["label"] = kind.label_field;
  out["number"] = kind.number_prefix;
  out["owned"] = kind.owned;
  out["verified"] = kind.verified;
  out["creatable"] = std::move(creatable);
  out["visible"] = std::move(visible);
  out["sections"] = sections_json(kind);
  out["fields"] = list_of(kind.fields, field_json);
  out["workflow"] = to_json(kind.workflow);
  out["sources"] = texts(kind.sources);
  if (!kind.portal_sheet.empty()) out["portal_sheet"] = kind.portal_sheet;
  return out;
}

json::object to_json(const Taxonomy& t) {
  return {{"name", t.name}, {"title", to_json(t.title)}, {"verified", t.verified}, {"source", t.source}, {"entries", list_of(t.entries, option_json)}};
}

}  // namespace lp::model
