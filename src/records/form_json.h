#pragma once
// An archived form (model/kind_json.h) read back: the fields of a kind as they were. What a form
// does not need (workflow, visibility, number) is left at its default.

#include "base/json.h"
#include "model/kind.h"

namespace lp::records {

// Errors: corrupt, when a field has no name or an unknown type.
Result<model::Kind> parse_form(const json::value& archived);

}  // namespace lp::records
