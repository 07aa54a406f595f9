#pragma once
#include <functional>
#include <unordered_map>

#include "base/hash.h"
#include "store/db/connection.h"
#include "store/store.h"

namespace lp::store {

using LastWords = std::unordered_map<std::int64_t, Digest>;  // record id → digest in its newest entry

// Recomputes every hash. Fills entries, head, and on the first break first_bad_seq and problem.
Status prove_chain(db::Connection& db, const std::function<void(std::int64_t, std::int64_t)>& progress, VerifyReport& report, LastWords& words);

}  // namespace lp::store
