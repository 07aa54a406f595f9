#pragma once
// Rows and cells of a window: separators outside quotes, counted once for every place that may be asked about.

#include <array>
#include <bit>
#include <cstdint>

#include "discover/class_masks.h"
#include "discover/window.h"

namespace lp::discover {

class ColumnIndex {
 public:
  // '\0' as quote: there are none.
  ColumnIndex(char separator, char quote, char row_start) : separator_(separator), quote_(quote), row_start_(row_start) {}

  // The next window of the document; the one before it is forgotten.
  void enter(const Window& window);

  struct Place {
    std::uint64_t row, column;   // row starts before the place in the document; separators since the last of them
  };
  // `place` stands in the window.
  Place at(std::size_t place) const {
    const std::size_t i = place - from_, block = i >> 6;
    const std::uint64_t before = (1ULL << (i & 63)) - 1;
    const std::uint64_t starts = starts_[block + 1] & before, separators = separators_[block + 1] & before;
    // Without a branch: whether the row began in this block is chance.
    const std::uint64_t none = starts == 0 ? ~0ULL : 0;
    const std::uint64_t counted = separators & (after_last(starts | 1) | none);
    return {counts_[block].row + static_cast<std::uint64_t>(std::popcount(starts)), (counts_[block].column & none) + static_cast<std::uint64_t>(std::popcount(counted))};
  }
  // The buffer's place of the first row start at `place` or after it; npos when the window has none.
  std::size_t next_row_begin(std::size_t place) const;

  static constexpr std::size_t npos = ~std::size_t{0};

 private:
  struct Count {
    std::uint64_t row, column;
  };
  static std::uint64_t after_last(std::uint64_t bits) { return (~1ULL << (63 - std::countl_zero(bits))); }
  void hide_quoted();
  void count();

  char separator_, quote_, row_start_;
  std::size_t from_ = 0, blocks_ = 0;
  Count last_{};        // at the end of the window
  bool open_ = false;   // inside quotes there
  ClassMasks::Lane separators_{}, starts_{}, quotes_{};
  std::array<Count, Window::step / 64 + 1> counts_{};
};

}  // namespace lp::discover
