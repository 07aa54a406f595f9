#include <set>

#include "model/kind_json.h"
#include "store/db/dialect.h"
#include "store/kind_table.h"
#include "store/ledger_columns.h"
#include "store/record_codec.h"
#include "store/search_index.h"

namespace lp::store {
namespace {

std::string_view type_of(Shape s, const db::Dialect& d) {
  switch (s) {
    case Shape::integer: case Shape::boolean: return d.integer_type();
    case Shape::real: return d.real_type();
    default: return d.text_type();
  }
}

Result<std::set<std::string, std::less<>>> columns_of(db::Connection& db, const std::string& table) {
  std::set<std::string, std::less<>> names;
  LP_CHECK_OK(db.query(db.dialect().columns_query(), {{"table", table}}, [&](const db::Row& row) {
    names.insert(row.string(0));
    return true;
  }));
  return names;
}

Status create_table(db::Connection& db, const KindTable& t) {
  const auto& d = db.dialect();
  std::string sql = "CREATE TABLE " + t.table + "(";
  for (const Column& c : t.columns) {
    if (&c != &t.columns.front()) sql += ", ";
    sql.append(c.name).append(" ").append(type_of(c.shape, d));
    if (c.name == "id") sql += " PRIMARY KEY";
    else if (c.field == nullptr) sql += " NOT NULL";
  }
  sql.append(")").append(d.table_suffix()).append(";");
  sql += "CREATE UNIQUE INDEX " + t.table + "__no ON " + t.table + "(no);";
  sql += "CREATE INDEX " + t.table + "__state ON " + t.table + "(state, org_id);";
  sql += "CREATE INDEX " + t.table + "__updated ON " + t.table + "(updated_at);";
  sql += "CREATE INDEX " + t.table + "__created ON " + t.table + "(created_at);";
  sql += d.create_search(t.search_table);
  return db.script(sql);
}

Status check_shape(db::Connection& db, const KindTable& t, const Column& c) {
  LP_TRY(const std::string known, db::query_text(db, "SELECT shape FROM kind_field WHERE kind = :kind AND field = :field",
                                                 {{"kind", t.kind->name}, {"field", c.field->name}}));
  if (known.empty()) {
    return db.exec("INSERT INTO kind_field(kind, field, shape) VALUES(:kind, :field, :shape)",
                   {{"kind", t.kind->name}, {"field", c.field->name}, {"shape", to_string(c.shape)}});
  }
  if (known == to_string(c.shape)) return {};
  return make_error(Errc::unsupported,
                    "field " + t.kind->name + "." + c.field->name + " was kept as " + known + ", the specs now say " +
                        std::string(to_string(c.shape)),
                    "give the field a new name; the old values stay readable in history");
}

Status ensure_columns(db::Connection& db, const KindTable& t) {
  LP_TRY(const auto present, columns_of(db, t.table));
  for (const Column& c : t.columns) {
    if (!present.contains(c.name)) {
      LP_CHECK_OK(db.script("ALTER TABLE " + t.table + " ADD COLUMN " + c.name + " " +
                            std::string(type_of(c.shape, db.dialect()))));
    }
    if (c.field == nullptr) continue;
    LP_CHECK_OK(check_shape(db, t, c));
    if (t.has_index(c.field->name)) {  // with org_id beside it: counts inside the wall read the index alone
      const std::string part = t.orders(c.field->name) ? "" : " WHERE " + c.name + " IS NOT NULL";
      LP_CHECK_OK(db.script("CREATE INDEX IF NOT EXISTS " + t.table + "_" + c.name + " ON " + t.table + "(" + c.name + ", org_id)" + part));
    }
  }
  return {};
}

Status archive_form(db::Connection& db, const model::Kind& kind) {
  return db.exec("INSERT INTO kind_form(kind, version, definition) VALUES(:kind, :version, :definition) "
                 "ON CONFLICT(kind, version) DO UPDATE SET definition = excluded.definition "
                 "WHERE kind_form.definition <> excluded.definition",
                 {{"kind", kind.name}, {"version", kind.version}, {"definition", to_canonical_text(model::to_json(kind))}});
}

Status rebuild_search(db::Connection& db, const KindTable& t) {
  LP_CHECK_OK(db.exec(db.dialect().clear_search(t.search_table)));
  Status failed;
  LP_CHECK_OK(db.query("SELECT " + t.select_list + " FROM " + t.table + " t", {}, [&](const db::Row& row) {
    const auto record = read_record(t, row);
    failed = record ? add_to_search(db, t, record->id, record->data) : Status(record.error());
    return failed.has_value();
  }));
  return failed;
}

Result<std::string> known_recipe(db::Connection& db, const KindTable& t) {
  return db::query_text(db, "SELECT fields FROM kind_search WHERE kind = :kind", {{"kind", t.kind->name}}, "-");
}

Status ensure_search(db::Connection& db, const KindTable& t) {
  const std::string fields = search_recipe(t);
  LP_TRY(const std::string known, known_recipe(db, t));
  if (known == fields) return {};
  if (known != "-") LP_CHECK_OK(rebuild_search(db, t));
  return db.exec("INSERT INTO kind_search(kind, fields) VALUES(:kind, :fields) "
                 "ON CONFLICT(kind) DO UPDATE SET fields = excluded.fields",
                 {{"kind", t.kind->name}, {"fields", fields}});
}

Status ensure_kind(db::Connection& db, const KindTable& t) {
  LP_TRY(const std::int64_t exists, db::query_integer(db, db.dialect().table_exists_query(), {{"table", t.table}}));
  if (exists == 0) LP_CHECK_OK(create_table(db, t));
  LP_CHECK_OK(ensure_columns(db, t));
  LP_CHECK_OK(ensure_ledger_index(db, t));
  LP_CHECK_OK(archive_form(db, *t.kind));
  return ensure_search(db, t);
}

}  // namespace

Status inspect_kinds(db::Connection& db, KindTables& tables) {
  for (auto& [name, t] : tables) {
    LP_TRY(const auto present, columns_of(db, t.table));
    t.has_former_columns = present.size() > t.columns.size();
    LP_TRY(const std::string recipe, known_recipe(db, t));
    t.search_is_current = recipe == search_recipe(t);
  }
  return {};
}

Status ensure_kinds(db::Connection& db, KindTables& tables) {
  LP_CHECK_OK(db.begin_write());
  const auto work = [&]() -> Status {
    for (const auto& [name, t] : tables) LP_CHECK_OK(ensure_kind(db, t));
    return {};
  };
  Status done = work();
  if (done) done = db.commit();
  if (!done) {
    db.rollback();
    return done;
  }
  return inspect_kinds(db, tables);
}

}  // namespace lp::store
