#include "detect/sigma/quick_filter.h"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__SSSE3__)
#include <immintrin.h>
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

// The only characters beyond ASCII whose small letters are within: the long s and the sign of kelvin.
[[maybe_unused]] bool folds_into_ascii(std::string_view text) { return text.find("\u017f") != text.npos || text.find("\u212a") != text.npos; }

// Of four characters without their letter case, and with some signs taken for others.
std::uint32_t gram_slot(const char* p) {
  std::uint32_t gram;
  std::memcpy(&gram, p, sizeof gram);
  return (gram | 0x20202020u) * 0x9e3779b1u >> 20;
}

}  // namespace

bool QuickFilter::may_begin_at(const char* p) const {
  const std::uint32_t slot = gram_slot(p);
  return (grams_[slot / 64] >> slot % 64 & 1) != 0;
}

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
    const std::uint32_t slot = gram_slot(grams[g].data());
    grams_[slot / 64] |= std::uint64_t{1} << slot % 64;
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

// The same thirty-two bytes at a time, as far as they go; where the rest begins, or npos: maybe.
__attribute__((target("avx2"))) std::size_t QuickFilter::pass_wide(std::string_view text, bool& is_ascii) const {
  const __m256i half = _mm256_set1_epi8(15);
  __m256i low[characters], high[characters], beyond = _mm256_setzero_si256();
  for (std::size_t k = 0; k < characters; ++k) {
    low[k] = _mm256_broadcastsi128_si256(_mm_load_si128(reinterpret_cast<const __m128i*>(low_[k].data())));
    high[k] = _mm256_broadcastsi128_si256(_mm_load_si128(reinterpret_cast<const __m128i*>(high_[k].data())));
  }
  std::size_t i = 0;
  for (; i + 32 + characters - 1 <= text.size(); i += 32) {
    __m256i all = _mm256_set1_epi8(-1);
    for (std::size_t k = 0; k < characters; ++k) {
      const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text.data() + i + k));
      if (k == 0) beyond = _mm256_or_si256(beyond, bytes);
      const __m256i l = _mm256_shuffle_epi8(low[k], _mm256_and_si256(bytes, half));
      const __m256i h = _mm256_shuffle_epi8(high[k], _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half));
      all = _mm256_and_si256(all, _mm256_and_si256(l, h));
    }
    for (auto hits = ~static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(all, _mm256_setzero_si256()))); hits != 0; hits &= hits - 1)
      if (may_begin_at(text.data() + i + std::countr_zero(hits))) return text.npos;
  }
  is_ascii = _mm256_movemask_epi8(beyond) == 0;
  return i;
}

bool QuickFilter::may_have_any(std::string_view whole) const {
  std::string_view text = whole;
  bool is_ascii = true;
  static const bool wide = __builtin_cpu_supports("avx2") != 0;
  if (wide && text.size() >= 64) {
    const std::size_t passed = pass_wide(text, is_ascii);
    if (passed == text.npos) return true;
    text.remove_prefix(passed);
  }
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
    for (auto found = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(all, _mm_setzero_si128()))) ^ 0xffffu; found != 0; found &= found - 1)
      if (may_begin_at(at + std::countr_zero(found))) return true;
    return false;
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
  is_ascii = is_ascii && _mm_movemask_epi8(beyond) == 0;
  return !is_ascii && folds_into_ascii(whole);
}

#else

bool QuickFilter::may_have_any(std::string_view) const { return true; }

#endif

}  // namespace lp::detect::sigma
