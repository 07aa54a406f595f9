#pragma once
// An embedded analytical database of our own making: an in-memory DuckDB to which database files are attached, with
// typed reads in chunks and bulk appends. For files of strangers there is parquet_database.h.
//
// Guarantees: no network and no extension is ever loaded; values come as parameters or appended cells, so nothing of a value
// is read as SQL. What append() has returned for survives kill -9. One process owns an attached file; a second one gets
// `conflict`. Errors: unavailable when the disk is full, corrupt when a file does not prove itself.
//
// Threads: one at a time.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "io/duckdb_library.h"

namespace lp::io {

// Columns of at most 2,048 rows; valid during the call. A column is read as the type the statement gave it: BIGINT as
// integers, UBIGINT as numbers, UTINYINT as bytes, VARCHAR as texts. Statements must not give NULL.
class DuckdbChunk {
 public:
  DuckdbChunk(const DuckdbLibrary& library, void* chunk) : library_(library), chunk_(chunk) {}
  std::size_t size() const { return library_.data_chunk_get_size(chunk_); }
  std::span<const std::int64_t> integers(std::size_t column) const { return data<std::int64_t>(column); }
  std::span<const std::uint64_t> numbers(std::size_t column) const { return data<std::uint64_t>(column); }
  std::span<const std::uint8_t> bytes(std::size_t column) const { return data<std::uint8_t>(column); }
  std::span<const DuckdbString> texts(std::size_t column) const { return data<DuckdbString>(column); }

 private:
  template <class T>
  std::span<const T> data(std::size_t column) const {
    return {static_cast<const T*>(library_.vector_get_data(library_.data_chunk_get_vector(chunk_, column))), size()};
  }
  const DuckdbLibrary& library_;
  void* chunk_;
};

using DuckdbValue = std::variant<std::int64_t, std::uint64_t, std::uint8_t, std::string_view>;

struct DuckdbOptions {
  std::filesystem::path library;  // empty: LONGPAN_DUCKDB_LIBRARY, or where the loader finds it
  int memory_mib = 512, threads = 2;
  std::filesystem::path folder;   // the only one whose files can be attached
};

class DuckdbSession {
 public:
  // unsupported, with a hint, when there is no DuckDB library, or one older than 1.1.
  static Result<std::unique_ptr<DuckdbSession>> open(const DuckdbOptions& options);
  ~DuckdbSession();
  DuckdbSession(const DuckdbSession&) = delete;
  DuckdbSession& operator=(const DuckdbSession&) = delete;

  Status attach(const std::filesystem::path& file, std::string_view name);  // made when absent; name: letters, digits, _
  Status detach(std::string_view name);
  Status command(const std::string& sql);
  // `take` answers false when it has enough.
  Status query(const std::string& sql, std::span<const DuckdbValue> parameters, const std::function<bool(const DuckdbChunk&)>& take);

  // Rows for one table of an attached file; all of them are in it, durably, when append() returns, or none.
  using Row = std::function<void(std::span<const DuckdbValue>)>;
  Status append(std::string_view name, std::string_view table, const std::function<void(const Row&)>& rows);

 private:
  explicit DuckdbSession(DuckdbLibrary library) : library_(library) {}
  Error failure(std::string_view doing, const char* message) const;

  DuckdbLibrary library_;
  void* database_ = nullptr;
  void* connection_ = nullptr;
};

}  // namespace lp::io
