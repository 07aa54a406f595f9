#include "records/draft.h"

#include <algorithm>

#include "records/draft_fields.h"
#include "records/problems.h"

namespace lp::records {
namespace {

bool has_option(const model::Catalogue& catalogue, const model::Field& field, std::string_view code) {
  if (field.type == model::FieldType::code) {
    const model::Taxonomy* taxonomy = catalogue.taxonomy(field.of);
    return taxonomy != nullptr && taxonomy->find(code) != nullptr;
  }
  return field.type == model::FieldType::enumeration &&
         std::any_of(field.options.begin(), field.options.end(), [&](const model::Option& o) { return o.code == code; });
}

}  // namespace

Result<json::object> owner_data_for(const model::Kind& form, const DraftContext& context, const model::Record& record) {
  return asks_owner(form) ? owner_data(context, record) : Result<json::object>(json::object());
}

Result<json::object> owner_data(const DraftContext& context, const model::Record& record) {
  if (record.kind == "organisation") return record.data;
  if (!record.org || context.catalogue.kind("organisation") == nullptr) return json::object();
  const json::object* kept = context.owners != nullptr ? context.owners->data(record.org) : nullptr;
  if (kept != nullptr) return *kept;
  auto owner = context.tx.get(model::Viewer::system("conditions on the owner"), "organisation", to_record(record.org));
  if (owner && context.owners != nullptr) context.owners->keep(record.org, owner->data);
  if (owner) return std::move(owner->data);
  if (owner.error().code == Errc::not_found) return json::object();
  return owner.error();
}

json::object preset_data(const model::Catalogue& catalogue, const model::Kind& target, const model::Record& from,
                         std::string_view preset) {
  json::object data;
  bool chosen = preset.empty();
  for (const auto& field : target.fields) {
    if (field.type == model::FieldType::record && field.of == from.kind && !field.multi) {
      data[field.name] = from.id.value;
    } else if (!chosen && has_option(catalogue, field, preset)) {
      data[field.name] = preset;
      chosen = true;
    }
  }
  return data;
}

}  // namespace lp::records
