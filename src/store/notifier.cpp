#include "store/notifier.h"

namespace lp::store {

void Notifier::add(Listener listener) {
  std::unique_lock lock(mutex_);
  if (listener) {
    listeners_.push_back(std::move(listener));
    return;
  }
  listeners_.clear();
  queue_.clear();
  if (std::this_thread::get_id() != thread_.get_id()) quiet_.wait(lock, [&] { return !calling_; });
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
    calling_ = true;
    lock.unlock();
    for (const Listener& listener : listeners) listener(changes);
    lock.lock();
    calling_ = false;
    quiet_.notify_all();
  }
}

}  // namespace lp::store
