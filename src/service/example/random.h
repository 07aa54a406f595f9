#pragma once
// Repeatable random numbers: SplitMix64. Equal seeds give equal sequences on every machine
// (the standard distributions do not promise that).

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace lp::service::example {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
  }
  // low … high, both included
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(high - low + 1));
  }
  bool chance(int percent) { return between(1, 100) <= percent; }
  template <class List>
  const auto& pick(const List& list) { return list[static_cast<std::size_t>(next() % list.size())]; }
  Date day_between(Date first, Date last) { return first.plus_days(static_cast<std::int32_t>(between(0, last < first ? 0 : last.days() - first.days()))); }
  // Index of a weight; weights need not add up to 100.
  std::size_t pick_weighted(const std::vector<int>& weights) {
    std::int64_t total = 0;
    for (int w : weights) total += w;
    std::int64_t at = between(1, total);
    for (std::size_t i = 0; i < weights.size(); ++i) {
      if ((at -= weights[i]) <= 0) return i;
    }
    return weights.size() - 1;
  }

 private:
  std::uint64_t state_;
};

}  // namespace lp::service::example
