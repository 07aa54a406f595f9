#pragma once
// One limiter for all engines and child programs of a run: never more than the authorisation's rate in any second, for a target, a
// block (/24, /64) and the whole.
//
// Turns are paced evenly, without bursts: at most `rate` in any 1.05 s, so that a turn used a little late still keeps the second.
// Time is the caller's monotonic clock and is given in, so that tests own it. Thread-safe.

#include <chrono>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/ip_range.h"
#include "probe/authorisation.h"

namespace lp::probe {

class Limiter {
 public:
  using Instant = std::chrono::microseconds;   // of a monotonic clock
  explicit Limiter(Rates rates) : rates_(rates) {}

  // nullopt: the turn is now, and taken. Else the earliest instant to ask again; nothing is taken then.
  std::optional<Instant> take(const model::IpAddress& address, Instant now);

  // A child program sends on its own: while it runs it has all of its target's rate, which the kernel guard holds it to, and that
  // much of block and whole is kept from the others. The instant it may begin at: what the others sent before counts until then, as
  // what it sent counts after give_back(). nullopt when that much is not free; nothing is kept then. One child a target.
  std::optional<Instant> reserve(const model::IpAddress& address, Instant now);
  void give_back(const model::IpAddress& address, Instant now);
  double child_rate() const;                   // of a reservation, connections a second

  // Rates that have become lower hold from now on; higher ones are not taken.
  void lower(const Rates& rates);

 private:
  struct Hash {
    std::size_t operator()(const model::IpAddress& address) const;
  };
  struct Key {
    Instant next{0};                           // of the earliest turn
    double reserved = 0;                       // by children; whole turns, for each of them may fall into one second
    std::vector<std::pair<Instant, double>> ending{};  // reservations that were given back and still count until then
  };
  static void settle(Key& key, Instant now);
  using Keys = std::unordered_map<model::IpAddress, Key, Hash>;

  mutable std::mutex mutex_;
  Rates rates_;
  Keys targets_, blocks_;
  Key total_;
};

}  // namespace lp::probe
