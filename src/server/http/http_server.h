#pragma once
// The HTTP/1.1 engine: sockets, TLS, message framing, limits and deadlines. It knows no routes,
// no sessions and no JSON: those are the HttpHandler's.
//
// Guarantees. Requests of one connection are answered in order (pipelining is safe). A message
// has one deadline set when its first byte arrives and never moved, so a client that drips
// bytes cannot live for ever. Ambiguous framing (two Content-Lengths, Content-Length with
// Transfer-Encoding, an encoding other than chunked) is refused. Handlers run on workers only.
// Not offered: HTTP/2, ranges, trailers (read, then dropped), CONNECT and upgrades.
//
// Threads: every method may be called from any thread. The handler must outlive the server.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "server/http/message.h"

namespace lp::server {

struct HttpOptions {
  std::string address = "127.0.0.1";            // numeric; "::" for every interface
  std::uint16_t port = 8080;                    // 0 = any free one, see port()
  int io_threads = 1;
  int workers = 4;
  std::size_t queue_limit = 2000;               // requests waiting for a worker; beyond: 503
  std::size_t header_limit = 16 * 1024;         // bytes of request line and fields; beyond: 431
  std::size_t max_connections = 8000;           // beyond: 503 and closed
  std::chrono::milliseconds idle_timeout{75'000};       // between messages
  std::chrono::milliseconds header_deadline{15'000};    // first byte to end of header
  std::chrono::milliseconds body_deadline{30'000};      // plus its size at min_rate
  std::chrono::milliseconds write_deadline{30'000};     // plus its size at min_rate
  std::chrono::milliseconds handshake_deadline{10'000};
  std::chrono::milliseconds drain_deadline{10'000};     // stop() waits this long for what is under way
  std::uint64_t min_rate = 16 * 1024;           // bytes per second a peer must keep up
  std::filesystem::path spool_folder = "/tmp/longpan-spool";  // uploads on their way to the store
  std::filesystem::path certificate, key;       // PEM; both = TLS only
};

struct HttpCounts {
  std::size_t connections = 0;
  std::size_t event_streams = 0;
  std::size_t waiting = 0;                      // requests queued for a worker
  std::uint64_t accepted = 0, refused = 0, timed_out = 0;
};

class HttpServer {
 public:
  // Listens before it returns. Errors: unavailable (port in use), denied (privileged port),
  // invalid (address, certificate).
  static Result<std::unique_ptr<HttpServer>> start(const HttpOptions& options, HttpHandler& handler);
  virtual ~HttpServer() = default;  // stop()
  virtual std::uint16_t port() const = 0;
  virtual HttpCounts counts() const = 0;
  // Accepts no more, closes idle connections and event streams, lets requests under way finish
  // up to drain_deadline, then closes the rest. Idempotent.
  virtual void stop() = 0;
};

}  // namespace lp::server
