#include "probe/range_set.h"

#include <algorithm>
#include <limits>

namespace lp::probe {
namespace {

using model::IpAddress;
using model::IpRange;

constexpr std::size_t first_byte(const IpAddress& address) { return address.v6 ? 0 : 12; }

// False where there is none of the same family.
bool step_up(IpAddress& address) {
  for (std::size_t i = 16; i-- > first_byte(address);) {
    if (++address.bytes[i] != 0) return true;
  }
  return false;
}
bool step_down(IpAddress& address) {
  for (std::size_t i = 16; i-- > first_byte(address);) {
    if (address.bytes[i]-- != 0) return true;
  }
  return false;
}

// b begins inside of a or right behind it.
bool joins(const IpRange& a, const IpRange& b) {
  if (a.first.v6 != b.first.v6) return false;
  IpAddress after = a.last;
  return b.first <= a.last || (step_up(after) && after == b.first);
}

std::uint64_t high_half(const IpAddress& address) {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < 8; ++i) out = out << 8 | address.bytes[i];
  return out;
}

}  // namespace

RangeSet::RangeSet(std::vector<IpRange> ranges) {
  std::sort(ranges.begin(), ranges.end(), [](const IpRange& a, const IpRange& b) { return a.first < b.first; });
  for (const IpRange& range : ranges) {
    if (!ranges_.empty() && joins(ranges_.back(), range)) {
      ranges_.back().last = std::max(ranges_.back().last, range.last);
    } else {
      ranges_.push_back(range);
    }
  }
}

bool RangeSet::contains(const IpAddress& address) const {
  const auto after = std::upper_bound(ranges_.begin(), ranges_.end(), address, [](const IpAddress& a, const IpRange& r) { return a < r.first; });
  return after != ranges_.begin() && model::contains(*std::prev(after), address);
}

RangeSet RangeSet::minus(const RangeSet& other) const {
  std::vector<IpRange> left;
  for (IpRange range : ranges_) {
    bool rest = true;
    for (const IpRange& hole : other.ranges_) {
      if (!model::overlaps(range, hole)) continue;
      if (IpAddress before = hole.first; range.first < hole.first && step_down(before)) left.push_back({range.first, before});
      IpAddress after = hole.last;
      rest = hole.last < range.last && step_up(after);
      if (!rest) break;
      range.first = after;
    }
    if (rest) left.push_back(range);
  }
  return RangeSet(std::move(left));
}

RangeSet RangeSet::intersect(const RangeSet& other) const {
  std::vector<IpRange> both;
  for (const IpRange& a : ranges_) {
    for (const IpRange& b : other.ranges_) {
      if (model::overlaps(a, b)) both.push_back({std::max(a.first, b.first), std::min(a.last, b.last)});
    }
  }
  return RangeSet(std::move(both));
}

std::int64_t extent(const RangeSet& set) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  std::int64_t sum = 0;
  for (const IpRange& range : set.ranges()) {
    const std::uint64_t networks = high_half(range.last) - high_half(range.first);
    const std::int64_t size = !range.first.v6 ? model::size_of(range) : networks >= static_cast<std::uint64_t>(most) ? most : static_cast<std::int64_t>(networks) + 1;
    sum = sum > most - size ? most : sum + size;
  }
  return sum;
}

IpAddress block_of(IpAddress address) {
  for (std::size_t i = address.v6 ? 8 : 15; i < 16; ++i) address.bytes[i] = 0;
  return address;
}

}  // namespace lp::probe
