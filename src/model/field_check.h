#pragma once
// One JSON value against one Field. Used by the record engine before a write, by import for
// every cell, and by forms through the API's problem list: all say the same sentence.
//
// Checks type and shape (model/kind.h), length in code points, pattern, range, options and
// taxonomy codes, format of uscc, phone, email, url, domain, ip_range, icp_number, rows and
// lists item by item. Null is always accepted: `required` is decided by the state, see
// required_problem. References (record, user, file) are checked for shape only.
//
// Codes: required type too_long too_short pattern range not_integer not_finite unknown_code
// unknown_option duplicate_item too_many_items too_few_items unknown_column invalid_date
// invalid_timestamp invalid_utf8 control_character read_only bad_reference bad_file
// uscc_length uscc_character uscc_check_digit phone email url domain ip_range icp_number
//
// Thread-safe.

#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "model/catalogue.h"

namespace lp::model {

// Empty = the value is acceptable. Paths are relative to the record: "hardware[2].model".
std::vector<FieldProblem> check_field(const Field& field, const json::value& value, const Catalogue& catalogue);

// All members of `data`: unknown fields (code unknown_field) and check_field of each.
std::vector<FieldProblem> check_fields(const Kind& kind, const json::object& data, const Catalogue& catalogue);

// Whether the field counts as filled: not null, "" or [].
bool is_filled(const json::value* value);

// "请填写“名称”" / "name is required"
FieldProblem required_problem(const Field& field);

}  // namespace lp::model
