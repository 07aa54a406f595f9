#pragma once
// Sigma filters: one document that takes matches away from many rules.
//
// What the condition describes is excluded, whether it is written "selection" (the specification's examples) or
// "not selection" (its schema): a filter never adds a match. It applies to the rules it names, by id or name, of a log
// source it covers ({windows} covers {windows, process_creation}); one that names "any" applies to all of those.

#include "base/diagnostics.h"
#include "detect/sigma/rule.h"

namespace lp::detect::sigma {

// Filters that find no rule are reported as warnings.
void apply_filters(RuleSet& set, Diagnostics& out);

}  // namespace lp::detect::sigma
