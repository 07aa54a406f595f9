#pragma once
// What one record says about a duty: whether and when it proves it, when a limit starts. The
// one place for this, used by the streams over columns and by explain over whole records.
// Pure and thread-safe.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/duty_rules.h"
#include "model/predicate.h"
#include "model/record.h"

namespace lp::campaign {

// A record however it is held. Borrows everything.
struct ObjectView {
  RecordId id;
  OrgId org;
  std::string_view state;
  Timestamp state_since;
  std::string_view path;              // model::Record::path
  const model::FieldSource& fields;
};
ObjectView to_view(const model::Record& record, const model::FieldSource& fields);

// The last time the record entered `state`.
std::optional<Timestamp> find_entered(const ObjectView& v, std::string_view state);
// When the record's unbroken stay in `states` began that lasts until now; `states` empty: when the record began.
std::optional<Timestamp> find_stay_began(const ObjectView& v, const std::vector<std::string>& states);

bool in_state(const std::vector<std::string>& states, std::string_view state);
// In one of the states, and the condition holds.
bool proves(const model::MetWhen& met, const ObjectView& v, Date today);
// The day it counts as done: the date field, else the day the stay in the states began.
std::int32_t done_on(const model::MetWhen& met, const ObjectView& v);
// The day a source's limit starts for this object; no_date = does not apply.
std::int32_t trigger_on(const model::DueSource& source, const ObjectView& v);
// The value of the cycle field as spelled in specs ("3"); empty = none.
std::string cycle_value(const Rule& rule, const ObjectView& v);
// Ids in a record field, single or multiple.
void append_ids(const json::value* field, std::vector<std::int64_t>& out);

// "2024-07-31" or µs → days; anything else no_date.
std::int32_t to_days(const json::value* value);

}  // namespace lp::campaign
