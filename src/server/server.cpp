#include "server/server.h"

#include "base/text.h"
#include "server/edge.h"
#include "server/event_hub.h"
#include "server/metrics.h"

namespace lp::server {
namespace {

bool is_loopback(std::string_view address) { return starts_with(address, "127.") || address == "::1"; }

class LongpanServer final : public Server {
 public:
  LongpanServer(const Services& services, const ServerOptions& options, StaticFiles files, std::unique_ptr<AccessLog> log)
      : router_(builtin_routes()),
        hub_(services.store),
        app_{services, hub_, metrics_, router_, [this] { return counts(); }, options.http.spool_folder, options.metrics_public},
        files_(std::move(files)),
        log_(std::move(log)),
        edge_(app_, router_, files_, *log_, {lower(options.hosts), is_loopback(options.http.address)}) {}
  ~LongpanServer() override { stop(); }

  Status listen(const HttpOptions& options) {
    LP_TRY(http_, HttpServer::start(options, edge_));
    return ok_status();
  }
  std::uint16_t port() const override { return http_->port(); }
  HttpCounts counts() const override { return http_ ? http_->counts() : HttpCounts{}; }
  void stop() override {
    if (http_) http_->stop();
  }
  void publish(const std::vector<store::Store::Change>& changes) override { hub_.publish(changes); }

 private:
  static std::vector<std::string> lower(std::vector<std::string> hosts) {
    for (std::string& host : hosts) host = to_lower_ascii(host);
    return hosts;
  }

  Router router_;
  Metrics metrics_;
  EventHub hub_;
  App app_;
  StaticFiles files_;
  std::unique_ptr<AccessLog> log_;
  Edge edge_;
  std::unique_ptr<HttpServer> http_;       // last: goes first
};

}  // namespace

Result<std::unique_ptr<Server>> Server::start(const Services& services, const ServerOptions& options) {
  StaticFiles files = StaticFiles::none();
  if (!options.web.empty()) {
    LP_TRY(files, StaticFiles::load(options.web));
  }
  std::unique_ptr<AccessLog> log = AccessLog::none();
  if (!options.quiet) {
    LP_TRY(log, AccessLog::open(options.log));
  }
  auto server = std::make_unique<LongpanServer>(services, options, std::move(files), std::move(log));
  LP_CHECK_OK(server->listen(options.http));
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace lp::server
