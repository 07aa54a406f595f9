#include "server/ingest/receivers.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <future>
#include <map>
#include <thread>

#include "server/http/http_server.h"
#include "server/http/transport.h"
#include "server/ingest/bulk_handler.h"
#include "server/ingest/listen_place.h"
#include "server/ingest/syslog_framing.h"

namespace lp::server {
namespace {

using Local = net::local::stream_protocol;
using Udp = net::ip::udp;
constexpr auto tuple_awaitable = net::as_tuple(net::use_awaitable);
constexpr auto held_back = std::chrono::milliseconds(200);
constexpr std::size_t piece = 64 * 1024;

struct Place {
  net::ip::address address;
  std::uint16_t port = 0;
};

Result<Place> parse_place(std::string_view text) {
  LP_TRY(const ListenPlace place, parse_listen_place(text));
  return Place{net::ip::make_address(place.address), place.port};
}

Error listen_error(const std::string& place, const error_code& ec) {
  const Errc code = ec == net::error::address_in_use ? Errc::unavailable : ec == net::error::access_denied ? Errc::denied : Errc::io;
  return make_error(code, "cannot listen on " + place + ": " + ec.message(), code == Errc::denied ? "ports below 1024 need rights" : "");
}

template <class Protocol>
Result<std::string> listen(typename Protocol::acceptor& acceptor, const typename Protocol::endpoint& endpoint, const std::string& place) {
  error_code ec;
  acceptor.open(endpoint.protocol(), ec);
  if constexpr (std::is_same_v<Protocol, Tcp>) {
    if (!ec) acceptor.set_option(Tcp::acceptor::reuse_address(true), ec);
  }
  if (!ec) acceptor.bind(endpoint, ec);
  if (!ec) acceptor.listen(128, ec);
  if (ec) return listen_error(place, ec);
  if constexpr (std::is_same_v<Protocol, Tcp>) {
    const auto bound = acceptor.local_endpoint(ec);
    return bound.address().is_v6() ? "[" + bound.address().to_string() + "]:" + std::to_string(bound.port()) : bound.address().to_string() + ":" + std::to_string(bound.port());
  } else {
    return place;
  }
}

// What a Transport is to a TCP socket, as far as it is read from.
struct LocalReader {
  explicit LocalReader(Local::socket opened) : socket(std::move(opened)) {}
  net::awaitable<Io> read(net::mutable_buffer into) {
    auto [ec, n] = co_await socket.async_read_some(into, tuple_awaitable);
    co_return Io{ec, n};
  }
  Local::socket socket;
};

class AsioReceivers final : public Receivers {
 public:
  AsioReceivers(const ReceiverOptions& options, io::LineSpool& spool) : options_(options), spool_(spool), guard_(net::make_work_guard(io_)) {}
  ~AsioReceivers() override { stop(); }

  Status begin() {
    if (!options_.syslog_tls.empty()) {
      if (options_.certificate.empty()) return make_error(Errc::invalid, "syslog over TLS needs a certificate and a key", "--certificate cert.pem --key key.pem");
      LP_TRY(tls_, TlsContext::open(options_.certificate, options_.key, options_.client_ca));
    }
    for (const std::string& place : options_.syslog_tcp) LP_CHECK_OK(begin_tcp(place, nullptr));
    for (const std::string& place : options_.syslog_tls) LP_CHECK_OK(begin_tcp(place, tls_.get()));
    for (const std::string& place : options_.syslog_udp) LP_CHECK_OK(begin_udp(place));
    for (const std::filesystem::path& path : options_.unix_streams) LP_CHECK_OK(begin_unix(path));
    for (const std::string& place : options_.bulk) LP_CHECK_OK(begin_bulk(place));
    thread_ = std::thread([this] { io_.run(); });
    return ok_status();
  }

  ReceiverCounts counts() const override {
    ReceiverCounts out{.connections = connections_, .messages = messages_, .bytes = bytes_, .too_long = too_long_, .cut_short = cut_short_, .dropped = dropped_, .refused = 0, .waits = waits_};
    for (const auto& one : bulk_) {
      out.messages += one->handler.taken();
      out.bytes += one->handler.bytes();
      out.refused += one->handler.refused();
    }
    return out;
  }
  std::vector<std::string> places() const override { return places_; }

