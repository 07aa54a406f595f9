// Values as people read them: code titles, 是/否, dates, file names.
#include <fmt/format.h>

#include "records/diff.h"

namespace lp::records {
namespace {

using model::FieldType;

LocalText both(std::string text) { return {text, text}; }

std::string text_of(const json::value& value) {
  return value.is_string() ? std::string(value.as_string().data(), value.as_string().size()) : to_text(value);
}

LocalText option_text(const model::Option* option, const json::value& value) {
  return option != nullptr ? option->title : both(text_of(value));
}

const model::Option* find_option(const model::Catalogue& catalogue, const model::Field& field, std::string_view code) {
  if (field.type == FieldType::code) {
    const model::Taxonomy* taxonomy = catalogue.taxonomy(field.of);
    return taxonomy != nullptr ? taxonomy->find(code) : nullptr;
  }
  for (const auto& option : field.options) {
    if (option.code == code) return &option;
  }
  return nullptr;
}

LocalText joined(const model::Catalogue& catalogue, const model::Field& field, const json::array& items) {
  LocalText text;
  for (const auto& item : items) {
    const LocalText one = value_text(catalogue, field, item);
    text.zh += (text.zh.empty() ? "" : "、") + one.zh;
    text.en += (text.en.empty() ? "" : ", ") + one.en;
  }
  return text;
}

LocalText row_text(const model::Catalogue& catalogue, const model::Field& field, const json::object& row) {
  LocalText text;
  for (const auto& column : field.columns) {
    const json::value* cell = find(row, column.name);
    if (cell == nullptr || cell->is_null()) continue;
    const LocalText one = value_text(catalogue, column, *cell);
    text.zh += fmt::format("{}{}：{}", text.zh.empty() ? "" : "；", column.title.zh, one.zh);
    text.en += fmt::format("{}{}: {}", text.en.empty() ? "" : "; ", column.title.en, one.en);
  }
  return text;
}

}  // namespace

LocalText value_text(const model::Catalogue& catalogue, const model::Field& field, const json::value& value) {
  if (value.is_null()) return {};
  if (value.is_array()) return joined(catalogue, field, value.as_array());
  if (value.is_object()) {
    if (field.type == FieldType::rows) return row_text(catalogue, field, value.as_object());
    return both(get_string(value.as_object(), "name", to_text(value)));
  }
  switch (field.type) {
    case FieldType::boolean: return value.is_bool() && value.as_bool() ? LocalText{"是", "yes"} : LocalText{"否", "no"};
    case FieldType::code:
    case FieldType::enumeration: return option_text(find_option(catalogue, field, text_of(value)), value);
    case FieldType::timestamp: return value.is_int64() ? both(to_string(Timestamp(value.as_int64()))) : both(text_of(value));
    default: return both(text_of(value) + (field.unit.empty() ? "" : " " + field.unit));
  }
}

}  // namespace lp::records
