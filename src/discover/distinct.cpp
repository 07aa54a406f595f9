#include "discover/distinct.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <random>

namespace lp::discover {
namespace {

__extension__ using Wide = unsigned __int128;

std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}
std::uint64_t load(const char* at, std::size_t n) {
  std::uint64_t v = 0;
  std::memcpy(&v, at, n);
  return v;
}

}  // namespace

ValueHasher::ValueHasher() {
  std::random_device random;
  key_ = static_cast<std::uint64_t>(random()) << 32 | random();
}

std::uint64_t ValueHasher::operator()(std::string_view value) const {
  std::uint64_t h = key_ ^ value.size() * 0x9E3779B97F4A7C15U;
  std::size_t at = 0;
  for (; at + 8 <= value.size(); at += 8) h = fold(h ^ load(value.data() + at, 8), 0xA0761D6478BD642FU ^ key_);
  if (at < value.size()) h = fold(h ^ load(value.data() + at, value.size() - at), 0xE7037ED1A0B428DBU ^ key_);
  return fold(h ^ 0x8EBC6AF09C88C6E3U, 0x589965CC75374CC3U);
}

void DistinctCounter::add(std::uint64_t hash) {
  if (!registers_.empty()) return add_to_registers(hash);
  if (hash == 0) {
    has_zero_ = true;
    return;
  }
  if ((size_ + 1) * 2 > table_.size()) grow();
  const std::size_t mask = table_.size() - 1;
  for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
    if (table_[i] == hash) return;
    if (table_[i] != 0) continue;
    table_[i] = hash;
    if (++size_ > limit_) give_up_exactness();
    return;
  }
}

void DistinctCounter::grow() {
  std::vector<std::uint64_t> old(table_.empty() ? 16 : table_.size() * 2, 0);
  old.swap(table_);
  const std::size_t mask = table_.size() - 1;
  for (const std::uint64_t hash : old) {
    if (hash == 0) continue;
    std::size_t i = hash & mask;
    while (table_[i] != 0) i = (i + 1) & mask;
    table_[i] = hash;
  }
}

void DistinctCounter::give_up_exactness() {
  registers_.assign(std::size_t{1} << bits_, 0);
  for (const std::uint64_t hash : table_) {
    if (hash != 0) add_to_registers(hash);
  }
  if (has_zero_) add_to_registers(0);
  table_ = {};
}

void DistinctCounter::add_to_registers(std::uint64_t hash) {
  const std::size_t i = hash >> (64 - bits_);
  const auto rank = static_cast<std::uint8_t>(std::countl_zero(hash << bits_ | 1ULL << (bits_ - 1)) + 1);
  registers_[i] = std::max(registers_[i], rank);
}

// Flajolet et al. 2007 with the estimator of Ertl 2017 (arXiv 1702.01284, algorithm 6), which needs no correction tables.
std::uint64_t DistinctCounter::count() const {
  if (registers_.empty()) return size_ + (has_zero_ ? 1 : 0);
  const int q = 64 - bits_;
  const double m = static_cast<double>(registers_.size());
  std::array<double, 66> counts{};
  for (const std::uint8_t r : registers_) counts[r] += 1;
  const auto tau = [](double x) {
    if (x == 0 || x == 1) return 0.0;
    double y = 1, z = 1 - x, before;
    do {
      x = std::sqrt(x);
      before = z;
      y *= 0.5;
      z -= (1 - x) * (1 - x) * y;
    } while (before != z);
    return z / 3;
  };
  const auto sigma = [](double x) {
    if (x == 1) return HUGE_VAL;
    double y = 1, z = x, before;
    do {
      x *= x;
      before = z;
      z += x * y;
      y += y;
    } while (before != z);
    return z;
  };
  double z = m * tau(1 - counts[static_cast<std::size_t>(q) + 1] / m);
  for (int k = q; k >= 1; --k) z = 0.5 * (z + counts[static_cast<std::size_t>(k)]);
  z += m * sigma(counts[0] / m);
  return static_cast<std::uint64_t>(std::llround(m * m / (2 * std::log(2.0)) / z));
}

void DistinctCounter::merge(const DistinctCounter& other) {
  if (other.registers_.empty()) {
    for (const std::uint64_t hash : other.table_) {
      if (hash != 0) add(hash);
    }
    if (other.has_zero_) add(0);
    return;
  }
  if (registers_.empty()) give_up_exactness();
  for (std::size_t i = 0; i < registers_.size(); ++i) registers_[i] = std::max(registers_[i], other.registers_[i]);
}

std::uint32_t PersonCounter::find(std::uint32_t i) {
  while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
  return i;
}

std::uint32_t PersonCounter::slot_of(std::uint64_t hash) {
  hash |= 1;   // 0 is a free slot
  if ((parent_.size() + 1) * 2 > keys_.size()) {
    std::vector<std::uint64_t> keys(keys_.empty() ? 64 : keys_.size() * 2, 0);
    std::vector<std::uint32_t> nodes(keys.size());
    for (std::size_t k = 0; k < keys_.size(); ++k) {
      if (keys_[k] == 0) continue;
      std::size_t i = (keys_[k] >> 1) & (keys.size() - 1);
      while (keys[i] != 0) i = (i + 1) & (keys.size() - 1);
      keys[i] = keys_[k];
      nodes[i] = nodes_[k];
    }
    keys_.swap(keys);
    nodes_.swap(nodes);
  }
  std::size_t i = (hash >> 1) & (keys_.size() - 1);
  while (keys_[i] != 0 && keys_[i] != hash) i = (i + 1) & (keys_.size() - 1);
  if (keys_[i] == 0) {
    keys_[i] = hash;
    nodes_[i] = static_cast<std::uint32_t>(parent_.size());
    parent_.push_back(nodes_[i]);
    ++groups_;
  }
  return nodes_[i];
}

std::uint64_t PersonCounter::count() const {
  if (!full_ || known_ == 0) return groups_;
  const double persons_a_value = static_cast<double>(groups_) / static_cast<double>(known_);
  return std::max(groups_, static_cast<std::uint64_t>(std::llround(persons_a_value * static_cast<double>(values_->count()))));
}

void PersonCounter::add_row(const std::uint64_t* hashes, std::size_t n) {
  // The hashes may be any numbers; a sketch needs them well mixed.
  const auto sketch = [&](std::uint64_t hash) { values_->add(fold((hash | 1) ^ 0x9E3779B97F4A7C15U, 0xD6E8FEB86659FD93U)); };
  if (n == 0) return;
  if (full_) {
    std::for_each_n(hashes, n, sketch);
    return;
  }
  if (parent_.size() + n > limit_) {
    full_ = true;
    known_ = parent_.size();
    values_ = std::make_unique<DistinctCounter>(0, 19);
    for (const std::uint64_t hash : keys_) {
      if (hash != 0) sketch(hash);
    }
    std::for_each_n(hashes, n, sketch);
    keys_ = {};
    nodes_ = {};
    parent_ = {};
    return;
  }
  std::uint32_t root = find(slot_of(hashes[0]));
  for (std::size_t i = 1; i < n; ++i) {
    const std::uint32_t other = find(slot_of(hashes[i]));
    if (other == root) continue;
    parent_[other] = root;
    --groups_;
  }
}

}  // namespace lp::discover
