#pragma once
#include "cli/context.h"

namespace lp::cli {

// The invented accounts of an example folder (data/example.json), as a table. Nothing elsewhere.
void print_example_accounts(Context& context);

}  // namespace lp::cli
