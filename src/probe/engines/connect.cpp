// Is the port open? A connection, and nothing said on it.
#include "probe/connection.h"

namespace lp::probe {
namespace {

Observation run(const ProbeRequest& request, EngineContext& context) {
  Exchange exchange(request, context);
  Connection connection(exchange);
  const Net opened = connection.open("connect");
  return opened == Net::ok ? exchange.answered() : exchange.ended(opened);
}

}  // namespace

Engine engine_connect() { return {"connect", 1, "端口连接", "connection to a port", true, run}; }

}  // namespace lp::probe
