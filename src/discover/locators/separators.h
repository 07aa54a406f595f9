#pragma once
// The number of separators since the last row began, outside quotes; places come in rising order within a window.

#include <bit>
#include <memory>

#include "discover/locator.h"

namespace lp::discover {

class SeparatorCounter {
 public:
  // '\0' as quote: there are none.
  SeparatorCounter(char separator, char quote, char row_start)
      : separator_(separator), quote_(quote), row_start_(row_start), masks_(std::make_unique<SeparatorMasks>()) {}

  void enter(const Window& window) {
    if (entered_) advance(end_);    // what is left of the last window, by its own masks
    entered_ = true;
    from_ = window.begin;
    end_ = window.end - window.begin;
    at_ = 0;
    separate(window.text + window.begin, end_, separator_, row_start_, quote_ == '\0' ? separator_ : quote_, *masks_);
    if (quote_ != '\0') hide_quoted();
  }
  std::size_t column_at(std::size_t place) {
    const std::size_t to = place > from_ ? std::min(place - from_, end_) : 0;
    if (to > at_) advance(to);
    return static_cast<std::size_t>(column_);
  }
  std::uint64_t row() const { return row_; }
  // Where the current row begins in the buffer, if in this window; npos when it began before.
  std::size_t row_begin() const { return row_begin_ == std::string_view::npos ? row_begin_ : from_ + row_begin_; }

 private:
  // Separators and row starts inside quotes are none. A quote doubled inside a cell closes and opens again.
  void hide_quoted() {
    const std::size_t blocks = (end_ + 63) / 64;
    for (std::size_t i = 1; i <= blocks; ++i) {
      std::uint64_t inside = masks_->third[i];
      if (inside == 0 && !open_) continue;
      for (int shift = 1; shift < 64; shift *= 2) inside ^= inside << shift;
      if (open_) inside = ~inside;
      open_ = (inside >> 63) != 0;
      masks_->first[i] &= ~inside;
      masks_->second[i] &= ~inside;
    }
    row_begin_ = std::string_view::npos;
  }
  void advance(std::size_t to) {
    while (at_ < to) {
      const std::size_t shift = at_ & 63, step = std::min<std::size_t>(64 - shift, to - at_);
      const std::uint64_t within = step == 64 ? ~0ULL : ((1ULL << step) - 1) << shift;
      const std::uint64_t separators = masks_->first[(at_ >> 6) + 1] & within, rows = masks_->second[(at_ >> 6) + 1] & within;
      if (rows == 0) {
        column_ += static_cast<std::uint64_t>(std::popcount(separators));
      } else {
        const int last = 63 - std::countl_zero(rows);
        row_ += static_cast<std::uint64_t>(std::popcount(rows));
        row_begin_ = (at_ & ~std::size_t{63}) + static_cast<std::size_t>(last);
        column_ = static_cast<std::uint64_t>(std::popcount(last == 63 ? 0 : separators >> (last + 1)));
      }
      at_ += step;
    }
  }

  char separator_, quote_, row_start_;
  std::unique_ptr<SeparatorMasks> masks_;
  std::size_t from_ = 0, end_ = 0, at_ = 0;
  std::size_t row_begin_ = std::string_view::npos;
  std::uint64_t column_ = 0, row_ = 0;
  bool open_ = false, entered_ = false;
};

}  // namespace lp::discover
