#include "campaign/object_facts.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace lp::campaign {
namespace {

struct PathEntry {
  std::string_view state;
  Timestamp at;
};

// Calls fn for each entry of "draft@1719763200000000;…", newest first, until it returns false.
template <class Fn>
void each_entry_backwards(std::string_view path, const Fn& fn) {
  while (!path.empty()) {
    const auto cut = path.rfind(';');
    const std::string_view part = cut == std::string_view::npos ? path : path.substr(cut + 1);
    path = cut == std::string_view::npos ? std::string_view{} : path.substr(0, cut);
    const auto mark = part.rfind('@');
    if (mark == std::string_view::npos) continue;
    std::int64_t micros = 0;
    std::from_chars(part.data() + mark + 1, part.data() + part.size(), micros);
    if (!fn(PathEntry{part.substr(0, mark), Timestamp(micros)})) return;
  }
}

}  // namespace

ObjectView to_view(const model::Record& record, const model::FieldSource& fields) {
  return {record.id, record.org, record.state, record.state_since, record.path, fields};
}

bool in_state(const std::vector<std::string>& states, std::string_view state) {
  return std::find(states.begin(), states.end(), state) != states.end();
}

std::optional<Timestamp> find_entered(const ObjectView& v, std::string_view state) {
  std::optional<Timestamp> found;
  each_entry_backwards(v.path, [&](const PathEntry& e) {
    if (e.state == state) found = e.at;
    return !found;
  });
  if (!found && v.state == state) found = v.state_since;
  return found;
}

std::optional<Timestamp> find_stay_began(const ObjectView& v, const std::vector<std::string>& states) {
  std::optional<Timestamp> began;
  each_entry_backwards(v.path, [&](const PathEntry& e) {
    if (!states.empty() && !in_state(states, e.state)) return false;
    began = e.at;
    return true;
  });
  if (!began && (states.empty() || in_state(states, v.state))) began = v.state_since;
  return began;
}

std::int32_t to_days(const json::value* value) {
  if (value == nullptr) return no_date;
  if (value->is_int64()) return date_in_china(Timestamp(value->get_int64())).days();
  if (!value->is_string() || value->get_string().empty()) return no_date;
  const auto date = parse_date(value->get_string());
  return date ? date->days() : no_date;
}

bool proves(const model::MetWhen& met, const ObjectView& v, Date today) {
  if (!met.states.empty() && !in_state(met.states, v.state)) return false;
  return !met.where || test(*met.where, v.fields, today);
}

std::int32_t done_on(const model::MetWhen& met, const ObjectView& v) {
  if (!met.date_field.empty()) {
    if (const std::int32_t day = to_days(v.fields.field(met.date_field)); day != no_date) return day;
  }
  const auto began = find_stay_began(v, met.states);
  return date_in_china(began.value_or(v.state_since)).days();
}

std::int32_t trigger_on(const model::DueSource& source, const ObjectView& v) {
  using Kind = model::DueSource::Kind;
  if (source.kind == Kind::on) return source.date.days();
  if (source.kind == Kind::after_field) return to_days(v.fields.field(source.field));
  if (source.kind != Kind::after_state) return no_date;
  const auto entered = find_entered(v, source.state);
  return entered ? date_in_china(*entered).days() : no_date;
}

std::string cycle_value(const Rule& rule, const ObjectView& v) {
  if (!rule.recurring()) return {};
  const auto& source = rule.obligation().due[static_cast<std::size_t>(rule.cycle_source())];
  const json::value* value = source.cycle_field.empty() ? nullptr : v.fields.field(source.cycle_field);
  if (value == nullptr || value->is_null()) return {};
  return value->is_string() ? std::string(value->get_string()) : to_text(*value);
}

void append_ids(const json::value* field, std::vector<std::int64_t>& out) {
  if (field == nullptr) return;
  if (field->is_int64()) out.push_back(field->get_int64());
  if (!field->is_array()) return;
  for (const json::value& element : field->get_array()) {
    if (element.is_int64()) out.push_back(element.get_int64());
  }
}

}  // namespace lp::campaign
