#pragma once
// The image in use, replaced while events run. Matchers look at a counter for every event and take the new image when it has
// changed; events before see the old one whole, events after the new one whole, and none waits for the change.
//
// An old image is unmapped by the loader, never by a matcher: giving back gigabytes takes milliseconds.
//
// Threads: all members may be called by any thread.

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "detect/indicators/indicator_image.h"

namespace lp::detect {

class IndicatorHandle {
 public:
  using Image = std::shared_ptr<const IndicatorImage>;  // shared: the last matcher that still reads an image decides how long it lives

  IndicatorHandle() = default;
  explicit IndicatorHandle(Image image) { swap(std::move(image)); }
  // Also unmaps what nobody uses any more.
  void swap(Image image);
  void reap();
  std::uint64_t version() const { return version_.load(std::memory_order_acquire); }
  Image load(std::uint64_t& version) const;  // null: none yet
  std::size_t retired() const;               // old images still read by somebody

 private:
  mutable std::mutex mutex_;
  std::atomic<std::uint64_t> version_{0};
  Image current_;
  std::vector<Image> retired_;
};

}  // namespace lp::detect
