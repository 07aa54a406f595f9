#pragma once
// OpenAPI 3.1 from the route table: what is served is what is described.

#include "base/json.h"
#include "server/route.h"

namespace lp::server {

json::object make_openapi(const std::vector<RouteSet>& sets, std::string_view version);

}  // namespace lp::server
