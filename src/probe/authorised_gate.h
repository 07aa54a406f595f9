#pragma once
// The gate of an authorisation: scope, method, time, stop, then the rate. An authorisation read again may take away, never add: what
// passes must be allowed by the first one and by the newest. Thread-safe; holds nothing but copies, limiter and clock must outlive it.

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>

#include "base/time.h"
#include "probe/authorisation.h"
#include "probe/gate.h"
#include "probe/rate.h"

namespace lp::probe {

class AuthorisedGate final : public Gate {
 public:
  AuthorisedGate(const Authorisation& authorisation, const Policy& policy, Limiter& limiter, const Clock& clock, const std::atomic<bool>* stop = nullptr);

  Status pass(const Endpoint& endpoint, std::string_view method) override;
  // The same without the rate and without waiting.
  Status decide(const Endpoint& endpoint, std::string_view method) const;
  // Only the time.
  Status in_time() const;
  void renew(const Authorisation& authorisation, const Policy& policy);

 private:
  struct Allowed {
    Authorisation authorisation;
    Scope scope;
  };
  std::shared_ptr<const Allowed> newest() const;

  const Allowed first_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Allowed> newest_;   // shared with those who are deciding while it is renewed
  Limiter& limiter_;
  const Clock& clock_;
  const std::atomic<bool>* stop_;
};

// Microseconds of the monotonic clock, as the limiter counts.
Limiter::Instant monotonic_now();

}  // namespace lp::probe
