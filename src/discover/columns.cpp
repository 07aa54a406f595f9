#include "discover/columns.h"

namespace lp::discover {

void ColumnIndex::enter(const Window& window) {
  from_ = window.begin;
  const std::size_t size = window.end - window.begin, blocks = (size + 63) / 64;
  const bool quoted = quote_ != '\0';
  separate(window.text + from_, size, separator_, row_start_, quoted ? quote_ : separator_, {separators_, starts_, quotes_});
  if (quoted) hide_quoted(blocks);
  count(blocks);
}

// Separators and row starts inside quotes are none. A quote doubled inside a cell closes and opens again.
void ColumnIndex::hide_quoted(std::size_t blocks) {
  for (std::size_t i = 1; i <= blocks; ++i) {
    std::uint64_t inside = quotes_[i];
    if (inside == 0 && !open_) continue;
    for (int shift = 1; shift < 64; shift *= 2) inside ^= inside << shift;
    if (open_) inside = ~inside;
    open_ = (inside >> 63) != 0;
    separators_[i] &= ~inside;
    starts_[i] &= ~inside;
  }
}

void ColumnIndex::count(std::size_t blocks) {
  Count now = last_;
  for (std::size_t i = 0; i < blocks; ++i) {
    counts_[i] = now;
    const std::uint64_t starts = starts_[i + 1], separators = separators_[i + 1];
    const auto all = static_cast<std::uint64_t>(std::popcount(separators));
    const auto behind = static_cast<std::uint64_t>(std::popcount(separators & after_last(starts | 1)));
    now.row += static_cast<std::uint64_t>(std::popcount(starts));
    now.column = starts == 0 ? now.column + all : behind;
  }
  last_ = now;
}

std::size_t ColumnIndex::row_begin(std::size_t place) const {
  const std::size_t i = place - from_;
  std::size_t block = i >> 6;
  std::uint64_t starts = starts_[block + 1] & ((1ULL << (i & 63)) - 1);
  while (starts == 0 && block > 0) starts = starts_[block--];
  if (starts == 0) return npos;
  return from_ + (block << 6) + static_cast<std::size_t>(63 - std::countl_zero(starts));
}

}  // namespace lp::discover
