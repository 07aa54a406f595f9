#include "store/notifier.h"

namespace lp::store {

void Notifier::add(Listener listener) {
  const std::scoped_lock lock(mutex_);
  listeners_.push_back(std::move(listener));
}

void Notifier::post(Changes changes) {
  const std::scoped_lock lock(mutex_);
  if (listeners_.empty()) return;
  queue_.push_back(std::move(changes));
  wake_.notify_one();
}

void Notifier::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Notifier::loop() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    const Changes changes = std::move(queue_.front());
    queue_.pop_front();
    const auto listeners = listeners_;
    lock.unlock();
    for (const Listener& listener : listeners) listener(changes);
    lock.lock();
  }
}

}  // namespace lp::store
