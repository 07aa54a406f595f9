#pragma once
// Databases that belong to somebody else, read only: what tables there are, and their rows.
// Openers: sqlite_database.h, postgres_database.h, mysql_database.h, parquet_database.h.
//
// Guarantees. Nothing is written to the foreign database, nor beside its file. The tables of one
// server are read from one snapshot; a new one is taken only after a lost connection. An error in
// one table leaves the others readable. Text is
// UTF-8 as far as the database keeps its own promise; binary columns are their bytes; other
// values are as the database prints them (numbers of SQLite: the shortest text that reads back). Messages hold no password and no cell.
// Not guaranteed: thread safety. One thread at a time uses an open database; open it once a thread.
//
// Errors: unavailable (no connection, busy, gone), unauthenticated, denied (no right to read the
// table), not_found, corrupt, timeout, unsupported (the library is missing), invalid otherwise.

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lp::io {

struct ForeignColumn {
  std::string name, type;  // type as the database calls it
  bool operator==(const ForeignColumn&) const = default;
};

struct ForeignTable {
  std::string schema, name;  // schema is empty where there is none
  std::vector<ForeignColumn> columns;
  std::int64_t rows_estimate = -1;   // from the database's statistics, cheap to get; -1 = unknown
  std::int64_t bytes_estimate = -1;
};

struct ReadOptions {
  std::vector<std::string> columns{};  // names, in the order wanted; empty = all as in the table
  std::int64_t limit = 0;              // at most so many rows; 0 = no limit
  std::int64_t sample_rows = 0;        // about so many rows from all over the table; 0 = every row
  std::uint64_t seed = 0;              // the same seed and table give the same sample where the database can
};

// Which cells of a row are NULL (their view is empty). Valid during the call.
class NullMask {
 public:
  explicit NullMask(std::span<const std::uint64_t> bits) : bits_(bits) {}
  bool operator[](std::size_t column) const { return ((bits_[column / 64] >> (column % 64)) & 1) != 0; }

 private:
  std::span<const std::uint64_t> bits_;
};

// One row, valid during the call only; false stops reading, which is no error. Must not throw.
using ForeignRowFn = std::function<bool(std::span<const std::string_view> cells, NullMask nulls)>;

class ForeignDatabase {
 public:
  virtual ~ForeignDatabase() = default;
  // Base tables and materialised views, without the database's own; no views (they repeat).
  virtual Result<std::vector<ForeignTable>> tables() = 0;
  // Unbuffered: memory does not grow with the table.
  virtual Status read(const ForeignTable& table, const ReadOptions& options, const ForeignRowFn& row) = 0;
};

}  // namespace lp::io
