#include "detect/indicators/indicator_handle.h"

#include <algorithm>

namespace lp::detect {

void IndicatorHandle::swap(Image image) {
  {
    const std::lock_guard lock(mutex_);
    if (current_ != nullptr) retired_.push_back(std::move(current_));
    current_ = std::move(image);
    version_.fetch_add(1, std::memory_order_release);
  }
  reap();
}

void IndicatorHandle::reap() {
  std::vector<Image> unused;  // unmapped outside the lock
  const std::lock_guard lock(mutex_);
  const auto first = std::partition(retired_.begin(), retired_.end(), [](const Image& image) { return image.use_count() > 1; });
  unused.assign(std::make_move_iterator(first), std::make_move_iterator(retired_.end()));
  retired_.erase(first, retired_.end());
}

IndicatorHandle::Image IndicatorHandle::load(std::uint64_t& version) const {
  const std::lock_guard lock(mutex_);
  version = version_.load(std::memory_order_relaxed);
  return current_;
}

std::size_t IndicatorHandle::retired() const {
  const std::lock_guard lock(mutex_);
  return retired_.size();
}

}  // namespace lp::detect
