#pragma once
#include "base/diagnostics.h"
#include "base/json.h"
#include "cli/context.h"

namespace lp::cli {

// file:line:column: error [code]: what — why; hint. At least as grave as `least`; to context.err.
void print_diagnostics(Context& context, const Diagnostics& found, Severity least);
json::object to_json(const Diagnostics& found);
// What happened, in the chosen language where the error has words in it.
const std::string& sentence_of(const Context& context, const Error& error);

}  // namespace lp::cli
