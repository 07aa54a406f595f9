#pragma once
// Internal to this folder: the only header here that shows Asio. One byte stream, plain or TLS,
// behind virtual calls, because a coroutine template instantiated for both costs minutes to
// compile and gigabytes of memory, and one virtual call per read costs nothing.
// A transport belongs to the io_context of its socket; no call from another thread.

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <filesystem>
#include <memory>

#include "base/result.h"

// g++ 12 takes Asio's own coroutine frame allocator for a mismatch when it inlines one half of it.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif

namespace lp::server {

namespace net = boost::asio;
using boost::system::error_code;
using Tcp = net::ip::tcp;

struct Io {
  error_code ec;
  std::size_t n = 0;
};

class Transport {
 public:
  virtual ~Transport() = default;
  virtual net::awaitable<Io> handshake() = 0;  // plain: nothing to do
  virtual net::awaitable<Io> read(net::mutable_buffer into) = 0;
  virtual net::awaitable<Io> write(std::array<net::const_buffer, 2> buffers) = 0;  // all of it
  virtual void finish_writing() = 0;  // tell the peer that no more comes
  // Pending and later operations fail. `gently` leaves a plain socket able to write an answer.
  virtual bool abort(bool gently) = 0;  // true: writing is still possible
  virtual bool secure() const = 0;
};

std::unique_ptr<Transport> make_plain_transport(Tcp::socket socket);

// A certificate chain and key in PEM; TLS 1.2 and 1.3 only. With a client CA, peers without a certificate of it fail the handshake.
class TlsContext {
 public:
  static Result<std::unique_ptr<TlsContext>> open(const std::filesystem::path& certificate, const std::filesystem::path& key, const std::filesystem::path& client_ca = {});
  virtual ~TlsContext() = default;
  virtual std::unique_ptr<Transport> make_transport(Tcp::socket socket) = 0;
};

}  // namespace lp::server
