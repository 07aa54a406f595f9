#include "service/sheets/sheet_fields.h"

#include <algorithm>

#include "base/text.h"
#include "records/visibility.h"

namespace lp::service {
namespace {

using model::FieldType;

std::string title_of(const std::vector<model::Option>& options, std::string_view code, bool zh) {
  const auto at = std::find_if(options.begin(), options.end(), [&](const model::Option& o) { return o.code == code; });
  if (at == options.end()) return std::string(code);
  return zh ? at->title.zh : at->title.en;
}

std::string one_text(const model::Catalogue& catalogue, const model::Field& field, const json::value& v, bool zh) {
  if (v.is_string()) {
    const std::string_view text = v.get_string();
    if (field.type == FieldType::enumeration) return title_of(field.options, text, zh);
    if (field.type != FieldType::code) return std::string(text);
    const model::Taxonomy* taxonomy = catalogue.taxonomy(field.of);
    return taxonomy == nullptr ? std::string(text) : title_of(taxonomy->entries, text, zh);
  }
  if (v.is_bool()) return v.get_bool() ? (zh ? "是" : "yes") : (zh ? "否" : "no");
  if (v.is_number()) return io::number_text(v.to_number<double>());
  return v.is_null() ? std::string() : to_text(v);
}

// "brand: x, model: y" for one row of a panel
std::string panel_row(const model::Catalogue& catalogue, const model::Field& field, const json::value& row, bool zh) {
  if (!row.is_object()) return one_text(catalogue, field, row, zh);
  std::vector<std::string> parts;
  for (const model::Field& column : field.columns) {
    const json::value* v = find(row.get_object(), column.name);
    if (v == nullptr || v->is_null()) continue;
    parts.push_back((zh ? column.title.zh : column.title.en) + ": " + to_cell(catalogue, column, *v, zh).text);
  }
  return join(parts, ", ");
}

}  // namespace

std::vector<const model::Field*> importable_fields(const model::Kind& kind) {
  std::vector<const model::Field*> out;
  for (const model::Field& f : kind.fields) {
    const bool one_cell = f.type != FieldType::file && f.type != FieldType::rows && f.type != FieldType::record && f.type != FieldType::user;
    if (one_cell && f.computed.empty()) out.push_back(&f);
  }
  return out;
}

std::vector<const model::Field*> exportable_fields(const model::Viewer& viewer, const model::Kind& kind) {
  std::vector<const model::Field*> out;
  for (const model::Field& f : kind.fields) {
    if (f.type != FieldType::file && records::may_see(viewer, f)) out.push_back(&f);
  }
  return out;
}

io::Cell to_cell(const model::Catalogue& catalogue, const model::Field& field, const json::value& value, bool zh) {
  if (value.is_null()) return {};
  if (value.is_array()) {
    std::vector<std::string> parts;
    for (const json::value& v : value.get_array()) {
      parts.push_back(field.type == FieldType::rows ? panel_row(catalogue, field, v, zh) : one_text(catalogue, field, v, zh));
    }
    return io::Cell::of(join(parts, "；"));
  }
  if (field.type == FieldType::timestamp && value.is_int64()) {
    const std::string text = to_string(Timestamp(value.get_int64()));
    return io::Cell::of(text.substr(0, 10) + " " + text.substr(11, 8));
  }
  if (field.type == FieldType::date && value.is_string()) {
    if (const auto day = parse_date(value.get_string())) return io::Cell::of_date(*day);
  }
  if (value.is_number()) return io::Cell::of_number(value.to_number<double>());
  return io::Cell::of(one_text(catalogue, field, value, zh));
}

}  // namespace lp::service
