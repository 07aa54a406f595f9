#pragma once
// Addresses nobody means when a network is named: loopback, link-local, multicast, our own, and IPv6 that carries IPv4.

#include <vector>

#include "base/local_text.h"
#include "probe/authorisation.h"
#include "probe/range_set.h"

namespace lp::probe {

struct SpecialRange {
  model::IpRange range;
  LocalText words;
};
// The fixed ones and the policy's management addresses.
std::vector<SpecialRange> special_ranges(const Policy& policy);
// What the approvals of this kind cover.
RangeSet approved(const Authorisation& authorisation, ApprovalKind kind);

}  // namespace lp::probe