  void stop() override {
    for (const auto& one : bulk_) one->server->stop();
    if (!thread_.joinable()) return;
    net::post(io_, [this] {
      stopping_ = true;
      error_code ignored;
      for (auto& acceptor : tcp_) acceptor->close(ignored);
      for (auto& acceptor : local_) acceptor->close(ignored);
      for (auto& socket : udp_) socket->close(ignored);
      for (auto& [number, transport] : open_) transport->abort(false);
      for (auto& [number, reader] : open_local_) reader->socket.close(ignored);
      guard_.reset();
    });
    thread_.join();
    for (const std::filesystem::path& path : options_.unix_streams) {
      std::error_code gone;
      std::filesystem::remove(path, gone);
    }
  }

 private:
  struct Bulk {
    Bulk(io::LineSpool& spool, const ReceiverOptions& options) : handler(spool, options.token, options.longest_message) {}
    BulkHandler handler;
    std::unique_ptr<HttpServer> server;
  };

  Status begin_tcp(const std::string& text, TlsContext* tls) {
    LP_TRY(const Place place, parse_place(text));
    auto acceptor = std::make_unique<Tcp::acceptor>(io_);
    LP_TRY(const std::string bound, listen<Tcp>(*acceptor, {place.address, place.port}, text));
    places_.push_back((tls != nullptr ? "syslog+tls " : "syslog+tcp ") + bound);
    net::co_spawn(io_, accept(*acceptor, [this, tls](Tcp::socket socket) { return serve_tcp(std::move(socket), tls); }), ignore);
    tcp_.push_back(std::move(acceptor));
    return ok_status();
  }
  Status begin_udp(const std::string& text) {
    LP_TRY(const Place place, parse_place(text));
    auto socket = std::make_unique<Udp::socket>(io_);
    error_code ec;
    const Udp::endpoint endpoint(place.address, place.port);
    socket->open(endpoint.protocol(), ec);
    if (!ec) socket->bind(endpoint, ec);
    if (ec) return listen_error(text, ec);
    error_code ignored;   // as much as the system gives: bursts are long
    socket->set_option(net::socket_base::receive_buffer_size(8 << 20), ignored);
    places_.push_back("syslog+udp " + place.address.to_string() + ":" + std::to_string(socket->local_endpoint(ec).port()));
    net::co_spawn(io_, receive_udp(*socket), ignore);
    udp_.push_back(std::move(socket));
    return ok_status();
  }
  Status begin_unix(const std::filesystem::path& path) {
    std::error_code error;
    if (std::filesystem::is_socket(path, error)) std::filesystem::remove(path, error);   // of a run that was killed
    auto acceptor = std::make_unique<Local::acceptor>(io_);
    if (path.string().size() > 100) return make_error(Errc::invalid, "the name of a socket may have 100 bytes: " + path.string());
    LP_TRY(const std::string bound, listen<Local>(*acceptor, Local::endpoint(path.string()), path.string()));
    places_.push_back("unix " + bound);
    net::co_spawn(io_, accept(*acceptor, [this](Local::socket socket) { return serve_unix(std::move(socket)); }), ignore);
    local_.push_back(std::move(acceptor));
    return ok_status();
  }
  Status begin_bulk(const std::string& text) {
    LP_TRY(const Place place, parse_place(text));
    auto one = std::make_unique<Bulk>(spool_, options_);
    HttpOptions http;
    http.address = place.address.to_string();
    http.port = place.port;
    http.workers = 2;
    http.certificate = options_.certificate;
    http.key = options_.key;
    LP_TRY(one->server, HttpServer::start(http, one->handler));
    places_.push_back((options_.certificate.empty() ? "bulk http://" : "bulk https://") + http.address + ":" + std::to_string(one->server->port()));
    bulk_.push_back(std::move(one));
    return ok_status();
  }

