#pragma once
// Line ends before a place of a window, counted once a block.

#include <array>
#include <bit>

#include "discover/locator.h"

namespace lp::discover {

class RowCounter {
 public:
  void enter(const Window& window) {
    first_ = window.begin;
    lane_ = window.masks->newline.data() + (window.begin - window.masks_from) / 64 + 1;
    const std::size_t blocks = (window.end - window.begin + 63) / 64;
    for (std::size_t i = 0; i < blocks; ++i) {
      before_[i] = total_;
      total_ += static_cast<std::uint64_t>(std::popcount(lane_[i]));
    }
  }
  // Of the document. The place stands in the window.
  std::uint64_t at(std::size_t place) const {
    const std::size_t i = place - first_;
    return before_[i >> 6] + static_cast<std::uint64_t>(std::popcount(lane_[i >> 6] & ((1ULL << (i & 63)) - 1)));
  }

 private:
  const std::uint64_t* lane_ = nullptr;
  std::size_t first_ = 0;
  std::uint64_t total_ = 0;
  std::array<std::uint64_t, Window::step / 64> before_{};
};

}  // namespace lp::discover
