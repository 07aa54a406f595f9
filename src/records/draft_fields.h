#pragma once
// Field work shared by the three drafts: taking values in, and judging what came of it.

#include <functional>
#include <string_view>
#include <vector>

#include "records/draft.h"

namespace lp::records {

using Refusal = std::function<std::string_view(const model::Field&)>;   // code of problems.h, empty = may

// Writes `values` into draft.record.data. Equal values are no change; others need `refusal` to be
// silent, and field_check to accept them. Returns the fields that changed.
std::vector<const model::Field*> take_values(const DraftContext&, const model::Kind& form, const json::object& values,
                                             const Refusal& refusal, Draft& draft);
// References, files and uniqueness of the changed fields.
Status judge_references(const DraftContext&, const model::Kind& form,
                        const std::vector<const model::Field*>& changed, Draft& draft);
Result<const model::Kind*> kind_named(const model::Catalogue&, std::string_view name);
Status check_version(const model::Record&, std::int64_t expected);

}  // namespace lp::records
