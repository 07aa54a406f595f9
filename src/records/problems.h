#pragma once
// The FieldProblems the engine gives, beside those of model/field_check.h. Codes are stable:
//   required          empty, and the state, a condition or the move asks for it
//   unknown_field     the kind has no such field
//   not_writable      the viewer may not write this field (side, role)
//   locked_field      the record's state forbids editing it
//   immutable         it keeps its first value
//   computed          Longpan computes it
//   not_unique        another live record has this value
//   no_such_record    the reference leads to nothing the viewer can see
//   other_org         the reference belongs to another organisation
//   no_such_user      no such account in the organisation or the regulator
//   no_such_file      the file was not uploaded
//   guard             a condition of the move does not hold (field empty)

#include <string>
#include <string_view>
#include <vector>

#include "base/local_text.h"
#include "base/result.h"
#include "model/kind.h"

namespace lp::records {

FieldProblem make_problem(std::string field, std::string code, LocalText text);
// The problem of a refused write; `code` as given by permissions.h.
FieldProblem refusal_problem(const model::Field&, std::string_view code);
// Adds those whose field has no problem yet: a refused value is not called missing as well.
void add_unmentioned(std::vector<FieldProblem> missing, std::vector<FieldProblem>& problems);
// Errc::invalid with the problems; the message counts them and tells the first.
Error invalid_error(std::vector<FieldProblem> problems, std::string_view what);
// Error with a sentence in both languages.
Error local_error(Errc code, LocalText text, std::string hint = {});
Error not_found_error(std::string_view kind, std::int64_t id);

}  // namespace lp::records
