#include "store/kind_table.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>

#include "store/ledger_columns.h"

namespace lp::store {
namespace {

using model::FieldType;

struct SystemColumn {
  std::string_view name;
  Shape shape;
};
constexpr std::array<SystemColumn, system_columns> system_list{{
    {"id", Shape::integer}, {"no", Shape::text}, {"org_id", Shape::integer}, {"state", Shape::text},
    {"version", Shape::integer}, {"form_version", Shape::integer}, {"created_at", Shape::integer},
    {"updated_at", Shape::integer}, {"state_since", Shape::integer}, {"created_by", Shape::integer},
    {"updated_by", Shape::integer}, {"submitted_by", Shape::integer}, {"path", Shape::text},
}};

bool is_identifier(std::string_view s) {
  return !s.empty() && s.size() <= 60 && s[0] >= 'a' && s[0] <= 'z' && std::all_of(s.begin(), s.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// Wide values go last: streams of a few columns then never walk over them.
int width_class(const model::Field& f) {
  const Shape s = shape_of(f);
  if (s == Shape::list || s == Shape::opaque) return 2;
  return f.type == FieldType::long_text ? 1 : 0;
}

void write_statements(KindTable& t) {
  std::string names, marks, sets;
  for (const Column& c : t.columns) {
    const std::string_view comma = names.empty() ? "" : ", ";
    names.append(comma).append(c.name);
    marks.append(comma).append(":").append(c.name);
    t.select_list.append(comma).append("t.").append(c.name);
    if (c.name != "id") sets.append(sets.empty() ? "" : ", ").append(c.name).append(" = :").append(c.name);
  }
  t.insert_sql = "INSERT INTO " + t.table + "(" + names + ") VALUES(" + marks + ")";
  t.update_sql = "UPDATE " + t.table + " SET " + sets + " WHERE id = :id";
}

bool is_indexed(const KindTable& t, const model::Field& f) {
  if (const Shape s = shape_of(f); s == Shape::list || s == Shape::opaque || f.type == FieldType::long_text) return false;
  if (f.unique || f.unique_in_org || f.name == t.kind->label_field || f.list) return true;
  switch (f.type) {
    case FieldType::record: return true;
    case FieldType::code: case FieldType::enumeration: case FieldType::boolean: case FieldType::date:
    case FieldType::integer: case FieldType::decimal: case FieldType::timestamp: case FieldType::user:
    case FieldType::uscc: return f.filter;
    default: return false;
  }
}

// Filters that would otherwise read every record.
bool wants_mark(const KindTable& t, const Column& c) {
  const model::Field& f = *c.field;
  if (!f.filter || f.type == FieldType::long_text) return false;
  return c.shape == Shape::list || (c.shape == Shape::text && !is_indexed(t, f));
}

Result<KindTable> describe(const model::Kind& kind) {
  if (!is_identifier(kind.name)) return make_error(Errc::invalid, "kind name '" + kind.name + "' is not [a-z][a-z0-9_]*");
  KindTable t;
  t.kind = &kind;
  t.table = "r_" + kind.name;
  t.search_table = "s_" + kind.name;
  for (const auto& s : system_list) t.columns.push_back({std::string(s.name), s.shape, nullptr});
  std::vector<const model::Field*> fields;
  for (const model::Field& f : kind.fields) {
    if (!is_identifier(f.name)) return make_error(Errc::invalid, "field name '" + kind.name + "." + f.name + "' is not [a-z][a-z0-9_]*");
    fields.push_back(&f);
    if (f.search) t.search_fields.push_back(&f);
  }
  std::stable_sort(fields.begin(), fields.end(),
                   [](const auto* a, const auto* b) { return width_class(*a) < width_class(*b); });
  for (const model::Field* f : fields) t.columns.push_back({"f_" + f->name, shape_of(*f), f});
  t.digest_order.resize(t.columns.size());
  std::iota(t.digest_order.begin(), t.digest_order.end(), std::size_t{0});
  std::sort(t.digest_order.begin(), t.digest_order.end(),
            [&](std::size_t a, std::size_t b) { return t.columns[a].name < t.columns[b].name; });
  for (const Column& c : t.columns) {
    if (c.field != nullptr && wants_mark(t, c)) t.marked_fields.push_back(c.field);
  }
  write_statements(t);
  return t;
}

}  // namespace

std::string_view to_string(Shape s) {
  switch (s) {
    case Shape::text: return "text";
    case Shape::integer: return "integer";
    case Shape::boolean: return "boolean";
    case Shape::real: return "real";
    case Shape::list: return "list";
    case Shape::opaque: return "opaque";
  }
  return "opaque";
}

Shape shape_of(const model::Field& f) {
  switch (f.type) {
    case FieldType::file: case FieldType::rows: return Shape::opaque;
    case FieldType::list: return Shape::list;
    default: break;
  }
  if (f.multi) return Shape::list;
  switch (f.type) {
    case FieldType::integer: case FieldType::timestamp: case FieldType::record: case FieldType::user: return Shape::integer;
    case FieldType::decimal: return Shape::real;
    case FieldType::boolean: return Shape::boolean;
    default: return Shape::text;
  }
}

const Column* KindTable::find(std::string_view name) const {
  for (const Column& c : columns) {
    if (c.field ? c.field->name == name : c.name == name) return &c;
  }
  return nullptr;
}

bool KindTable::is_marked(const model::Field& field) const {
  return search_is_current && std::find(marked_fields.begin(), marked_fields.end(), &field) != marked_fields.end();
}

bool KindTable::has_index(std::string_view name) const {
  const Column* c = find(name);
  if (c == nullptr) return false;
  if (c->field == nullptr) return name == "id" || name == "no" || name == "updated_at" || name == "created_at";
  return is_indexed(*this, *c->field);
}

bool KindTable::orders(std::string_view name) const {
  const Column* c = find(name);
  if (c == nullptr || !has_index(name)) return false;
  return c->field == nullptr || c->field->list || c->field->name == kind->label_field;
}

Result<KindTables> describe_kinds(const model::Catalogue& catalogue) {
  KindTables tables;
  for (const auto& [name, kind] : catalogue.kinds) {
    LP_TRY(KindTable t, describe(kind));
    t.ledger_fields = ledger_fields(catalogue, kind);
    tables.emplace(name, std::move(t));
  }
  return tables;
}

}  // namespace lp::store