  // `serve` is a coroutine over a socket that was accepted.
  template <class Acceptor, class Serve>
  net::awaitable<void> accept(Acceptor& acceptor, Serve serve) {
    while (!stopping_) {
      auto [ec, socket] = co_await acceptor.async_accept(tuple_awaitable);
      if (ec == net::error::operation_aborted) co_return;
      if (ec) co_await pause();   // no descriptors left: they come back
      else net::co_spawn(io_, serve(std::move(socket)), ignore);
    }
  }
  net::awaitable<void> serve_tcp(Tcp::socket socket, TlsContext* tls) {
    const std::uint64_t number = ++connections_;
    auto& transport = *open_.emplace(number, tls != nullptr ? tls->make_transport(std::move(socket)) : make_plain_transport(std::move(socket))).first->second;
    if (const Io greeted = co_await transport.handshake(); !greeted.ec) co_await take_all(transport, "syslog");
    open_.erase(number);
  }
  net::awaitable<void> serve_unix(Local::socket socket) {
    const std::uint64_t number = ++connections_;
    LocalReader& reader = *open_local_.emplace(number, std::make_unique<LocalReader>(std::move(socket))).first->second;
    co_await take_all(reader, "unix");
    open_local_.erase(number);
  }
  // Messages until the sender ends or is no longer wanted.
  template <class Reader>
  net::awaitable<void> take_all(Reader& reader, std::string_view stream) {
    SyslogFraming framing(options_.longest_message);
    std::string buffer(piece, '\0'), lines;
    for (;;) {
      const Io got = co_await reader.read(net::buffer(buffer));
      if (got.ec) break;
      framing.feed(std::string_view(buffer).substr(0, got.n), lines);
      if (!co_await store(stream, lines)) break;
    }
    framing.finish(lines);
    co_await store(stream, lines);
    too_long_ += framing.too_long();
    cut_short_ += framing.cut_short();
  }
  net::awaitable<void> receive_udp(Udp::socket& socket) {
    std::string buffer(piece, '\0'), lines;
    Udp::endpoint from;
    while (!stopping_) {
      auto [ec, n] = co_await socket.async_receive_from(net::buffer(buffer), from, tuple_awaitable);
      if (ec == net::error::operation_aborted) co_return;
      if (ec) continue;
      lines.clear();
      append_line(std::string_view(buffer).substr(0, n), lines);
      // What has come in meanwhile goes with it: a write for many datagrams.
      for (int more = 0; more < 1000 && socket.available(ec) > 0 && !ec; ++more) {
        n = socket.receive_from(net::buffer(buffer), from, 0, ec);
        if (!ec) append_line(std::string_view(buffer).substr(0, n), lines);
      }
      const auto count = static_cast<std::uint64_t>(std::count(lines.begin(), lines.end(), '\n'));
      if (lines.empty()) continue;
      if (spool_.append("syslog", lines, false)) note(count, lines.size());
      else dropped_ += count;
    }
  }

  void note(std::uint64_t messages, std::size_t bytes) {
    messages_ += messages;
    bytes_ += bytes;
  }
  // Held back until there is room. False: no longer wanted.
  net::awaitable<bool> store(std::string_view stream, std::string& lines) {
    while (!lines.empty()) {
      if (spool_.append(stream, lines, false)) {
        note(static_cast<std::uint64_t>(std::count(lines.begin(), lines.end(), '\n')), lines.size());
        lines.clear();
        break;
      }
      ++waits_;
      if (stopping_) co_return false;
      co_await pause();
    }
    co_return true;
  }
  net::awaitable<void> pause() {
    net::steady_timer timer(io_, held_back);
    co_await timer.async_wait(tuple_awaitable);
  }
  static void ignore(std::exception_ptr) {}

  const ReceiverOptions options_;
  io::LineSpool& spool_;
  net::io_context io_{1};
  net::executor_work_guard<net::io_context::executor_type> guard_;
  std::unique_ptr<TlsContext> tls_;
  std::vector<std::unique_ptr<Tcp::acceptor>> tcp_;
  std::vector<std::unique_ptr<Local::acceptor>> local_;
  std::vector<std::unique_ptr<Udp::socket>> udp_;
  std::vector<std::unique_ptr<Bulk>> bulk_;
  std::vector<std::string> places_;
  std::map<std::uint64_t, std::unique_ptr<Transport>> open_;         // of the thread
  std::map<std::uint64_t, std::unique_ptr<LocalReader>> open_local_;
  bool stopping_ = false;                                            // of the thread
  std::atomic<std::uint64_t> connections_{0}, messages_{0}, bytes_{0}, too_long_{0}, cut_short_{0}, dropped_{0}, waits_{0};
  std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<Receivers>> Receivers::start(const ReceiverOptions& options, io::LineSpool& spool) {
  auto receivers = std::make_unique<AsioReceivers>(options, spool);
  LP_CHECK_OK(receivers->begin());
  return std::unique_ptr<Receivers>(std::move(receivers));
}

}  // namespace lp::server
