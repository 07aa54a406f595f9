#pragma once
// What waits for a reviewer: records in a state that has a review move the viewer's side may make,
// the one whose deadline ends first on top. Computed from the workflows; nothing is assigned by hand.

#include "base/json.h"
#include "records/engine.h"
#include "store/store.h"

namespace lp::service {

struct ReviewPage {
  std::vector<model::Record> rows;
  std::int64_t total = 0;
};
// `kind` empty = every kind. `offset` + `limit` ≤ 5,000. One read per kind that has reviews.
Result<ReviewPage> review_queue(store::ReadTx& tx, const model::Viewer& viewer, const records::Engine& engine,
                                std::string_view kind, std::int64_t offset, std::int64_t limit);
// States of the kind from which the viewer's side may make a review move.
std::vector<std::string> review_states(const model::Viewer& viewer, const model::Kind& kind);

}  // namespace lp::service
