#pragma once
// One question: its deadline, its stop flag and its evidence. Every connection of an engine belongs to one.
//
// Everything sent and received through its connections is in the Observation: the bytes sent, the SHA-256 and the number of
// the bytes received, and the first 1 KiB of them in printable form.

#include <chrono>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "probe/engine.h"

namespace lp::probe {

// How a step on the network ended.
enum class Net : std::uint8_t {
  ok,
  end,       // the peer has closed in order
  timeout,
  refused,   // the port is closed
  gate,      // the gate said no
  stopped,
  failed,
};

class Exchange {
 public:
  using SteadyTime = std::chrono::steady_clock::time_point;

  Exchange(const ProbeRequest& request, EngineContext& context);

  // Asks the gate for one more connection. The time spent waiting for the gate does not count against the deadline.
  Net pass_gate(std::string_view method);
  bool stopped() const { return context_.stop != nullptr && context_.stop->load(std::memory_order_relaxed); }
  SteadyTime deadline() const { return deadline_; }
  // Of this exchange's time, at most `most` from now.
  SteadyTime until(std::chrono::milliseconds most) const;

  void record_sent(std::string_view bytes);
  void record_received(std::string_view bytes);
  void fact(std::string name, std::string value);   // the empty value is no fact
  void detail(std::string text) { observation_.detail = std::move(text); }
  Timestamp at() const { return observation_.at; }
  std::map<std::string, std::string>& facts() { return observation_.facts; }
  std::uint64_t received() const { return observation_.response_bytes; }
  std::uint64_t sent() const { return observation_.request.size(); }
  std::string parameter(const std::string& name, std::string_view fallback) const;
  int number_parameter(const std::string& name, int fallback, int least, int most) const;
  const ProbeRequest& request() const { return request_; }

  // The observation, complete. Call once. `last` says how it ended when nothing was answered.
  Observation answered() { return finish(Observation::Outcome::answered); }
  Observation ended(Net last);
  Observation invalid(std::string why);  // the request itself cannot be asked; nothing was sent

 private:
  Observation finish(Observation::Outcome outcome);

  const ProbeRequest& request_;
  EngineContext& context_;
  Observation observation_;
  Hasher hasher_{Hasher::Algorithm::sha256};
  std::string head_;                       // the first bytes received
  SteadyTime started_ = std::chrono::steady_clock::now();
  SteadyTime deadline_;
};

// Printable text of any bytes: line ends become \n, what is no UTF-8 and control characters become \x1b, at most `limit` bytes in.
std::string printable(std::string_view bytes, std::size_t limit = 1024);

}  // namespace lp::probe
