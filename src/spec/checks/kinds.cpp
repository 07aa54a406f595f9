#include <algorithm>
#include <map>

#include "model/field_check.h"
#include "spec/checks.h"

namespace lp::spec {
namespace {

void check_field(const Lint& lint, const model::Kind& kind, const model::Field& field) {
  const model::Catalogue& c = lint.catalogue;
  const std::string user = "field \"" + field.name + "\"";
  const bool list_of_codes = field.type == model::FieldType::list && field.item == model::FieldType::code;
  if ((field.type == model::FieldType::code || list_of_codes) && !field.of.empty() && c.taxonomy(field.of) == nullptr) {
    lint.unknown(field.where, "taxonomy", user, field.of, keys_of(c.taxonomies));
  }
  if (field.type == model::FieldType::record && !field.of.empty() && c.kind(field.of) == nullptr) {
    lint.unknown(field.where, "kind", user, field.of, keys_of(c.kinds));
  }
  for (const std::string& state : field.required_from) {
    if (kind.workflow.find_state(state) == nullptr) lint.unknown(field.where, "state", user + " required_from", state, state_names(kind));
  }
  if (!field.default_value.is_null()) {
    for (const auto& problem : model::check_field(field, field.default_value, c)) {
      lint.out.error(field.where, "bad_default", user + ": the default does not fit: " + problem.en, "new records would start out wrong", "correct default");
    }
  }
  for (const model::Field& column : field.columns) check_field(lint, kind, column);
}

void check_label(const Lint& lint, const model::Kind& kind) {
  if (kind.find_field(kind.label_field) == nullptr) lint.unknown(kind.where, "field", "label", kind.label_field, field_names(kind));
  if (kind.fields.empty()) lint.out.error(kind.where, "no_fields", "kind \"" + kind.name + "\" has no fields", {}, "add fields: {name: {type: text, …}}");
}

// The wall (model/viewer.h) stands on these fields of the organisation.
void check_wall(const Lint& lint) {
  const model::Kind* organisation = lint.catalogue.kind(organisation_kind);
  if (organisation == nullptr) return;
  for (const std::string name : {"region", "types"}) {
    if (organisation->find_field(name) == nullptr) {
      lint.out.error(organisation->where, "missing_field", "kind \"organisation\" has no field \"" + name + "\"", "officers limited to regions or types would see nothing", "add the field");
    }
  }
}

}  // namespace

void check_kinds(const Lint& lint) {
  check_wall(lint);
  std::map<std::string, std::string> prefixes;
  for (const auto& [name, kind] : lint.catalogue.kinds) {
    check_label(lint, kind);
    for (const model::Field& field : kind.fields) check_field(lint, kind, field);
    const auto [first, is_new] = prefixes.emplace(kind.number_prefix, name);
    if (is_new || kind.number_prefix.empty()) continue;
    lint.out.error(kind.where, "duplicate_number", "kinds \"" + first->second + "\" and \"" + name + "\" both number " + kind.number_prefix,
                   "numbers people quote must be unique", "choose another number: prefix");
  }
}

}  // namespace lp::spec
