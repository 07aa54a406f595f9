#pragma once
#include <cstdint>
#include <functional>
#include <unordered_map>

#include "base/hash.h"
#include "store/side_by_side.h"
#include "store/store.h"

namespace lp::store {

using LastWords = std::unordered_map<std::int64_t, Digest>;  // record id → digest in its newest entry

// Recomputes every hash. Fills entries, head, and on the first break first_bad_seq and problem.
// Each entry is held against the stored hash before it, so stretches of the journal are proven
// side by side: up to the first break stored and recomputed hashes are the same. All connections
// see the same newest entry. `progress` comes from several threads, one call at a time.
Status prove_chain(const Connections& connections, const std::function<void(std::int64_t, std::int64_t)>& progress,
                   VerifyReport& report, LastWords& words);

}  // namespace lp::store
