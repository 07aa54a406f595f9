#include "detect/sigma/quick_filter.h"

#include <algorithm>

#if defined(__SSSE3__)
#include <tmmintrin.h>
#endif

namespace lp::detect::sigma {
namespace {

// Where four characters begin that texts seldom have: few of the commonest letters.
std::size_t rare_place(std::string_view literal) {
  static constexpr std::string_view common = "etaoinsrclduhm. \\";
  std::size_t best = 0;
  long best_cost = 1000;
  for (std::size_t i = 0; i + QuickFilter::characters <= literal.size(); ++i) {
    long cost = 0;
    for (const char c : literal.substr(i, QuickFilter::characters)) {
      const std::size_t at = common.find(c);
      cost += at == common.npos ? 0 : static_cast<long>(common.size() - at);
    }
    if (cost < best_cost) best = i, best_cost = cost;
  }
  return best;
}

}  // namespace

QuickFilter::QuickFilter(const std::vector<std::string_view>& literals) {
  on_ = !literals.empty() && literals.size() <= most_literals;
  std::vector<std::string_view> grams;
  for (const std::string_view l : literals) {
    on_ = on_ && l.size() >= characters && std::ranges::all_of(l, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (!on_) return;
    grams.push_back(l.substr(rare_place(l), characters));
  }
  // Neighbours in order share a group: alike grams cost no more than one.
  std::ranges::sort(grams);
  const auto [first, last] = std::ranges::unique(grams);
  grams.erase(first, last);
  for (std::size_t g = 0; g < grams.size(); ++g) {
    const auto bit = static_cast<std::uint8_t>(1u << (g * 8 / grams.size()));
    for (std::size_t k = 0; k < characters; ++k) {
      const char c = grams[g][k];
      const char other = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
      for (const char x : {c, other}) {
        low_[k][x & 15] |= bit;
        high_[k][x >> 4 & 15] |= bit;
      }
    }
  }
}

#if defined(__SSSE3__)

bool QuickFilter::may_have_any(std::string_view text) const {
  const char* p = text.data();
  const std::size_t n = text.size();
  const __m128i half = _mm_set1_epi8(15);
  __m128i low[characters], high[characters];
  for (std::size_t k = 0; k < characters; ++k) {
    low[k] = _mm_load_si128(reinterpret_cast<const __m128i*>(low_[k].data()));
    high[k] = _mm_load_si128(reinterpret_cast<const __m128i*>(high_[k].data()));
  }
  const auto hits = [&](const char* at) {
    __m128i all = _mm_set1_epi8(-1);
    for (std::size_t k = 0; k < characters; ++k) {
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + k));
      const __m128i l = _mm_shuffle_epi8(low[k], _mm_and_si128(bytes, half));
      const __m128i h = _mm_shuffle_epi8(high[k], _mm_and_si128(_mm_srli_epi16(bytes, 4), half));
      all = _mm_and_si128(all, _mm_and_si128(l, h));
    }
    return _mm_movemask_epi8(_mm_cmpeq_epi8(all, _mm_setzero_si128())) != 0xffff;
  };
  std::size_t i = 0;
  __m128i beyond = _mm_setzero_si128();
  for (; i + 16 + characters - 1 <= n; i += 16) {
    if (hits(p + i)) return true;
    beyond = _mm_or_si128(beyond, _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + i)));
  }
  // The rest, with zeros behind: no literal has one that long ends in them by chance, and maybe is allowed.
  char rest[16 + 16 + characters] = {};
  std::copy(p + i, p + n, rest);
  if (hits(rest) || hits(rest + 16)) return true;
  beyond = _mm_or_si128(beyond, _mm_loadu_si128(reinterpret_cast<const __m128i*>(rest)));
  beyond = _mm_or_si128(beyond, _mm_loadu_si128(reinterpret_cast<const __m128i*>(rest + 16)));
  return _mm_movemask_epi8(beyond) != 0;
}

#else

bool QuickFilter::may_have_any(std::string_view) const { return true; }

#endif

}  // namespace lp::detect::sigma
