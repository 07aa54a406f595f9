#pragma once
#include "cli/context.h"

namespace lp::app {

// Constructs everything that serves a data folder, prints the address, and runs until SIGTERM or
// SIGINT. The only place where components meet.
Result<int> serve(cli::Context& context, const cli::ServeOptions& options);

}  // namespace lp::app
