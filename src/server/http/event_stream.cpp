#include "server/http/event_stream.h"

#include <utility>

namespace lp::server {

bool EventStream::push(std::string_view text) {
  std::lock_guard lock(mutex_);
  if (closed_) return false;
  if (pending_.size() + text.size() > limit_) closed_ = true;
  else pending_.append(text);
  if (wake_) wake_();
  return !closed_;
}

void EventStream::close() {
  std::lock_guard lock(mutex_);
  closed_ = true;
  if (wake_) wake_();
}

bool EventStream::closed() const {
  std::lock_guard lock(mutex_);
  return closed_;
}

std::string EventStream::take() {
  std::lock_guard lock(mutex_);
  return std::exchange(pending_, {});
}

void EventStream::set_wake(std::function<void()> wake) {
  std::lock_guard lock(mutex_);
  wake_ = std::move(wake);
}

}  // namespace lp::server
