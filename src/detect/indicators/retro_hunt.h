#pragma once
// New indicators against everything seen before. Who keeps observables keeps for each unique value the hashes of its keys (8 bytes
// each, observable_hashes()) and, for ranges, its address; the hunt reads them in batches of any size and order.
//
// Pure: no store, no files. Threads: any number, on different batches.

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "detect/indicators/indicator_image.h"
#include "detect/indicators/watched_fields.h"
#include "detect/net/ip_address.h"

namespace lp::detect {

// The keys under which a value of this role can be hit: itself, the names above it, the host of a URL. `exact` is false for names above.
using TakeKey = std::function<void(IndicatorKind kind, std::string_view key, bool exact)>;
void each_key(FieldRole role, std::string_view text, const TakeKey& take);
// Appends.
void observable_hashes(FieldRole role, std::string_view text, std::vector<std::uint64_t>& out);

struct RetroStatistics {
  std::uint64_t observables = 0, candidates = 0;
};

// `candidate(record, position)`: the observable at `position` of the batch has the hash of the fresh indicator `record` (from 0).
// Two keys share a hash once in 10^19 pairs; is_sighting() settles it where the value's text is at hand.
using TakeCandidate = std::function<void(std::uint32_t record, std::size_t position)>;
RetroStatistics retro_hunt(const IndicatorImage& fresh, std::span<const std::uint64_t> hashes, const TakeCandidate& candidate);
// Fresh ranges against addresses seen; each hit is a sighting.
RetroStatistics retro_hunt(const IndicatorImage& fresh, std::span<const Ip> addresses, const TakeCandidate& candidate);

bool is_sighting(const IndicatorImage& fresh, std::uint32_t record, FieldRole role, std::string_view text);

}  // namespace lp::detect
