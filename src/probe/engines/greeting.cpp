// What a port says by itself. Not a byte is sent, so that industrial equipment may be listened to.
#include "probe/banner_exchange.h"

namespace lp::probe {
namespace {

Observation run(const ProbeRequest& request, EngineContext& context) { return exchange_banners(request, context, Speak::never); }

}  // namespace

Engine engine_greeting() { return {"greeting", 1, "只读标识", "greeting, read only", true, run}; }

}  // namespace lp::probe
