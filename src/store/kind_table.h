#pragma once
// How a kind is kept: one table r_<kind> with system columns and one typed column per field,
// and a search index s_<kind>. Built once per opened store; immutable, shared by threads.

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/catalogue.h"
#include "store/db/connection.h"

namespace lp::store {

// What a column holds. `list` is a JSON array of strings, `opaque` any other JSON text.
enum class Shape { text, integer, boolean, real, list, opaque };
std::string_view to_string(Shape s);
Shape shape_of(const model::Field& field);

struct Column {
  std::string name;                      // system: as in model/predicate.h; field: f_<field>
  Shape shape = Shape::text;
  const model::Field* field = nullptr;   // null for system columns
};

struct KindTable {
  const model::Kind* kind = nullptr;
  std::string table, search_table;
  std::vector<Column> columns;           // system columns first, then scalars, long texts, JSON
  std::vector<std::size_t> digest_order; // indexes into `columns`, by name
  std::string select_list;               // all columns, qualified by `t`
  std::string insert_sql;                // parameters in the order of `columns`
  std::string update_sql;                // the same, the id (first there) last
  std::vector<const model::Field*> search_fields;
  std::vector<const model::Field*> marked_fields;  // found by whole values through the search index
  bool has_search() const { return !search_fields.empty() || !marked_fields.empty(); }
  std::vector<std::string> ledger_fields;  // see ledger_columns.h
  bool has_former_columns = false;       // fields the kind no longer has
  bool search_is_current = true;         // false: opened read-only, the search index is of older specs
  bool is_marked(const model::Field& field) const;
  const Column* find(std::string_view field_or_system_name) const;
  bool has_index(std::string_view field_or_system_name) const;
  // Whether that index holds every record, so that an order may walk it; others leave out
  // records without the field, which are most: a kind has dozens of fields few records fill.
  bool orders(std::string_view field_or_system_name) const;
};

using KindTables = std::map<std::string, KindTable, std::less<>>;

inline constexpr std::size_t system_columns = 13;

// Refuses names that are not [a-z][a-z0-9_]*.
Result<KindTables> describe_kinds(const model::Catalogue& catalogue);
// Creates tables, columns, indexes and search indexes that are missing; archives form
// definitions; rebuilds a search index whose set of fields changed.
Status ensure_kinds(db::Connection& db, KindTables& tables);
// Notes which tables keep columns of former fields, and search indexes of older specs. Changes nothing.
Status inspect_kinds(db::Connection& db, KindTables& tables);

}  // namespace lp::store
