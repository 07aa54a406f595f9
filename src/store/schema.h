#pragma once
// The fixed tables (all but one per kind) as numbered steps. Forward only: a step once
// released never changes, the next need is a new step. Types are written @int @real @text
// @blob, the end of a table @end, so that each driver gets its own words.

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "store/db/connection.h"
#include "store/db/dialect.h"

namespace lp::store {

struct SchemaStep {
  int number;
  std::string_view sql;
};
std::span<const SchemaStep> schema_steps();
std::string in_dialect(std::string_view sql, const db::Dialect& dialect);

// Brings the database to the newest step. Copies an existing database to
// <backups>/before-step-<n>-<µs>.db first. Each step is one transaction: one that fails leaves
// the database at the step before it, whole. Errors: unsupported when the database is newer
// than this program; unavailable when the disk refuses.
Status migrate(db::Connection& db, const std::filesystem::path& backups, std::int64_t now_micros,
               std::span<const SchemaStep> steps = schema_steps());

}  // namespace lp::store
