#include "server/route.h"

namespace lp::server {

Who anyone() { return {true, true, {}}; }
Who signed_in() { return {}; }
Who only(std::vector<model::Role> roles) { return {false, false, std::move(roles)}; }

}  // namespace lp::server
