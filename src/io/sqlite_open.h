#pragma once
// Opening a foreign SQLite file without leaving a trace; see sqlite_database.h.

#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "io/files.h"
#include "io/sqlite_database.h"

namespace lp::io {

struct CloseSqlite {
  void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
};
using SqliteHandle = std::unique_ptr<sqlite3, CloseSqlite>;

struct FinalizeSqlite {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using SqliteStatement = std::unique_ptr<sqlite3_stmt, FinalizeSqlite>;

struct OpenSqlite {
  std::optional<TempDir> copy{};  // declared first: removed after the handle is closed
  SqliteHandle handle{};
};

Result<OpenSqlite> open_sqlite_untouched(const std::filesystem::path& file, const SqliteDatabaseOptions& options);

// The error of the last call on `handle`; `doing` says what was tried.
Error sqlite_failure(sqlite3* handle, std::string_view doing);

Result<SqliteStatement> prepare_sqlite(sqlite3* handle, std::string_view sql, std::string_view doing);

}  // namespace lp::io
