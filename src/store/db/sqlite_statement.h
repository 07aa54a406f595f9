#pragma once
// One prepared statement: its parameters bound by name or by order, its rows.

#include <sqlite3.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/db/connection.h"

namespace lp::store::db {

class SqliteStatement {
 public:
  static Result<SqliteStatement> prepare(sqlite3* handle, std::string_view sql);

  // Values stay referenced until reset(): they must live as long.
  Status bind(const Params& params);
  Status bind(std::span<const Value> values);  // by order of first use
  Status step_all(const RowFn* row);
  void reset();                                // ready for the next use
  bool busy = false;                           // in use further up the call stack

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* s) const { sqlite3_finalize(s); }
  };
  SqliteStatement(sqlite3* handle, sqlite3_stmt* statement);
  Status bind_one(int index, const Value& v);
  Error wrong_count(std::size_t given) const;
  std::string head() const;  // of its text, for messages

  sqlite3* handle_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  std::vector<std::string> names_;             // of parameters, without the colon
};

}  // namespace lp::store::db
