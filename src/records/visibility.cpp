#include "records/visibility.h"

#include "base/text.h"

namespace lp::records {
namespace {

bool sees_regulator_fields(const model::Viewer& viewer) {
  const auto side = model::side_of(viewer.role);
  return side == model::Side::regulator || side == model::Side::system;
}

std::string masked_text(const model::Field& field, std::string_view text) {
  const std::size_t length = count_codepoints(text);
  switch (field.type) {
    case model::FieldType::phone: return mask_middle(text, length > 7 ? 3 : 0, length > 7 ? 4 : 0);
    case model::FieldType::email: {
      const auto at = text.find('@');
      if (at == std::string_view::npos) return mask_middle(text, 1, 0);
      return mask_middle(text.substr(0, at), 1, 0) + std::string(text.substr(at));
    }
    default: return length > 7 ? mask_middle(text, 3, 4) : mask_middle(text, 1, 0);
  }
}

void mask_rows(const model::Field& field, json::value& value) {
  if (!value.is_array()) return;
  for (auto& row : value.as_array()) {
    if (!row.is_object()) continue;
    for (const auto& column : field.columns) {
      json::value* cell = row.as_object().if_contains(column.name);
      if (column.personal && cell != nullptr) *cell = masked(column, *cell);
    }
  }
}

}  // namespace

bool may_see(const model::Viewer& viewer, const model::Field& field) {
  return !field.regulator_only || sees_regulator_fields(viewer);
}

void hide_fields(const model::Viewer& viewer, const model::Kind& kind, model::Record& record) {
  if (sees_regulator_fields(viewer)) return;
  for (const auto& field : kind.fields) {
    if (field.regulator_only) record.data.erase(field.name);
  }
}

void hide_fields(const model::Viewer& viewer, const model::Kind& kind, model::HistoryEntry& entry) {
  if (sees_regulator_fields(viewer)) return;
  for (const auto& field : kind.fields) {
    if (field.regulator_only) entry.changes.erase(field.name);
  }
}

json::value masked(const model::Field& field, const json::value& value) {
  if (value.is_string()) {
    const auto& text = value.as_string();
    return text.empty() ? value : json::value(masked_text(field, {text.data(), text.size()}));
  }
  if (value.is_null()) return value;
  if (value.is_array()) {
    json::array out;
    for (const auto& item : value.as_array()) out.push_back(masked(field, item));
    return out;
  }
  return "***";
}

json::value without_personal(const model::Field& field, json::value value) {
  if (field.personal) return masked(field, value);
  if (field.type == model::FieldType::rows) mask_rows(field, value);
  return value;
}

void mask_personal(const model::Kind& kind, model::Record& record) {
  for (const auto& field : kind.fields) {
    json::value* value = record.data.if_contains(field.name);
    if (value != nullptr) *value = without_personal(field, std::move(*value));
  }
}

}  // namespace lp::records
