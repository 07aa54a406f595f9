#pragma once
// Counters in Prometheus' text format. Thread-safe.

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "server/http/http_server.h"

namespace lp::server {

class Metrics {
 public:
  Metrics();
  ~Metrics();
  void count_request(std::string_view method, std::string_view route, int status, std::chrono::microseconds took);
  void count_refusal(std::string_view code);
  // Gauges as they are now, taken from `counts`.
  std::string to_text(const HttpCounts& counts);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lp::server
