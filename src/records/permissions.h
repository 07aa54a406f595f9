#pragma once
// Who may create, edit and move, by role, side, kind and state. Pure functions; the wall (whose
// records) is model::wall, checked by the store before any of these is asked.
//   enterprise_officer  its own organisation's records: kinds enterprises create and the
//                       organisation itself while unlocked; fields a state lists as `editable`
//   enterprise_leader, auditor, administrator  nothing
//   assessor            organisations assigned to it: kinds assessors create while unlocked;
//                       elsewhere only fields marked assessor_only_write
//   regulator_officer, regulator_leader  kinds regulators create while unlocked; elsewhere only
//                       regulator_only fields, and what a move sets
//   system              everything the state allows, dates stamped by moves too
// Nobody writes computed fields, end states, or an immutable field that has a value.

#include <string>
#include <string_view>
#include <vector>

#include "model/kind.h"
#include "model/record.h"
#include "model/viewer.h"

namespace lp::records {

bool may_create(const model::Viewer&, const model::Kind&);
// The viewer acts for the record's owner: its enterprise, its assigned assessor; any regulator, system.
bool acts_for(const model::Viewer&, const model::Record&);
// Why the viewer may not write the field of this record now: a code of problems.h, empty when it
// may. A record without id is being created.
std::string_view write_refusal(const model::Viewer&, const model::Kind&, const model::Record&, const model::Field&);
// The same for a field that a move's needs or sets hand to its mover, whatever the lock.
std::string_view set_refusal(const model::Viewer&, const model::Kind&, const model::Record&, const model::Field&);
std::vector<std::string> editable_fields(const model::Viewer&, const model::Kind&, const model::Record&);
// The viewer's side is among the move's, and its role writes at all.
bool side_may(const model::Viewer&, const model::Move&);
bool is_end(const model::Kind&, std::string_view state);
bool is_locked(const model::Kind&, std::string_view state);
// A hand-over of the form: makes someone the submitter and fixes the form version.
bool is_submission(const model::Kind&, const model::Move&, std::string_view from_state);
// A date some move stamps.
bool is_stamped(const model::Kind&, const model::Field&);

}  // namespace lp::records
