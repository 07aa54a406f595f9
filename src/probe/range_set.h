#pragma once
// Sets of addresses as sorted, disjoint, unjoinable ranges: union, difference, intersection, membership in log n.

#include <cstdint>
#include <vector>

#include "model/ip_range.h"

namespace lp::probe {

class RangeSet {
 public:
  RangeSet() = default;
  explicit RangeSet(std::vector<model::IpRange> ranges);  // in any order, overlapping
  bool contains(const model::IpAddress& address) const;
  bool empty() const { return ranges_.empty(); }
  RangeSet minus(const RangeSet& other) const;
  RangeSet intersect(const RangeSet& other) const;
  const std::vector<model::IpRange>& ranges() const { return ranges_; }

 private:
  std::vector<model::IpRange> ranges_;
};

// IPv4 addresses plus IPv6 /64 networks; saturates.
std::int64_t extent(const RangeSet& set);
// The block a rate is kept for: a.b.c.0 of IPv4, the /64 of IPv6.
model::IpAddress block_of(model::IpAddress address);

}  // namespace lp::probe
