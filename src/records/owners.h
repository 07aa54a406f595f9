#pragma once
// Owners the writes of one batch have in common, so that a sheet of 100,000 rows does not read its
// organisations 100,000 times. For one transaction and one viewer, as long as nothing in it writes
// organisations. One thread.

#include <unordered_set>

#include "base/ids.h"
#include "base/json.h"
#include "model/kind.h"

namespace lp::records {

class Owners {
 public:
  // The organisation exists within the viewer's wall.
  bool known(OrgId org) const { return known_.contains(org.value); }
  void note(OrgId org) { known_.insert(org.value); }
  // The data of the last owner asked for: rows of one owner stand together as a rule. Null for another.
  const json::object* data(OrgId org) const { return org && org == last_ ? &data_ : nullptr; }
  void keep(OrgId org, json::object data) {
    last_ = org;
    data_ = std::move(data);
  }

 private:
  std::unordered_set<std::int64_t> known_;
  OrgId last_;
  json::object data_;
};

// Whether a condition of the form looks at the owning organisation.
bool asks_owner(const model::Kind& form);

}  // namespace lp::records
