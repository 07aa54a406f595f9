#include "server/http/transport.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <string>
#include <utility>

namespace lp::server {
namespace {

constexpr auto tuple_awaitable = net::as_tuple(net::use_awaitable);

void close_hard(Tcp::socket& socket) {
  error_code ignored;
  socket.shutdown(Tcp::socket::shutdown_both, ignored);
  socket.close(ignored);
}

class PlainTransport final : public Transport {
 public:
  explicit PlainTransport(Tcp::socket socket) : socket_(std::move(socket)) {}

  net::awaitable<Io> handshake() override { co_return Io{}; }

  net::awaitable<Io> read(net::mutable_buffer into) override {
    auto [ec, n] = co_await socket_.async_read_some(into, tuple_awaitable);
    co_return Io{ec, n};
  }

  net::awaitable<Io> write(std::array<net::const_buffer, 2> buffers) override {
    auto [ec, n] = co_await net::async_write(socket_, buffers, tuple_awaitable);
    co_return Io{ec, n};
  }

  void finish_writing() override {
    error_code ignored;
    socket_.shutdown(Tcp::socket::shutdown_send, ignored);
  }

  bool abort(bool gently) override {
    if (!gently) {
      close_hard(socket_);
      return false;
    }
    error_code ignored;
    socket_.cancel(ignored);
    return true;
  }

  bool secure() const override { return false; }

 private:
  Tcp::socket socket_;
};

class TlsTransport final : public Transport {
 public:
  TlsTransport(Tcp::socket socket, net::ssl::context& context) : stream_(std::move(socket), context) {}

  net::awaitable<Io> handshake() override {
    auto [ec] = co_await stream_.async_handshake(net::ssl::stream_base::server, tuple_awaitable);
    co_return Io{ec, 0};
  }

  net::awaitable<Io> read(net::mutable_buffer into) override {
    auto [ec, n] = co_await stream_.async_read_some(into, tuple_awaitable);
    co_return Io{ec, n};
  }

  // Head and a small body go into one TLS record: two records per answer double the tail latency.
  net::awaitable<Io> write(std::array<net::const_buffer, 2> buffers) override {
    if (buffers[0].size() + buffers[1].size() <= 64 * 1024) {
      joined_.assign(static_cast<const char*>(buffers[0].data()), buffers[0].size());
      joined_.append(static_cast<const char*>(buffers[1].data()), buffers[1].size());
      auto [ec, n] = co_await net::async_write(stream_, net::buffer(joined_), tuple_awaitable);
      joined_ = {};
      co_return Io{ec, n};
    }
    auto [ec, n] = co_await net::async_write(stream_, buffers, tuple_awaitable);
    co_return Io{ec, n};
  }

  // A close_notify alert would need another deadline; lengths are explicit, so TCP's end suffices.
  void finish_writing() override {
    error_code ignored;
    stream_.next_layer().shutdown(Tcp::socket::shutdown_send, ignored);
  }

  bool abort(bool) override {
    close_hard(stream_.next_layer());
    return false;
  }

  bool secure() const override { return true; }

 private:
  net::ssl::stream<Tcp::socket> stream_;
  std::string joined_;
};

class OpenSslContext final : public TlsContext {
 public:
  OpenSslContext() : context_(net::ssl::context::tls_server) {}

  error_code ask_for(const std::filesystem::path& client_ca) {
    error_code ec;
    context_.load_verify_file(client_ca.string(), ec);
    if (!ec) context_.set_verify_mode(net::ssl::verify_peer | net::ssl::verify_fail_if_no_peer_cert, ec);
    return ec;
  }

  error_code load(const std::filesystem::path& certificate, const std::filesystem::path& key, std::string& which) {
    error_code ec;
    context_.set_options(net::ssl::context::default_workarounds | net::ssl::context::no_sslv2 |
                         net::ssl::context::no_sslv3 | net::ssl::context::no_tlsv1 | net::ssl::context::no_tlsv1_1);
    SSL_CTX_set_options(context_.native_handle(), SSL_OP_NO_RENEGOTIATION);
    // Idle connections give their 34 KB of record buffers back.
    SSL_CTX_set_mode(context_.native_handle(), SSL_MODE_RELEASE_BUFFERS);
    which = certificate.string();
    context_.use_certificate_chain_file(which, ec);
    if (ec) return ec;
    which = key.string();
    context_.use_private_key_file(which, net::ssl::context::pem, ec);
    return ec;
  }

  std::unique_ptr<Transport> make_transport(Tcp::socket socket) override {
    return std::make_unique<TlsTransport>(std::move(socket), context_);
  }

 private:
  net::ssl::context context_;
};

}  // namespace

std::unique_ptr<Transport> make_plain_transport(Tcp::socket socket) {
  return std::make_unique<PlainTransport>(std::move(socket));
}

Result<std::unique_ptr<TlsContext>> TlsContext::open(const std::filesystem::path& certificate,
                                                     const std::filesystem::path& key,
                                                     const std::filesystem::path& client_ca) {
  auto context = std::make_unique<OpenSslContext>();
  std::string which;
  error_code ec = context->load(certificate, key, which);
  if (!ec && !client_ca.empty()) {
    which = client_ca.string();
    ec = context->ask_for(client_ca);
  }
  if (ec) {
    Error error = make_error(Errc::invalid, "loading TLS file " + which + ": " + ec.message(),
                             "give a PEM certificate chain and its unencrypted PEM private key");
    error.message_zh = "无法读取 TLS 证书或私钥 " + which;
    return error;
  }
  return std::unique_ptr<TlsContext>(std::move(context));
}

}  // namespace lp::server
