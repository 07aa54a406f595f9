#include "records/form_json.h"

namespace lp::records {
namespace {

using model::Field;

LocalText text_of(const json::object& o, std::string_view key) {
  const json::object* text = find_object(o, key);
  return text != nullptr ? LocalText{get_string(*text, "zh"), get_string(*text, "en")} : LocalText{};
}

std::vector<std::string> strings(const json::object& o, std::string_view key) {
  std::vector<std::string> out;
  const json::array* list = find_array(o, key);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    if ((*list)[i].is_string()) out.emplace_back((*list)[i].as_string().data(), (*list)[i].as_string().size());
  }
  return out;
}

std::optional<double> number(const json::object& o, std::string_view key) {
  const json::value* value = find(o, key);
  return value != nullptr && value->is_number() ? std::optional(value->to_number<double>()) : std::nullopt;
}

std::vector<model::Option> options(const json::object& o) {
  std::vector<model::Option> out;
  const json::array* list = find_array(o, "options");
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    if (!(*list)[i].is_object()) continue;
    const auto& one = (*list)[i].as_object();
    out.push_back({get_string(one, "code"), text_of(one, "title"), get_string(one, "parent"), get_bool(one, "verified", true),
                   get_string(one, "source")});
  }
  return out;
}

void read_marks(const json::object& o, Field& field) {
  field.multi = get_bool(o, "multi");
  field.required = get_bool(o, "required");
  field.required_from = strings(o, "required_from");
  field.unique = get_bool(o, "unique");
  field.unique_in_org = get_bool(o, "unique_in_org");
  field.filter = get_bool(o, "filter");
  field.search = get_bool(o, "search");
  field.list = get_bool(o, "list");
  field.personal = get_bool(o, "personal");
  field.regulator_only = get_bool(o, "regulator_only");
  field.assessor_only_write = get_bool(o, "assessor_only_write");
  field.immutable = get_bool(o, "immutable");
}

Result<std::vector<Field>> fields_of(const json::object& o, std::string_view key);

Result<Field> field_of(const json::object& o) {
  Field field;
  field.name = get_string(o, "name");
  const auto type = model::parse_field_type(get_string(o, "type"));
  if (field.name.empty() || !type) return make_error(Errc::corrupt, "archived form: field " + field.name + " has no known type");
  field.type = *type;
  field.title = text_of(o, "title");
  field.help = text_of(o, "help");
  field.section = text_of(o, "section");
  field.of = get_string(o, "of");
  field.item = model::parse_field_type(get_string(o, "item", "text")).value_or(model::FieldType::text);
  field.options = options(o);
  LP_TRY(field.columns, fields_of(o, "columns"));
  read_marks(o, field);
  if (const json::value* condition = find(o, "required_when")) {
    LP_TRY(field.required_when, model::parse_predicate(*condition));
  }
  field.min = number(o, "min");
  field.max = number(o, "max");
  field.max_length = static_cast<int>(get_int(o, "max_length"));
  field.pattern = get_string(o, "pattern");
  field.computed = get_string(o, "computed");
  if (const json::value* value = find(o, "default")) field.default_value = *value;
  field.unit = get_string(o, "unit");
  return field;
}

Result<std::vector<Field>> fields_of(const json::object& o, std::string_view key) {
  std::vector<Field> out;
  const json::array* list = find_array(o, key);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    if (!(*list)[i].is_object()) return make_error(Errc::corrupt, "archived form: a field is not an object");
    LP_TRY(auto field, field_of((*list)[i].as_object()));
    out.push_back(std::move(field));
  }
  return out;
}

}  // namespace

Result<model::Kind> parse_form(const json::value& archived) {
  if (!archived.is_object()) return make_error(Errc::corrupt, "archived form is not an object");
  const auto& o = archived.as_object();
  model::Kind kind;
  kind.name = get_string(o, "name");
  kind.version = static_cast<int>(get_int(o, "version", 1));
  kind.title = text_of(o, "title");
  kind.label_field = get_string(o, "label", "name");
  kind.owned = get_bool(o, "owned", true);
  LP_TRY(kind.fields, fields_of(o, "fields"));
  return kind;
}

}  // namespace lp::records
