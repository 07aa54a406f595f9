// Live updates: server-sent events.
#include "server/app.h"
#include "server/event_hub.h"
#include "server/reply.h"
#include "server/route.h"

namespace lp::server {
namespace {

Result<Response> events(const Request& request, App& app) {
  Response response;
  response.headers.add("Content-Type", "text/event-stream; charset=utf-8");
  response.headers.add("X-Accel-Buffering", "no");  // proxies pass events on at once
  if (request.head.method == "HEAD") return response;
  response.events = app.events.subscribe(request.viewer(), request.caller->session.token_hash);
  return response;
}

}  // namespace

RouteSet route_events() {
  return {"events",
          {"实时更新", "Live updates"},
          {{.method = "GET", .pattern = "/api/events", .summary = {"变更事件流", "Stream of change events {kind, id}"},
            .who = signed_in(), .produces = "text/event-stream", .handler = events}}};
}

}  // namespace lp::server
