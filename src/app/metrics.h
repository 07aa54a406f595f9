#pragma once
#include <memory>

#include "cli/context.h"

namespace lp::app {

// GET /metrics at "host:port" answers with `text`, which is called from other threads. Until the endpoint is destroyed.
Result<std::unique_ptr<cli::MetricsEndpoint>> serve_metrics(const std::string& place, std::function<std::string()> text);

}  // namespace lp::app
