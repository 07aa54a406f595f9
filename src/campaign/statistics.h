#pragma once
// One place where duties are counted, for the board, the work list, the ledger's counts and the
// reports. Every number is exact for the filter and the viewer's wall. One thread per call.

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/json.h"
#include "model/catalogue.h"
#include "store/store.h"

namespace lp::campaign {

inline constexpr std::size_t duty_states = 8;
using StateCounts = std::array<std::int64_t, duty_states>;   // in DutyState order

struct Statistics {
  StateCounts total{};
  std::map<int, StateCounts> by_task;
  std::map<std::string, StateCounts> by_city, by_type;       // of the organisation
  std::int64_t organisations = 0;                            // with at least one duty of the filter
  std::int64_t organisations_overdue = 0;                    // with at least one overdue
  std::int64_t duties() const;
};

// `filter.offset`, `limit` and `order` are ignored.
Result<Statistics> count_duties(store::ReadTx& tx, const model::Viewer& viewer, const store::DutyFilter& filter);
// The total alone, without looking at the organisations one by one.
Result<StateCounts> count_states(store::ReadTx& tx, const model::Viewer& viewer, const store::DutyFilter& filter);
json::object to_json(const StateCounts& counts);             // {"overdue": 3, …} all eight states
json::object to_json(const Statistics& statistics);
// Share of duties met or met late among those that can be (waived, not applicable left out); 1 when there are none.
double completion(const StateCounts& counts);

}  // namespace lp::campaign
