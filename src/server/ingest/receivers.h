#pragma once
// Listens for logs that are sent and puts them into a spool: syslog over UDP (RFC 5426), TCP (RFC 6587) and TLS (RFC 5425), lines over a
// Unix socket (Suricata's eve-log `unix_stream`), and the bulk interface shippers for Elasticsearch speak (bulk_handler.h).
//
// A spool or disk that is full: TCP, TLS and Unix senders are not read on until there is room; bulk requests are answered 429 or 503;
// datagrams are dropped and counted. What bulk answered 201 for is on disk; the other protocols acknowledge nothing.
//
// Threads: any; the receivers run on threads of their own.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "io/line_spool.h"

namespace lp::server {

struct ReceiverOptions {
  // "127.0.0.1:5514", "[::1]:5514", "0.0.0.0:5514"; port 0: any free one.
  std::vector<std::string> syslog_udp{}, syslog_tcp{}, syslog_tls{}, bulk{};
  std::vector<std::filesystem::path> unix_streams{};  // made anew; the folder must be there
  std::filesystem::path certificate{}, key{};         // PEM, for syslog_tls, and for bulk when given
  std::filesystem::path client_ca{};                  // PEM: senders over TLS syslog must have a certificate of it
  std::string token{};                                // bulk: asked of senders when not empty
  std::size_t longest_message = std::size_t{10} << 20;
};

struct ReceiverCounts {
  std::uint64_t connections = 0, messages = 0, bytes = 0;
  std::uint64_t too_long = 0, cut_short = 0;  // not taken
  std::uint64_t dropped = 0;                  // datagrams the spool had no room for
  std::uint64_t refused = 0;                  // bulk documents and requests that were not taken
  std::uint64_t waits = 0;                    // times a sender was held back
};

class Receivers {
 public:
  // Listens before it returns. invalid: an address that is none, or TLS without a certificate; unavailable: in use; denied.
  static Result<std::unique_ptr<Receivers>> start(const ReceiverOptions& options, io::LineSpool& spool);
  virtual ~Receivers() = default;   // stop()
  virtual ReceiverCounts counts() const = 0;
  // "syslog+tcp 127.0.0.1:5514": what is listened on, for people.
  virtual std::vector<std::string> places() const = 0;
  // What was read until now is in the spool when it returns.
  virtual void stop() = 0;
};

}  // namespace lp::server
