#pragma once
// Counts line ends up to a place of a window; places come in rising order.

#include <bit>

#include "discover/locator.h"

namespace lp::discover {

class RowCounter {
 public:
  void enter(const Window& window) {
    // Lines of the rest of the last window are counted by its masks, which are gone: they were counted at its end.
    finish();
    masks_from_ = window.masks_from;
    at_ = window.begin - window.masks_from;
    end_ = window.end - window.masks_from;
    newline_ = &window.masks->newline;
    rest_ = count(at_, end_);
  }
  std::uint64_t at(std::size_t place) {
    std::size_t to = place - masks_from_;
    if (to < at_) to = at_;
    const std::uint64_t n = count(at_, to);
    rows_ += n;
    rest_ -= n;
    at_ = to;
    return rows_;
  }

 private:
  void finish() {
    rows_ += rest_;
    rest_ = 0;
  }
  std::uint64_t count(std::size_t from, std::size_t to) const {
    std::uint64_t n = 0;
    while (from < to) {
      const std::size_t step = std::min<std::size_t>(64 - (from & 63), to - from);
      std::uint64_t bits = (*newline_)[(from >> 6) + 1] >> (from & 63);
      if (step < 64) bits &= (1ULL << step) - 1;
      n += static_cast<std::uint64_t>(std::popcount(bits));
      from += step;
    }
    return n;
  }
  const ClassMasks::Lane* newline_ = nullptr;
  std::size_t masks_from_ = 0, at_ = 0, end_ = 0;
  std::uint64_t rows_ = 0, rest_ = 0;
};

}  // namespace lp::discover
