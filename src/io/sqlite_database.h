#pragma once
// A foreign SQLite file. Neither it nor its folder is changed: a write-ahead log is read even
// where its index cannot be kept beside it, and a file whose last transaction was cut short (hot
// journal) is rolled back in a private copy. Journals belong to the file of the same folder.
// Not for a file that this process itself has open: closing it here ends the process's own locks on it.
// Virtual tables are left out (their data stands in shadow tables, which are read).

#include <filesystem>
#include <memory>

#include "io/database.h"

namespace lp::io {

struct SqliteDatabaseOptions {
  std::uint64_t max_copy_bytes = std::uint64_t{4} << 30;  // unavailable when a hot journal's file is larger
  std::filesystem::path temporary{};                      // where such a copy goes; empty = the system's folder
};

// invalid or corrupt when it is no SQLite file; unavailable while its owner holds it exclusively.
Result<std::unique_ptr<ForeignDatabase>> open_sqlite_database(const std::filesystem::path& file, const SqliteDatabaseOptions& options = {});

}  // namespace lp::io
