#pragma once
// One line of the ledger (台账): an obligation applied to one organisation, and to one object
// where the obligation says `each`. Numbers are stable and never reused; a closed cycle is
// never reopened, the next cycle is a new duty that refers to it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/json.h"
#include "base/time.h"

namespace lp::model {

enum class DutyState : std::uint8_t {
  not_due, due_soon, overdue, met, met_late, waived, not_applicable, standing, // standing: no date, not yet met
};
std::string_view to_string(DutyState s);
std::optional<DutyState> parse_duty_state(std::string_view name);

struct Duty {
  DutyId id;
  std::string no;               // LP2024-0000123
  std::string plan;
  std::string obligation;
  int task = 0;
  OrgId org;
  RecordId object;              // 0 = the organisation itself
  std::int32_t cycle = 0;       // 0,1,2… for recurring duties
  DutyState state = DutyState::not_due;
  std::int32_t due = no_date;   // days since epoch
  std::int32_t met_on = no_date;
  RecordId proof;               // record that met it
  std::string proof_kind;
  std::string reason;           // waived / not applicable: why
  UserId decided_by;            // waived: approver
  Timestamp state_since;
  static constexpr std::int32_t no_date = -1'000'000;
};

}  // namespace lp::model
