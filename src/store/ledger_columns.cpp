#include "store/ledger_columns.h"

#include <algorithm>
#include <set>

#include "base/hash.h"
#include "base/text.h"
#include "store/db/dialect.h"

namespace lp::store {
namespace {

using model::Obligation;

class Fields {
 public:
  explicit Fields(const model::Kind& kind) : kind_(kind) {}
  void add(std::string_view name) {
    if (kind_.find_field(name) != nullptr) names_.emplace(name);
  }
  void add(const model::Predicate& p) {
    for (const std::string& name : fields_of(p)) add(std::string_view(name));
  }
  std::vector<std::string> names() const { return {names_.begin(), names_.end()}; }

 private:
  const model::Kind& kind_;
  std::set<std::string> names_;
};

void add_object_fields(Fields& fields, const Obligation& o) {
  fields.add(o.each_where);
  for (const model::DueSource& source : o.due) {
    fields.add(source.field);
    fields.add(source.cycle_field);
  }
}

void add_proof_fields(Fields& fields, const Obligation& o) {
  fields.add(o.met.object_field);
  fields.add(o.met.date_field);
  if (o.met.where) fields.add(*o.met.where);
}

}  // namespace

std::vector<std::string> ledger_fields(const model::Catalogue& catalogue, const model::Kind& kind) {
  Fields fields(kind);
  for (const auto& [name, o] : catalogue.obligations) {
    const std::string_view object = o.each_kind.empty() ? std::string_view("organisation") : std::string_view(o.each_kind);
    if (kind.name == object) add_object_fields(fields, o);
    if (kind.name == (o.met.kind.empty() ? object : std::string_view(o.met.kind))) add_proof_fields(fields, o);
  }
  return fields.names();
}

std::vector<std::string> ledger_index_columns(const KindTable& t) {
  std::vector<std::string> columns{"org_id", "state", "state_since", "path"};
  for (const std::string& field : t.ledger_fields) {
    const Column* c = t.find(field);
    if (c != nullptr && c->shape != Shape::opaque) columns.push_back(c->name);
  }
  return columns;
}

Status ensure_ledger_index(db::Connection& db, const KindTable& t) {
  const std::string columns = join(ledger_index_columns(t), ", ");
  // The name tells the columns: what the database calls the definition is not the same everywhere.
  const std::string name = t.table + "__org_" + to_hex(sha256(columns)).substr(0, 12);
  bool present = false;
  std::vector<std::string> former;
  LP_CHECK_OK(db.query(db.dialect().indexes_query(), {{"table", t.table}}, [&](const db::Row& row) {
    const std::string index = row.string(0);
    if (index == name) present = true;
    else if (index.starts_with(t.table + "__org")) former.push_back(index);
    return true;
  }));
  for (const std::string& index : former) LP_CHECK_OK(db.script("DROP INDEX " + index));
  if (present) return {};
  return db.script("CREATE INDEX " + name + " ON " + t.table + "(" + columns + ")");
}

}  // namespace lp::store
