#pragma once
// The one gate every packet of ours passes: scope, window, method, rate, stop. It stands beside the kernel guard (guard.h), which
// holds even when this code is wrong or a child process does as it likes.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lp::probe {

enum class Transport : std::uint8_t { tcp, udp };

// An address as numbers only: names are resolved before, checked, and never looked up again.
struct Endpoint {
  std::string address{};       // canonical text; IPv4-mapped IPv6 is IPv4
  std::uint16_t port = 0;
  Transport transport = Transport::tcp;
  bool operator==(const Endpoint&) const = default;
};
std::string to_string(const Endpoint& endpoint);  // "192.0.2.1:443/tcp", "[2001:db8::1]:443/tcp"

class Gate {
 public:
  virtual ~Gate() = default;
  // Waits for its turn by the rate, then says yes, or says why not: denied (scope, method, window), cancelled (stopped). One call for
  // each connection or datagram; `method` as in the authorisation: "connect", "banner", "http", "tls". Any thread.
  virtual Status pass(const Endpoint& endpoint, std::string_view method) = 0;
  // A redirect or a name in an answer is only a fact to report; following it asks again.
};

}  // namespace lp::probe
