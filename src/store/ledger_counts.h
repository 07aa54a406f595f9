#pragma once
// Counts of duties per plan, organisation, task and state, as one small row per plan and
// organisation, so that a board over 10,000 organisations reads 10,000 rows.

#include <array>
#include <map>
#include <string>

#include "store/ledger.h"

namespace lp::store {

using OrgCounts = std::array<std::array<std::int32_t, duty_states>, ledger_tasks>;
std::string to_bytes(const OrgCounts& counts);
OrgCounts counts_of_bytes(std::string_view bytes);

// Gathers differences and writes them once.
class CountChanges {
 public:
  void add(const std::string& plan, OrgId org, int task, model::DutyState state, int difference);
  Status write(db::Connection& db) const;

 private:
  std::map<std::string, std::map<std::int64_t, OrgCounts>, std::less<>> changes_;
};

}  // namespace lp::store
