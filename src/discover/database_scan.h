#pragma once
// The tables of a foreign database, each a document. Reading and scanning run side by side.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/time.h"
#include "discover/document_scanner.h"
#include "discover/result.h"
#include "io/database.h"

namespace lp::discover {

struct DatabaseScanOptions {
  std::string root, source, program;         // for the result
  std::vector<std::string> include, exclude; // globs over "schema.table"
  std::int64_t sample_rows = 0;              // about so many rows of each table; 0 = all
};

struct DatabaseProgress {
  std::size_t tables = 0, done = 0;
  std::string table;
  std::uint64_t bytes = 0;
};

// Errors are those of listing the tables; a table that cannot be read is in the coverage.
Result<ScanResult> scan_database(const std::shared_ptr<const Engine>& engine, const Clock& clock, io::ForeignDatabase& database, const DatabaseScanOptions& options,
                                 const std::function<bool(const DatabaseProgress&)>& watch = {});

}  // namespace lp::discover
