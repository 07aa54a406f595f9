#include "probe/authorised_gate.h"

#include <algorithm>
#include <thread>

#include "io/error.h"

namespace lp::probe {

AuthorisedGate::AuthorisedGate(const Authorisation& authorisation, const Policy& policy, Limiter& limiter, const Clock& clock, const std::atomic<bool>* stop)
    : first_{authorisation, Scope(authorisation, policy)}, newest_(std::make_shared<const Allowed>(first_)), limiter_(limiter), clock_(clock), stop_(stop) {}

std::shared_ptr<const AuthorisedGate::Allowed> AuthorisedGate::newest() const {
  const std::scoped_lock lock(mutex_);
  return newest_;
}

Status AuthorisedGate::in_time() const {
  const Timestamp now = clock_.now();
  LP_CHECK_OK(check_time(first_.authorisation, now));
  return check_time(newest()->authorisation, now);
}

Status AuthorisedGate::decide(const Endpoint& endpoint, std::string_view method) const {
  if (stop_ != nullptr && stop_->load()) return io::fail(Errc::cancelled, "the run is being stopped", "检测正在停止");
  LP_CHECK_OK(in_time());
  LP_CHECK_OK(first_.scope.check(endpoint, method));
  return newest()->scope.check(endpoint, method);
}

Status AuthorisedGate::pass(const Endpoint& endpoint, std::string_view method) {
  for (;;) {
    LP_CHECK_OK(decide(endpoint, method));
    const auto address = parse_target_address(endpoint.address);
    if (!address) return address.error();
    const auto now = monotonic_now();
    const auto later = limiter_.take(*address, now);
    if (!later) return ok_status();
    std::this_thread::sleep_for(std::min(*later - now, Limiter::Instant{50'000}));  // in short steps: a stop is seen at once
  }
}

void AuthorisedGate::renew(const Authorisation& authorisation, const Policy& policy) {
  auto made = std::make_shared<const Allowed>(Allowed{authorisation, Scope(authorisation, policy)});
  limiter_.lower(authorisation.rates);
  const std::scoped_lock lock(mutex_);
  newest_ = std::move(made);
}

Limiter::Instant monotonic_now() {
  return std::chrono::duration_cast<Limiter::Instant>(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace lp::probe
