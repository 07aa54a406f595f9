#pragma once
// An invented catalogue with a field of every shape, for this module's tests and benchmarks.

#include "model/catalogue.h"

namespace lp::store::testing {

inline model::Field field(std::string name, model::FieldType type) {
  model::Field f;
  f.name = std::move(name);
  f.type = type;
  return f;
}

inline model::Kind organisation_kind() {
  using model::FieldType;
  model::Kind k;
  k.name = "organisation";
  k.owned = false;
  k.number_prefix = "ORG";
  k.workflow.start = "active";
  auto name = field("name", FieldType::text);
  name.search = name.list = true;
  auto types = field("types", FieldType::code);
  types.multi = true;
  k.fields = {name, field("region", FieldType::code), types, field("uscc", FieldType::uscc), field("staff", FieldType::integer)};
  k.visible = {{model::Side::enterprise, model::Reach::own}, {model::Side::assessor, model::Reach::assigned},
               {model::Side::regulator, model::Reach::region}};
  return k;
}

inline model::Kind unit_kind() {
  using model::FieldType;
  model::Kind k;
  k.name = "network_unit";
  k.number_prefix = "NU";
  k.workflow.start = "draft";
  auto name = field("name", FieldType::text);
  name.search = name.list = true;
  auto tags = field("tags", FieldType::enumeration);
  tags.multi = true;
  auto note = field("note", FieldType::long_text);
  note.search = true;
  k.fields = {name, field("unit_type", FieldType::code), field("grade", FieldType::integer), field("score", FieldType::decimal),
              field("public", FieldType::boolean), field("go_live", FieldType::date), field("seen_at", FieldType::timestamp),
              tags, field("domains", FieldType::list), field("hardware", FieldType::rows), field("topology", FieldType::file),
              note, field("parent", FieldType::record)};
  k.visible = {{model::Side::enterprise, model::Reach::own}, {model::Side::assessor, model::Reach::assigned},
               {model::Side::regulator, model::Reach::region}};
  return k;
}

inline model::Catalogue small_catalogue() {
  model::Catalogue c;
  c.kinds["organisation"] = organisation_kind();
  c.kinds["network_unit"] = unit_kind();
  model::Plan plan;
  plan.name = "longpan2024";
  plan.issued = Date::from_ymd(2024, 6, 28).value();
  c.plans["longpan2024"] = plan;
  return c;
}

}  // namespace lp::store::testing
