#pragma once
// Internal to this folder: one deadline of one connection. Moving the deadline later costs
// nothing; the timer is re-armed when it fires early.

#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>

namespace lp::server {

class Watchdog : public std::enable_shared_from_this<Watchdog> {
 public:
  using Time = std::chrono::steady_clock::time_point;
  Watchdog(const boost::asio::any_io_executor& executor, std::function<void()> on_expire)
      : timer_(executor), on_expire_(std::move(on_expire)) {}

  void set(std::chrono::milliseconds from_now) {
    deadline_ = std::chrono::steady_clock::now() + from_now;
    expired_ = false;
    if (!armed_ || deadline_ < armed_for_) arm();
  }
  void clear() { deadline_ = Time::max(); }
  bool expired() const { return expired_; }
  // The owner goes away: nothing is called any more.
  void stop() {
    on_expire_ = {};
    timer_.cancel();
  }

 private:
  void arm() {
    armed_ = true;
    armed_for_ = deadline_;
    timer_.expires_at(deadline_);
    timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& ec) {
      const auto self = weak.lock();
      if (self && ec != boost::asio::error::operation_aborted) self->fire();
    });
  }
  void fire() {
    armed_ = false;
    if (deadline_ == Time::max() || !on_expire_) return;
    if (std::chrono::steady_clock::now() < deadline_) return arm();
    expired_ = true;
    deadline_ = Time::max();
    on_expire_();
  }

  boost::asio::steady_timer timer_;
  std::function<void()> on_expire_;
  Time deadline_ = Time::max(), armed_for_ = Time::max();
  bool armed_ = false, expired_ = false;
};

}  // namespace lp::server
