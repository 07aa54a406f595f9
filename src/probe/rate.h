#pragma once
// One limiter for all engines and child programs of a run: never more than the authorisation's rate in any second, for a target, a
// block (/24, /64) and the whole.
//
// Turns are paced evenly, without bursts: at most `rate` in any 1.05 s, so that a turn used a little late still keeps the second.
// Time is the caller's monotonic clock and is given in, so that tests own it. Thread-safe.

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "model/ip_range.h"
#include "probe/authorisation.h"

namespace lp::probe {

class Limiter {
 public:
  using Instant = std::chrono::microseconds;   // of a monotonic clock
  explicit Limiter(Rates rates);

  // nullopt: the turn is now, and taken. Else the earliest instant to ask again; nothing is taken then.
  std::optional<Instant> take(const model::IpAddress& address, Instant now);

  // A child program sends on its own: it gets a share of the rates for as long as the share lives, and the others get the rest.
  class Share {
   public:
    Share() = default;
    Share(Share&& other) noexcept;
    Share& operator=(Share&& other) noexcept;
    ~Share();
    double rate() const { return rate_; }      // connections a second
   private:
    friend class Limiter;
    Limiter* limiter_ = nullptr;
    model::IpAddress address_{};
    double rate_ = 0;
  };
  // At most `wanted` and at most half of what is left of block and total, all that is left of the target; nullopt when nothing
  // is. The limiter must outlive it.
  std::optional<Share> share(const model::IpAddress& address, double wanted, Instant now);

  // Rates that have become lower hold from now on.
  void renew(Rates rates);

 private:
  struct Key {
    Instant next{0};                           // of the earliest turn
    double reserved = 0;                       // by children
  };
  void give_back(const Share& share);
  Instant spacing(double rate, const Key& key) const;

  std::mutex mutex_;
  Rates rates_;
  std::unordered_map<std::string, Key> targets_, blocks_;
  Key total_;
};

}  // namespace lp::probe
