#pragma once
// The deadline a workflow state starts (specs/clocks), counted from the moment the record
// entered the state: working days by the State Council calendar, the first day not counted
// (《民法典》第201条). Pure functions.

#include <optional>
#include <string>
#include <vector>

#include "base/local_text.h"
#include "base/time.h"
#include "model/catalogue.h"
#include "model/record.h"

namespace lp::records {

struct ClockAlarm {
  Date on;                  // day the reminder falls on
  bool overdue = false;     // after the deadline, not before it
  bool escalate = false;    // to the leader too
  bool reached = false;     // `on` is today or earlier
};

struct ClockView {
  std::string name;         // in specs/clocks
  LocalText title;
  std::string subject;      // enterprise | regulator: who must act
  Timestamp started;        // entry into the state
  Timestamp due_at;         // exact; day-like limits end at 24:00 China time of `due`
  Date due;                 // last day on which acting is in time
  int left_days = 0;        // calendar days until `due`; negative = overdue by so many
  int left_working_days = 0;  // the same in working days
  bool overdue = false;
  bool verified = true;     // false: the limit is 未核实 and drives no penalty
  bool calendar_known = true;  // false: a year of the span has no holiday calendar, the date may shift
  std::vector<ClockAlarm> alarms;  // by date
};

// nullopt when the record's state has no clock or the kind or clock is unknown.
std::optional<ClockView> clock_of(const model::Catalogue&, const model::Record&, Timestamp now);

}  // namespace lp::records
