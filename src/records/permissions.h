#pragma once
// Who may create, edit and move, by role, side, kind and state. Pure functions; the wall (whose
// records) is model::wall, checked by the store.
//   enterprise_officer  its own organisation's records, where the kind lets enterprises create
//   enterprise_leader, auditor, administrator  nothing
//   assessor            organisations assigned to it, where the kind lets assessors create;
//                       elsewhere only fields marked assessor_only_write
//   regulator_officer, regulator_leader  records within reach where the kind lets regulators
//                       create; elsewhere only regulator_only fields, and what a move sets
//   system              everything but computed and immutable fields; moves marked `system`

#include <string>
#include <vector>

#include "model/kind.h"
#include "model/record.h"
#include "model/viewer.h"

namespace lp::records {

bool may_create(const model::Viewer&, const model::Kind&);
// The role may ever write this field of this kind, whatever the state.
bool may_write(const model::Viewer&, const model::Kind&, const model::Field&);
// The record's state lets it be edited: not an end state; not locked, or listed in `editable`,
// or regulator_only.
bool state_allows(const model::Kind&, const model::Record&, const model::Field&);
bool in_end_state(const model::Kind&, const model::Record&);
std::vector<std::string> editable_fields(const model::Viewer&, const model::Kind&, const model::Record&);
// The viewer's side is among the move's, and its role writes at all.
bool side_may(const model::Viewer&, const model::Move&);
// A hand-over of the form: what makes someone the submitter and fixes the form version.
bool is_submission(const model::Kind&, const model::Move&, const std::string& from_state);

}  // namespace lp::records
