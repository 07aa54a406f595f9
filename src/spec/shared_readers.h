#pragma once
// Parts several files share: legal bases, reminders, options.

#include <string_view>
#include <vector>

#include "model/kind.h"
#include "model/plan.h"
#include "spec/map_reader.h"

namespace lp::spec {

// {doc, clause, verified}; a plain text is the document alone
std::vector<model::Basis> read_basis(MapReader& map, std::string_view key);
// -15d | overdue | {overdue: 3d, escalate: true} | {before: 3d, escalate: true}
std::vector<model::Reminder> read_reminders(MapReader& map, std::string_view key);
// {code, title, parent, verified, source}
std::vector<model::Option> read_options(MapReader& map, std::string_view key);

// [a-z][a-z0-9_]*, at most 60 characters; reported when not
bool check_name(const SourceRef& where, std::string_view what, std::string_view name, Diagnostics& out);

}  // namespace lp::spec
