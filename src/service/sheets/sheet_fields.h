#pragma once
// Which fields of a kind stand in sheets, and how a value reads in a cell.

#include "io/table.h"
#include "model/catalogue.h"
#include "model/viewer.h"

namespace lp::service {

// Fields a person can write in one cell: not computed, file, rows, record or user.
std::vector<const model::Field*> importable_fields(const model::Kind& kind);
// Fields shown in an export: all but files, within what the viewer may see.
std::vector<const model::Field*> exportable_fields(const model::Viewer& viewer, const model::Kind& kind);

// Codes as titles, lists joined by ；, booleans 是/否 (yes/no). Null is an empty cell.
io::Cell to_cell(const model::Catalogue& catalogue, const model::Field& field, const json::value& value, bool zh);

}  // namespace lp::service
