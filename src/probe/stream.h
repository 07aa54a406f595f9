#pragma once
#include <chrono>
#include <string>
#include <string_view>

#include "probe/exchange.h"

namespace lp::probe {

// Bytes to and from one peer: a TCP connection, or TLS on one.
class Stream {
 public:
  virtual ~Stream() = default;
  // Sends all of `bytes`, at most three times on one stream (a fourth is a bug).
  virtual Net send(std::string_view bytes) = 0;
  // Appends what the peer sends next, at most `limit` bytes, waiting at most until `until`: ok (something came), end, timeout,
  // stopped or failed.
  virtual Net read(std::string& into, std::size_t limit, Exchange::SteadyTime until) = 0;

  static constexpr int most_packets = 3;  // of application data a port
};

}  // namespace lp::probe
