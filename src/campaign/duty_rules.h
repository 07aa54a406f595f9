#pragma once
// The arithmetic of duties, pure: facts about one organisation and one object in, duties out.
//
// A due date is the earliest of an obligation's sources that apply. A recurring obligation
// (`every`) is a chain of cycles: cycle 0 is capped by the campaign's own date, every later one
// ends one period after the proof that met the one before it (《办法》第11条: at least once a
// year, or every two years). A met cycle is closed while the proof
// that met it stands: later facts do not reopen it, but a report that is returned or withdrawn does.
// A date from an unverified source is shown but never makes a duty overdue or late; an
// encouraged duty is never overdue.
//
// Dates are civil dates in China as days since the epoch; a due day counts in full. Functions
// are pure and thread-safe.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "model/duty.h"
#include "model/plan.h"

namespace lp::campaign {

inline constexpr std::int32_t no_date = model::Duty::no_date;

// An obligation made ready for many evaluations. Borrows both arguments.
class Rule {
 public:
  Rule(const model::Obligation& obligation, const model::WorkCalendar& calendar);
  const model::Obligation& obligation() const { return obligation_; }
  bool recurring() const { return cycle_source_ >= 0; }
  // Index of the `every` source in obligation().due, −1 when there is none.
  int cycle_source() const { return cycle_source_; }
  // Index into the source's cycles for a value of the cycle field; −1 when the value has none.
  int find_cycle(std::string_view value) const;
  // First day on which a duty due on `due` is "due soon": the largest `before` reminder, else 15 days.
  std::int32_t soon_from(std::int32_t due) const;
  // Where a limit ends that starts on `trigger` (source `index`; on: the date itself).
  std::int32_t source_date(std::size_t index, std::int32_t trigger) const;
  std::int32_t cycle_end(int cycle, std::int32_t anchor) const;
  bool verified(std::size_t index) const;

 private:
  const model::Obligation& obligation_;
  const model::WorkCalendar& calendar_;
  model::Period soon_;
  int cycle_source_ = -1;
};

struct Proof {
  RecordId record;
  std::int32_t done = no_date;
};
// A cycle that was met in an earlier computation.
struct ClosedCycle {
  std::int32_t cycle = 0, due = no_date, met_on = no_date;
  model::DutyState state = model::DutyState::met;   // met, met_late; waived, not_applicable: counts as done on its due date
  RecordId proof;
};
struct Facts {
  // One per obligation().due: the day the limit starts; no_date = the source does not apply.
  // For `on` the date itself; for `every` and `standing` ignored.
  std::span<const std::int32_t> triggers;
  int cycle = -1;                          // from Rule::find_cycle
  std::span<const Proof> proofs;           // by done, then record
  std::span<const ClosedCycle> closed;     // by cycle; recurring obligations only
};

struct Outcome {
  std::int32_t cycle = 0;
  model::DutyState state = model::DutyState::not_due;
  std::int32_t due = no_date;              // shown
  std::int32_t enforced = no_date;         // from verified sources alone; decides overdue and late
  int source = -1;                         // index of the source that gave `due`
  std::int32_t met_on = no_date;
  RecordId proof;
};

// Appends the duties of one object to `out`, by cycle. Proofs dated after `today` do not count yet.
// Closed cycles come back as they are.
void evaluate(const Rule& rule, const Facts& facts, Date today, std::vector<Outcome>& out);

// The state of a duty that is not waived or not applicable.
model::DutyState state_of(const Rule& rule, std::int32_t due, std::int32_t enforced, std::int32_t met_on, Date today);

}  // namespace lp::campaign
