#pragma once
// What SQLite's result codes mean to the callers of db::Connection, in words.

#include <sqlite3.h>

#include <string_view>

#include "base/result.h"

namespace lp::store::db {

// `handle` may be null: then `code` speaks for itself.
Error sqlite_error(sqlite3* handle, int code, std::string_view doing);

}  // namespace lp::store::db
