// What a port says by itself or to one polite question of its usual service.
#include "probe/banner_exchange.h"

namespace lp::probe {
namespace {

Observation run(const ProbeRequest& request, EngineContext& context) { return exchange_banners(request, context, Speak::politely); }

}  // namespace

Engine engine_banner() { return {"banner", 1, "服务标识", "service banner", false, run}; }

}  // namespace lp::probe
