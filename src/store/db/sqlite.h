#pragma once
// The SQLite driver. WAL, foreign keys on, synchronous=FULL on writers.

#include <filesystem>
#include <memory>

#include "store/db/connection.h"
#include "store/db/dialect.h"

namespace lp::store::db {

enum class Access { read, write, prove };  // prove: never changes anything, works on a lone copy in a read-only folder

struct SqliteOptions {
  std::filesystem::path file;
  Access access = Access::write;
  int busy_timeout_ms = 30'000;
  int cache_kib = 8'192;
};
Result<std::unique_ptr<Connection>> open_sqlite(const SqliteOptions& options);

}  // namespace lp::store::db
