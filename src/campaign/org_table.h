#pragma once
// The organisations of a computation, in memory: who they are and which obligations are theirs.
// Filled once, then read by several threads.

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "campaign/scope.h"

namespace lp::campaign {

class OrgTable {
 public:
  explicit OrgTable(const PlanRules& rules) : rules_(rules) {}
  // Reads the organisations of a range. Those in an end state of their workflow have no duties.
  // What applies is decided for the obligations of the scope alone.
  Status load(store::ReadTx& tx, store::OrgRange range, const Scope& scope, Date today);

  std::size_t size() const { return ids_.size(); }
  OrgId id(std::size_t index) const { return ids_[index]; }
  const json::object& data(std::size_t index) const { return data_[index]; }
  int find(std::int64_t org) const;                     // −1 = unknown or without duties
  bool applies(std::size_t rule, std::size_t index) const { return applies_[rule][index]; }

 private:
  void add(const RowSource& row);
  void decide(const Scope& scope, Date today);

  const PlanRules& rules_;
  std::vector<OrgId> ids_;
  std::vector<json::object> data_;
  std::unordered_map<std::int64_t, int> index_;
  std::vector<std::vector<bool>> applies_;              // [rule][organisation]
};

}  // namespace lp::campaign
