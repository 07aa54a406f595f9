#include "server/http/http_server.h"

#include <sys/resource.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <mutex>
#include <thread>

#include "server/http/connection.h"

namespace lp::server {
namespace {

using Guard = net::executor_work_guard<net::io_context::executor_type>;

// Thousands of connections need as many descriptors; the soft limit is often 1,024.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

Error listen_error(const HttpOptions& options, const error_code& ec) {
  const std::string place = options.address + ":" + std::to_string(options.port);
  Error error = make_error(Errc::io, "cannot listen on " + place + ": " + ec.message());
  error.message_zh = "无法监听 " + place + "：" + ec.message();
  if (ec == net::error::address_in_use) {
    error.code = Errc::unavailable;
    error.hint = "another program uses this port: stop it or choose another with --port / 端口已被占用：请停止占用它的程序，或用 --port 换一个端口";
    error.message_zh = "端口 " + std::to_string(options.port) + " 已被占用，无法监听 " + place;
  } else if (ec == net::error::access_denied) {
    error.code = Errc::denied;
    error.hint = "ports below 1024 need rights: choose another with --port / 1024 以下端口需要特权：请用 --port 换一个端口";
  }
  return error;
}

net::awaitable<void> serve(Shard& shard, TlsContext* tls, Tcp::socket socket, std::string remote) {
  auto transport = tls != nullptr ? tls->make_transport(std::move(socket)) : make_plain_transport(std::move(socket));
  Connection connection(shard, std::move(transport), std::move(remote));
  if (!shard.engine.draining) co_await connection.run();
}

class AsioHttpServer final : public HttpServer {
 public:
  AsioHttpServer(const HttpOptions& options, HttpHandler& handler) : engine_(options, handler) {
    for (int i = 0; i < std::max(1, options.io_threads); ++i) shards_.push_back(std::make_unique<Shard>(engine_));
    acceptor_.emplace(shards_.front()->io);
  }
  ~AsioHttpServer() override { stop(); }

  Status listen() {
    const HttpOptions& options = engine_.options;
    if (!options.certificate.empty()) {
      LP_TRY(tls_, TlsContext::open(options.certificate, options.key));
    }
    error_code ec;
    const auto address = net::ip::make_address(options.address, ec);
    if (ec) return make_error(Errc::invalid, "not a numeric address: " + options.address, "for example 127.0.0.1 or 0.0.0.0");
    const Tcp::endpoint endpoint(address, options.port);
    acceptor_->open(endpoint.protocol(), ec);
    if (!ec) acceptor_->set_option(Tcp::acceptor::reuse_address(true), ec);
    if (!ec) acceptor_->bind(endpoint, ec);
    if (!ec) acceptor_->listen(4096, ec);
    if (ec) return listen_error(options, ec);
    port_ = acceptor_->local_endpoint(ec).port();
    return ok_status();
  }

  void run() {
    raise_descriptor_limit();
    net::co_spawn(shards_.front()->io, accept_loop(), [](std::exception_ptr) {});
    for (auto& shard : shards_) {
      guards_.push_back(net::make_work_guard(shard->io));
      threads_.emplace_back([&io = shard->io] { io.run(); });
    }
  }

  std::uint16_t port() const override { return port_; }

  HttpCounts counts() const override {
    const Counters& c = engine_.counters;
    return {c.connections, c.event_streams, engine_.workers.waiting(), c.accepted, c.refused, c.timed_out};
  }

  void stop() override {
    std::lock_guard lock(stop_mutex_);
    if (engine_.draining.exchange(true)) return;
    net::post(shards_.front()->io, [this] {
      error_code ignored;
      acceptor_->close(ignored);
    });
    on_every_connection(&Connection::drain);
    wait_for_connections(engine_.options.drain_deadline);
    on_every_connection(&Connection::abort);
    engine_.workers.stop();
    wait_for_connections(std::chrono::seconds(1));
    guards_.clear();
    for (auto& shard : shards_) shard->io.stop();
    for (auto& thread : threads_) thread.join();
  }

 private:
  net::awaitable<void> accept_loop() {
    for (std::size_t next = 0;; ++next) {
      Shard& shard = *shards_[next % shards_.size()];
      const net::any_io_executor executor = shard.io.get_executor();
      auto [ec, socket] = co_await acceptor_->async_accept(executor, net::as_tuple(net::use_awaitable));
      if (!acceptor_->is_open() || engine_.draining) co_return;
      if (ec) {  // out of descriptors, or the peer went away: neither may end the loop
        net::steady_timer pause(shards_.front()->io, std::chrono::milliseconds(50));
        co_await pause.async_wait(net::as_tuple(net::use_awaitable));
        continue;
      }
      take(shard, std::move(socket));
    }
  }

  void take(Shard& shard, Tcp::socket socket) {
    error_code ignored;
    const Tcp::endpoint peer = socket.remote_endpoint(ignored);
    ++engine_.counters.accepted;
    if (engine_.counters.connections >= engine_.options.max_connections) {
      ++engine_.counters.refused;
      static constexpr std::string_view full = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 5\r\nConnection: close\r\n\r\n";
      socket.non_blocking(true, ignored);
      if (!tls_) socket.write_some(net::buffer(full), ignored);
      return;
    }
    ++engine_.counters.connections;  // given back by ~Connection
    socket.set_option(Tcp::no_delay(true), ignored);
    net::co_spawn(shard.io, serve(shard, tls_.get(), std::move(socket), peer.address().to_string()),
                  [](std::exception_ptr) {});
  }

  void on_every_connection(void (Connection::*action)()) {
    for (auto& shard : shards_) {
      net::post(shard->io, [&shard = *shard, action] {
        for (Connection* connection : std::vector(shard.connections.begin(), shard.connections.end())) (connection->*action)();
      });
    }
  }

  void wait_for_connections(std::chrono::milliseconds limit) const {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (engine_.counters.connections > 0 && std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }

  Engine engine_;
  std::vector<std::unique_ptr<Shard>> shards_;
  std::unique_ptr<TlsContext> tls_;
  std::optional<Tcp::acceptor> acceptor_;
  std::vector<Guard> guards_;
  std::vector<std::thread> threads_;
  std::uint16_t port_ = 0;
  std::mutex stop_mutex_;
};

}  // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::start(const HttpOptions& options, HttpHandler& handler) {
  auto server = std::make_unique<AsioHttpServer>(options, handler);
  LP_CHECK_OK(server->listen());
  server->run();
  return std::unique_ptr<HttpServer>(std::move(server));
}

}  // namespace lp::server
