#include "detect/stream/line_buffer.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <mutex>
#include <vector>

namespace lp::detect {
namespace {

constexpr std::size_t usual_capacity = std::size_t{2} << 20, smallest_kept = std::size_t{64} << 10, most_kept = 64;

// Buffers nobody holds. Those of unusual size are given back to the system.
class FreeBuffers {
 public:
  std::pair<char*, std::size_t> take(std::size_t size) {
    if (size >= smallest_kept) {
      const std::lock_guard lock(mutex_);
      for (std::size_t i = kept_.size(); i-- > 0;) {
        if (kept_[i].capacity < size || kept_[i].capacity / 4 > size) continue;
        Kept found = std::move(kept_[i]);
        kept_.erase(kept_.begin() + static_cast<std::ptrdiff_t>(i));
        return {found.data.release(), found.capacity};
      }
    }
    return {std::make_unique_for_overwrite<char[]>(size).release(), size};
  }
  void put(char* data, std::size_t capacity) {
    std::unique_ptr<char[]> owned(data);
    if (capacity < smallest_kept || capacity > usual_capacity) return;
    const std::lock_guard lock(mutex_);
    if (kept_.size() < most_kept) kept_.push_back({std::move(owned), capacity});
  }
  static FreeBuffers& get() {
    static FreeBuffers all;
    return all;
  }

 private:
  struct Kept {
    std::unique_ptr<char[]> data;
    std::size_t capacity;
  };
  std::mutex mutex_;
  std::vector<Kept> kept_;
};

}  // namespace

LineBuffer& LineBuffer::operator=(LineBuffer&& other) noexcept {
  if (this == &other) return *this;
  release();
  data_ = std::exchange(other.data_, nullptr);
  size_ = std::exchange(other.size_, 0);
  capacity_ = std::exchange(other.capacity_, 0);
  return *this;
}

void LineBuffer::resize(std::size_t size) {
  if (size > capacity_) {
    const auto [data, capacity] = FreeBuffers::get().take(capacity_ == 0 ? size : std::max(size, capacity_ + capacity_ / 2));
    if (size_ > 0) std::memcpy(data, data_, size_);
    if (data_ != nullptr) FreeBuffers::get().put(data_, capacity_);
    data_ = data;
    capacity_ = capacity;
  }
  size_ = size;
}

void LineBuffer::assign(std::string_view bytes) {
  resize(bytes.size());
  if (!bytes.empty()) std::memcpy(data_, bytes.data(), bytes.size());
}

void LineBuffer::release() {
  if (data_ != nullptr) FreeBuffers::get().put(data_, capacity_);
  data_ = nullptr;
}

}  // namespace lp::detect
