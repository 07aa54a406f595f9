#pragma once
// A Parquet file as a database of one table, by DuckDB's library where that is installed.
// The engine gets one thread, a memory limit and this one file: no network, no other file, no
// extension. Nested values come as the text DuckDB prints. It runs in this process: its authors'
// care with broken files is all there is between them and us.

#include <filesystem>
#include <memory>

#include "io/database.h"

namespace lp::io {

struct ParquetOptions {
  std::filesystem::path library{};  // empty = libduckdb.so where the loader finds it
  std::uint64_t memory_mib = 512;
};

// unsupported without the library (the hint names it) and for encrypted files; invalid when it is no Parquet file.
Result<std::unique_ptr<ForeignDatabase>> open_parquet_database(const std::filesystem::path& file, const ParquetOptions& options = {});

}  // namespace lp::io
