#include "app/metrics.h"

#include "base/text.h"
#include "server/http/http_server.h"
#include "server/ingest/listen_place.h"

namespace lp::app {
namespace {

class Handler final : public server::HttpHandler {
 public:
  explicit Handler(std::function<std::string()> text) : text_(std::move(text)) {}
  server::BodyPlan plan(const server::RequestHead&) override { return {}; }
  server::Response refuse(const server::Refusal& refusal, std::string_view) override { return plain(refusal.status, refusal.message + "\n"); }
  server::Response handle(server::HttpRequest request) override {
    if (request.head.path != "/metrics") return plain(404, "only /metrics is here\n");
    if (request.head.method != "GET" && request.head.method != "HEAD") return plain(405, "GET only\n");
    return plain(200, text_());
  }

 private:
  static server::Response plain(int status, std::string body) {
    server::Response response;
    response.status = status;
    response.headers.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    response.body = std::move(body);
    return response;
  }
  std::function<std::string()> text_;
};

class Endpoint final : public cli::MetricsEndpoint {
 public:
  explicit Endpoint(std::function<std::string()> text) : handler_(std::move(text)) {}
  Status start(const std::string& place) {
    LP_TRY(const server::ListenPlace at, server::parse_listen_place(place));
    server::HttpOptions options;
    options.address = at.address;
    options.port = at.port;
    options.workers = 1;
    options.max_connections = 16;
    LP_TRY(server_, server::HttpServer::start(options, handler_));
    place_ = "http://" + (at.address.find(':') == std::string::npos ? at.address : "[" + at.address + "]") + ":" + std::to_string(server_->port()) + "/metrics";
    return ok_status();
  }
  const std::string& place() const override { return place_; }

 private:
  Handler handler_;
  std::unique_ptr<server::HttpServer> server_;   // before the handler goes
  std::string place_;
};

}  // namespace

Result<std::unique_ptr<cli::MetricsEndpoint>> serve_metrics(const std::string& place, std::function<std::string()> text) {
  auto endpoint = std::make_unique<Endpoint>(std::move(text));
  LP_CHECK_OK(endpoint->start(place));
  return endpoint;
}

}  // namespace lp::app
