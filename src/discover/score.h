#pragma once
// How sure evidence alone makes a hit, before its surroundings speak.

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include "discover/validator.h"

namespace lp::discover {

constexpr int score_of(Evidence e) {
  int score = 60;
  if (e.has(Evidence::check)) score += 20;
  if (e.has(Evidence::date)) score += 8;
  if (e.has(Evidence::region)) score += 5;
  if (e.has(Evidence::registry)) score += 10;
  if (e.has(Evidence::entropy)) score += 10;
  return e.has(Evidence::weak) ? std::min(score, 35) : score;
}
constexpr auto scores = [] {
  std::array<std::uint8_t, 256> all{};
  for (int bits = 0; bits < 256; ++bits) all[static_cast<std::size_t>(bits)] = static_cast<std::uint8_t>(score_of(evidence(bits)));
  return all;
}();
// Of two kinds a word may be: the one more of whose evidence speaks.
constexpr int strength(Evidence e) { return e.has(Evidence::weak) ? 0 : std::popcount(e.bits); }

}  // namespace lp::discover
