#pragma once
// A frozen hash table from a key's hash to a run of numbers. Two keys of one hash share a run: whoever asks compares texts.

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace lp::detect::sigma {

inline std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93ull;
  return x ^ (x >> 29);
}

// Of at most 8 bytes.
inline std::uint64_t load(const char* p, std::size_t n) {
  if (n >= 8) {
    std::uint64_t x;
    std::memcpy(&x, p, 8);
    return x;
  }
  if (n >= 4) {
    std::uint32_t a, b;
    std::memcpy(&a, p, 4);
    std::memcpy(&b, p + n - 4, 4);
    return a | (std::uint64_t{b} << 32);
  }
  if (n == 0) return 0;
  const auto byte = [&](std::size_t i) { return std::uint64_t{static_cast<unsigned char>(p[i])}; };
  return byte(0) | (byte(n / 2) << 8) | (byte(n - 1) << 16);
}

inline std::uint64_t hash_bytes(const char* p, std::size_t n) {
  std::uint64_t h = n * 0x9e3779b97f4a7c15ull;
  for (std::size_t i = 0; i + 8 < n; i += 8) h = mix(h ^ load(p + i, 8)) * 0x9fb21c651e98df25ull;
  return mix(h ^ load(n > 8 ? p + n - 8 : p, std::min<std::size_t>(n, 8)));
}

class KeyTable {
 public:
  KeyTable() = default;
  explicit KeyTable(std::vector<std::pair<std::uint64_t, std::uint32_t>> entries) {
    std::ranges::sort(entries);
    if (entries.empty()) return;
    slots_.resize(std::bit_ceil(entries.size() * 2));
    for (std::size_t i = 0; i < entries.size();) {
      const std::uint64_t hash = entries[i].first;
      const auto begin = static_cast<std::uint32_t>(numbers_.size());
      for (; i < entries.size() && entries[i].first == hash; ++i) numbers_.push_back(entries[i].second);
      std::size_t at = hash & (slots_.size() - 1);
      while (slots_[at].begin != slots_[at].end) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = {hash, begin, static_cast<std::uint32_t>(numbers_.size())};
    }
  }

  bool empty() const { return slots_.empty(); }
  std::span<const std::uint32_t> find(std::uint64_t hash) const {
    if (slots_.empty()) return {};
    for (std::size_t at = hash & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
      const Slot& s = slots_[at];
      if (s.begin == s.end) return {};
      if (s.hash == hash) return {numbers_.data() + s.begin, s.end - s.begin};
    }
  }

 private:
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t begin = 0, end = 0;  // empty: begin == end
  };
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> numbers_;
};

}  // namespace lp::detect::sigma
