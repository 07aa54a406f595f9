#pragma once
// Messages to a syslog server: UDP (RFC 5426), TCP with counted lengths (RFC 6587, 3.4.1) and TLS (RFC 5425).
//
// Over UDP nobody says that a message came. Over TCP and TLS send() returns when the system took the message; syslog knows no
// answer, so what stood in a connection that broke may be lost: after an error the last message is sent again by the caller.
// Blocking, one thread at a time.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lp::io {

struct SyslogTarget {
  enum class Transport : std::uint8_t { udp, tcp, tls } transport = Transport::udp;
  std::string host;
  std::uint16_t port = 514;
  // udp://host[:port], tcp://…, tls://… (6514). invalid: anything else.
  static Result<SyslogTarget> parse(std::string_view text);
};

struct SyslogSenderOptions {
  std::filesystem::path ca_file{};      // empty = the system's authorities
  std::chrono::seconds timeout{10};
};

class SyslogSender {
 public:
  static constexpr std::size_t longest_datagram = 8192;

  SyslogSender(SyslogTarget target, SyslogSenderOptions options);
  ~SyslogSender();
  SyslogSender(SyslogSender&&) noexcept;
  // Connects when there is no connection. unavailable: nobody there, broken, not trusted; too_large: for a datagram.
  Status send(std::string_view message);

 private:
  class Connection;
  Status send_datagram(std::string_view message);
  SyslogTarget target_;
  SyslogSenderOptions options_;
  std::unique_ptr<Connection> connection_;
  int datagram_ = -1;
};

// "<131>1 2026-11-28T01:02:03Z host longpan - ID - text". `severity` of RFC 5424 (0 emergency … 7 debug), facility local0.
std::string syslog_message(int severity, std::string_view time, std::string_view host, std::string_view id, std::string_view text);

}  // namespace lp::io
