#pragma once
#include "cli/context.h"

namespace lp::app {

// Listens for logs and spools them until SIGTERM or SIGINT; prints what it listens on and, at the end, what came.
Result<int> receive(cli::Context& context, const cli::ReceiveOptions& options);

}  // namespace lp::app
