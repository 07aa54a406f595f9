#include "discover/columns.h"

namespace lp::discover {

void ColumnIndex::enter(const Window& window) {
  from_ = window.begin;
  const std::size_t size = window.end - window.begin;
  blocks_ = (size + 63) / 64;
  const bool quoted = quote_ != '\0';
  separate(window.text + from_, size, separator_, row_start_, quoted ? quote_ : separator_, {separators_, starts_, quotes_});
  if (quoted) hide_quoted();
  count();
}

// Separators and row starts inside quotes are none. A quote doubled inside a cell closes and opens again.
void ColumnIndex::hide_quoted() {
  for (std::size_t i = 1; i <= blocks_; ++i) {
    std::uint64_t inside = quotes_[i];
    if (inside == 0 && !open_) continue;
    for (int shift = 1; shift < 64; shift *= 2) inside ^= inside << shift;
    if (open_) inside = ~inside;
    open_ = (inside >> 63) != 0;
    separators_[i] &= ~inside;
    starts_[i] &= ~inside;
  }
}

void ColumnIndex::count() {
  Count now = last_;
  for (std::size_t i = 0; i < blocks_; ++i) {
    counts_[i] = now;
    const std::uint64_t starts = starts_[i + 1], separators = separators_[i + 1];
    const auto all = static_cast<std::uint64_t>(std::popcount(separators));
    const auto behind = static_cast<std::uint64_t>(std::popcount(separators & after_last(starts | 1)));
    now.row += static_cast<std::uint64_t>(std::popcount(starts));
    now.column = starts == 0 ? now.column + all : behind;
  }
  last_ = now;
}

std::size_t ColumnIndex::next_row_begin(std::size_t place) const {
  const std::size_t i = place - from_;
  std::uint64_t starts = starts_[(i >> 6) + 1] & (~0ULL << (i & 63));
  for (std::size_t block = i >> 6; block < blocks_; starts = starts_[++block + 1]) {
    if (starts != 0) return from_ + (block << 6) + static_cast<std::size_t>(std::countr_zero(starts));
  }
  return npos;
}

}  // namespace lp::discover
