#include "records/form.h"

#include <algorithm>

#include "base/text.h"
#include "model/computed.h"
#include "model/field_check.h"

namespace lp::records {
namespace {

using model::FieldType;

bool is_trimmed(FieldType type) {
  switch (type) {
    case FieldType::text: case FieldType::uscc: case FieldType::phone: case FieldType::email: case FieldType::url:
    case FieldType::domain: case FieldType::ip_range: case FieldType::icp_number: case FieldType::code:
    case FieldType::enumeration: case FieldType::date: return true;
    default: return false;
  }
}

std::string normal_text(FieldType type, std::string_view text) {
  std::string out(is_trimmed(type) ? trim(text) : text);
  if (type == FieldType::uscc) {
    out = to_half_width(out);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c); });
  }
  return out;
}

json::value normal_row(const model::Field& field, const json::object& row) {
  json::object out;
  for (const auto& [key, cell] : row) {
    auto column = std::find_if(field.columns.begin(), field.columns.end(), [&](const model::Field& c) { return c.name == key; });
    json::value value = column == field.columns.end() ? cell : normal_value(*column, cell);
    if (!value.is_null()) out[key] = std::move(value);
  }
  return out;
}

json::value normal_array(const model::Field& field, const json::array& items) {
  json::array out;
  model::Field item = field;
  if (field.type == FieldType::list) item.type = field.item;
  for (const auto& value : items) {
    json::value normal = value;
    if (field.type == FieldType::rows) {
      if (value.is_object()) normal = normal_row(field, value.as_object());
    } else if (value.is_string()) {
      normal = normal_value(item, value);
    }
    if (!normal.is_null()) out.push_back(std::move(normal));
  }
  return out.empty() ? json::value() : json::value(std::move(out));
}

}  // namespace

RecordSource::RecordSource(const model::Record& record, const json::object* org) : data_(record.data, org), record_(record) {}

const json::value* RecordSource::field(std::string_view name) const {
  if (const json::value* value = data_.field(name)) return value;
  if (system_.empty()) {
    system_ = {{"id", record_.id.value}, {"no", record_.no}, {"state", record_.state}, {"version", record_.version},
               {"org_id", record_.org.value}, {"created_at", record_.created_at.micros()},
               {"updated_at", record_.updated_at.micros()}, {"created_by", record_.created_by.value}};
  }
  return find(system_, name);
}

json::value normal_value(const model::Field& field, const json::value& value) {
  if (value.is_string()) {
    const auto& text = value.as_string();
    std::string normal = normal_text(field.type, {text.data(), text.size()});
    return normal.empty() ? json::value() : json::value(normal);
  }
  return value.is_array() ? normal_array(field, value.as_array()) : value;
}

bool same_value(const json::value& a, const json::value& b) {
  if (a == b) return true;
  return a.is_number() && b.is_number() && a.to_number<double>() == b.to_number<double>();
}

void set_field(json::object& data, std::string_view name, json::value value) {
  if (value.is_null()) {
    data.erase(name);
  } else {
    data[name] = std::move(value);
  }
}

void fill_defaults(const model::Kind& kind, json::object& data) {
  for (const auto& field : kind.fields) {
    if (!field.default_value.is_null() && !data.contains(field.name)) data[field.name] = field.default_value;
  }
}

void compute_fields(const model::Kind& kind, const model::Catalogue& catalogue, json::object& data) {
  for (const auto& field : kind.fields) {
    if (field.computed.empty()) continue;
    auto computed = model::compute(field.computed, data, catalogue);
    set_field(data, field.name, computed ? std::move(computed->value) : json::value());
  }
}

bool is_required(const model::Kind& kind, const model::Field& field, std::string_view state,
                 const model::FieldSource& source, Date today) {
  if (field.required) return true;
  const auto& from = field.required_from;
  const bool in_state = std::find(from.begin(), from.end(), state) != from.end();
  if (!field.required_when) return in_state;
  const bool asked = from.empty() ? state != kind.workflow.start : in_state;
  return asked && model::test(*field.required_when, source, today);
}

std::vector<FieldProblem> missing_fields(const model::Kind& kind, const model::Record& record, std::string_view state,
                                         const json::object* org, Date today) {
  std::vector<FieldProblem> problems;
  const RecordSource source(record, org);
  for (const auto& field : kind.fields) {
    if (model::is_filled(find(record.data, field.name))) continue;
    if (is_required(kind, field, state, source, today)) problems.push_back(model::required_problem(field));
  }
  return problems;
}

}  // namespace lp::records
