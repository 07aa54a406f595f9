// For those who run the server: alive, measured, described.
#include "base/hash.h"
#include "base/text.h"
#include "server/app.h"
#include "server/metrics.h"
#include "server/openapi.h"
#include "server/reply.h"
#include "server/router.h"

namespace lp::server {
namespace {

Result<Response> health(const Request&, App& app) {
  const Status readable = app.store.read([](store::ReadTx& tx) -> Status {
    const auto found = tx.document("settings", "health");
    if (!found && found.error().code != Errc::not_found) return found.error();
    return ok_status();
  });
  json::object body{{"status", readable ? "ok" : "failing"}, {"version", app.version}, {"now", to_string(app.clock.now())}};
  body["store"] = readable ? "ok" : info(readable.error().code).name;
  return json_response(body, readable ? 200 : 503);
}

// Route names and rates tell about use: only the machine itself asks, unless configured. A
// proxy on the machine forwards for others.
Result<Response> metrics(const Request& request, App& app) {
  const bool local = (starts_with(request.head.remote, "127.") || request.head.remote == "::1") &&
                     !request.head.headers.has("X-Forwarded-For");
  if (!local && !app.metrics_public) return make_error(Errc::not_found, "no such address");
  return text_response(app.metrics.to_text(app.counts()), "text/plain; version=0.0.4; charset=utf-8");
}

Result<Response> openapi(const Request&, App& app) {
  Response response = json_response(make_openapi(app.router.sets(), app.version));
  set_etag(response, to_hex(sha256(response.body)).substr(0, 32));
  return response;
}

}  // namespace

RouteSet route_health() {
  return {"health",
          {"运行状态", "Operation"},
          {{.method = "GET", .pattern = "/health", .summary = {"健康检查", "Health"}, .who = anyone(), .handler = health},
           {.method = "GET", .pattern = "/metrics", .summary = {"运行指标", "Prometheus metrics"}, .who = anyone(),
            .produces = "text/plain", .handler = metrics},
           {.method = "GET", .pattern = "/api/openapi.json", .summary = {"接口说明", "This description"}, .who = anyone(),
            .handler = openapi}}};
}

}  // namespace lp::server
