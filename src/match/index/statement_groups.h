#pragma once
// The entries of one advisory that say the same but for versions: one statement of the index. Computed alike when an index is written and
// when a record is explained. Internal to match/index.

#include <cstdint>
#include <string>
#include <vector>

#include "match/advisory.h"

namespace lp::match {

class StatementGroups {
 public:
  void assign(const Advisory& advisory);
  std::size_t size() const { return first_.size(); }
  std::uint32_t of(std::size_t affected) const { return group_of_[affected]; }
  std::size_t first(std::size_t group) const { return first_[group]; }  // an entry of it

 private:
  std::vector<std::uint32_t> group_of_, first_, slots_;
  std::string key_;
};

// What the statement says of versions, in one list.
std::vector<Interval> intervals_of(const Affected& affected);

}  // namespace lp::match
