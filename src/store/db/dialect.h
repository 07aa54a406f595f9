#pragma once
// The few places where databases write the same thought differently. Everything else in
// store is SQL both SQLite and PostgreSQL accept.

#include <string>
#include <string_view>

namespace lp::store::db {

class Dialect {
 public:
  virtual ~Dialect() = default;
  // Column types by meaning.
  virtual std::string_view integer_type() const = 0;
  virtual std::string_view real_type() const = 0;
  virtual std::string_view text_type() const = 0;
  virtual std::string_view blob_type() const = 0;
  virtual std::string_view table_suffix() const = 0;  // after the closing parenthesis, e.g. STRICT
  // Lower-cases A–Z only, in every locale.
  virtual std::string lower_ascii(std::string_view expression) const = 0;
  // 1-based codepoint position of `part` in `whole`, 0 when absent.
  virtual std::string position(std::string_view whole, std::string_view part) const = 0;
  // "FROM" source of a JSON text array's elements, with a column `value`.
  virtual std::string elements_of(std::string_view json_column, std::string_view alias) const = 0;
  // Makes the planner not use an index for this column.
  virtual std::string unindexed(std::string_view column) const = 0;
  // Names of a table's columns: query with parameter :table, columns name and type.
  virtual std::string_view columns_query() const = 0;
  // Whether a table exists: query with parameter :table.
  virtual std::string_view table_exists_query() const = 0;
  // Names of a table's indexes: query with parameter :table.
  virtual std::string_view indexes_query() const = 0;
  // A trigger body that refuses changing or deleting rows of the table.
  virtual std::string append_only(std::string_view table) const = 0;
  // Search index: documents are words separated by spaces, queried by phrases of such words.
  virtual std::string create_search(std::string_view table) const = 0;
  virtual std::string clear_search(std::string_view table) const = 0;
  virtual std::string add_to_search(std::string_view table) const = 0;       // :id :words
  virtual std::string remove_from_search(std::string_view table) const = 0;  // :id :words (what was added)
  virtual std::string search_ids(std::string_view table, std::string_view param) const = 0;  // subquery of ids
  virtual std::string phrase(std::string_view words) const = 0;  // the parameter's value
  virtual std::string_view refresh_statistics() const = 0;
};

}  // namespace lp::store::db
