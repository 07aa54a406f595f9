#pragma once
// The condition of a rule: "selection and not 1 of filter_*". Binds from loosest to tightest: or, and, not, x of.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "detect/sigma/rule.h"

namespace lp::detect::sigma {

// `selections` are the names it may speak of. Errors say what stands where; nesting is bounded.
Result<Expr> parse_condition(std::string_view text, const std::vector<Selection>& selections);

}  // namespace lp::detect::sigma
