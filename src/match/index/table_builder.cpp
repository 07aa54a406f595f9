#include "match/index/table_builder.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/check.h"

namespace lp::match {
namespace {

std::uint64_t prefix_of(std::string_view key) {
  unsigned char bytes[8]{};
  if (!key.empty()) std::memcpy(bytes, key.data(), std::min<std::size_t>(8, key.size()));
  std::uint64_t prefix = 0;
  for (const unsigned char b : bytes) prefix = prefix << 8 | b;
  return prefix;
}

std::uint32_t centre_of(std::uint32_t low, std::uint32_t high) {
  if (low == high) return low;
  const int bit = std::bit_width(low ^ high) - 1;
  return high >> bit << bit;
}

}  // namespace

// Each bound's rank among the different keys.
void TableBuilder::rank(std::span<const RawInterval> intervals, std::span<const RawKey> bounds) {
  sorted_.clear();
  const auto text = [this](RawKey k) { return arena_.substr(k.offset, k.bytes); };
  const auto add = [&](std::uint32_t bound) {
    if (bound != RawInterval::none) sorted_.push_back({prefix_of(text(bounds[bound])), bounds[bound], bound});
  };
  for (const RawInterval& i : intervals) {
    add(i.from);
    if (i.to != i.from) add(i.to);
  }
  std::ranges::sort(sorted_, [&](const Key& a, const Key& b) {
    if (a.prefix != b.prefix) return a.prefix < b.prefix;
    if (const int order = text(a.raw).compare(text(b.raw)); order != 0) return order < 0;
    return a.bound < b.bound;
  });
  unique_.clear();
  rank_of_.resize(bounds.size());
  for (const Key& k : sorted_) {
    if (unique_.empty() || text(unique_.back()) != text(k.raw)) unique_.push_back(k.raw);
    rank_of_[k.bound] = static_cast<std::uint32_t>(unique_.size() - 1);
  }
}

void TableBuilder::place(std::span<const RawInterval> intervals) {
  const auto rank = [this](std::uint32_t bound) { return rank_of_[bound]; };
  const auto last = static_cast<std::uint32_t>(2 * unique_.size() + 1);
  stretches_.clear();
  for (const RawInterval& i : intervals) {
    Stretch s{i.statement, 1, last};
    if (i.from != RawInterval::none) s.low = 2 * rank(i.from) + (i.from_included ? 2 : 3);
    if (i.to != RawInterval::none) s.high = 2 * rank(i.to) + (i.to_included ? 2 : 1);
    if (s.low <= s.high) stretches_.push_back(s);
  }
}

// Overlapping and touching stretches of one statement become one.
void TableBuilder::unite() {
  std::ranges::sort(stretches_, [](const Stretch& a, const Stretch& b) { return std::tie(a.statement, a.low, a.high) < std::tie(b.statement, b.low, b.high); });
  std::size_t kept = 0;
  for (const Stretch& s : stretches_) {
    if (kept > 0 && stretches_[kept - 1].statement == s.statement && s.low <= stretches_[kept - 1].high + 1)
      stretches_[kept - 1].high = std::max(stretches_[kept - 1].high, s.high);
    else
      stretches_[kept++] = s;
  }
  stretches_.resize(kept);
}

// Versions inside a longer stretch of each statement that names them decide nothing.
void TableBuilder::drop_unused() {
  std::vector<bool> used(unique_.size());
  const auto last = static_cast<std::uint32_t>(2 * unique_.size() + 1);
  for (const Stretch& s : stretches_) {
    if (s.low > 1) used[s.low / 2 - 1] = true;        // 2i+2 and 2i+3 begin at key i
    if (s.high < last) used[(s.high - 1) / 2] = true;  // 2i+1 and 2i+2 end at it
  }
  std::vector<std::uint32_t>& before = counts_;        // used keys below
  before.assign(unique_.size() + 1, 0);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < used.size(); ++i) {
    before[i] = static_cast<std::uint32_t>(kept);
    if (used[i]) unique_[kept++] = unique_[i];
  }
  unique_.resize(kept);
  const auto new_last = static_cast<std::uint32_t>(2 * kept + 1);
  for (Stretch& s : stretches_) {
    if (s.low > 1) s.low = 2 * before[s.low / 2 - 1] + 2 + (s.low & 1);
    s.high = s.high < last ? 2 * before[(s.high - 1) / 2] + 2 - (s.high & 1) : new_last;
  }
}

void TableBuilder::write_centres(IndexTable& table) {
  const std::uint32_t last = table.last_place();
  table.first_centre = static_cast<std::uint32_t>(centres.size());
  counts_.assign(last + 1, 0);
  for (const Stretch& s : stretches_) ++counts_[centre_of(s.low, s.high)];
  const auto first = static_cast<std::uint32_t>(by_low.size());
  std::uint32_t at = first;
  centres.push_back(at);
  for (std::uint32_t c = 1; c <= last; ++c) {
    at += counts_[c];
    centres.push_back(at);
    counts_[c] = at - counts_[c];
  }
  by_low.resize(at);
  by_high.resize(at);
  for (const Stretch& s : stretches_) {
    const std::uint32_t to = counts_[centre_of(s.low, s.high)]++;
    by_low[to] = {s.low, s.statement};
    by_high[to] = {s.high, s.statement};
  }
  for (std::uint32_t c = 1; c <= last; ++c) {
    const std::uint32_t from = centres[table.first_centre + c - 1], to = centres[table.first_centre + c];
    if (to - from < 2) continue;
    std::sort(by_low.begin() + from, by_low.begin() + to, [](const IndexBound& a, const IndexBound& b) { return std::tie(a.place, a.statement) < std::tie(b.place, b.statement); });
    std::sort(by_high.begin() + from, by_high.begin() + to, [](const IndexBound& a, const IndexBound& b) { return std::tie(b.place, a.statement) < std::tie(a.place, b.statement); });
  }
}

IndexTable TableBuilder::add(std::span<const RawInterval> intervals, std::span<const RawKey> bounds, std::string_view arena) {
  arena_ = arena;
  rank(intervals, bounds);
  place(intervals);
  unite();
  drop_unused();
  IndexTable table{};
  table.first_key = static_cast<std::uint32_t>(key_places.size());
  table.keys = static_cast<std::uint32_t>(unique_.size());
  for (const RawKey& k : unique_) {
    key_places.push_back(static_cast<std::uint32_t>(keys.size()));
    keys += arena.substr(k.offset, k.bytes);
  }
  write_centres(table);
  return table;
}

}  // namespace lp::match
