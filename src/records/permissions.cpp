#include "records/permissions.h"

#include <algorithm>

#include "model/field_check.h"

namespace lp::records {
namespace {

using model::Role;
using model::Side;

bool creatable_by(const model::Kind& kind, Side side) {
  auto it = kind.creatable.find(side);
  return it != kind.creatable.end() && it->second;
}

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool keeps_its_value(const model::Record& record, const model::Field& field) {
  return field.immutable && record.id && model::is_filled(find(record.data, field.name));
}

// What the wall and the duties stand on is not for those they bind, once the organisation is registered.
bool is_regulators(const model::Viewer& viewer, const model::Kind& kind, const model::Record& record, const model::Field& field) {
  static const std::vector<std::string> names{"name", "uscc", "types", "region"};
  const Side side = model::side_of(viewer.role);
  return kind.name == "organisation" && record.id && has(names, field.name) && side != Side::regulator && side != Side::system;
}

// Refusals that hold for everyone and everywhere, moves included.
std::string_view common_refusal(const model::Viewer& viewer, const model::Kind& kind, const model::Record& record,
                                const model::Field& field) {
  if (!field.computed.empty()) return "computed";
  if (!model::may_write_records(viewer.role) || !acts_for(viewer, record)) return "not_writable";
  if (is_stamped(kind, field) && viewer.role != Role::system) return "not_writable";
  if (is_end(kind, record.state)) return "locked_field";
  if (keeps_its_value(record, field)) return "immutable";
  if (is_regulators(viewer, kind, record, field)) return "not_writable";
  const Side side = model::side_of(viewer.role);
  if (field.regulator_only && (side == Side::enterprise || side == Side::assessor)) return "not_writable";
  if (field.assessor_only_write && side != Side::assessor && side != Side::system) return "not_writable";
  return {};
}

// Whether the side writes this field of this kind at all, when the state is open.
bool side_edits(Side side, const model::Kind& kind, const model::Field& field) {
  switch (side) {
    case Side::enterprise: return creatable_by(kind, side) || kind.name == "organisation";
    case Side::assessor: return field.assessor_only_write || creatable_by(kind, side);
    case Side::regulator: return field.regulator_only || creatable_by(kind, side);
    case Side::system: return true;
    case Side::expert: return false;
  }
  return false;
}

}  // namespace

bool may_create(const model::Viewer& viewer, const model::Kind& kind) {
  if (!model::may_write_records(viewer.role)) return false;
  return viewer.role == Role::system || creatable_by(kind, model::side_of(viewer.role));
}

bool acts_for(const model::Viewer& viewer, const model::Record& record) {
  switch (viewer.role) {
    case Role::enterprise_officer:
    case Role::enterprise_leader: return viewer.org && viewer.org == record.org;
    case Role::assessor:
      return std::find(viewer.assigned.begin(), viewer.assigned.end(), record.org) != viewer.assigned.end();
    default: return true;
  }
}

std::string_view write_refusal(const model::Viewer& viewer, const model::Kind& kind, const model::Record& record,
                               const model::Field& field) {
  if (auto refusal = common_refusal(viewer, kind, record, field); !refusal.empty()) return refusal;
  const Side side = model::side_of(viewer.role);
  const model::State* state = kind.workflow.find_state(record.state);
  if (state != nullptr && has(state->editable, field.name) && side != Side::expert) return {};
  if (!side_edits(side, kind, field)) return "not_writable";
  const bool past_lock = (field.regulator_only && side != Side::enterprise) ||
                         (field.assessor_only_write && side == Side::assessor);
  return is_locked(kind, record.state) && !past_lock ? "locked_field" : std::string_view{};
}

std::string_view set_refusal(const model::Viewer& viewer, const model::Kind& kind, const model::Record& record,
                             const model::Field& field) {
  return common_refusal(viewer, kind, record, field);
}

std::vector<std::string> editable_fields(const model::Viewer& viewer, const model::Kind& kind,
                                         const model::Record& record) {
  std::vector<std::string> names;
  for (const auto& field : kind.fields) {
    if (write_refusal(viewer, kind, record, field).empty()) names.push_back(field.name);
  }
  return names;
}

bool side_may(const model::Viewer& viewer, const model::Move& move) {
  if (!model::may_write_records(viewer.role)) return false;
  return std::find(move.by.begin(), move.by.end(), model::side_of(viewer.role)) != move.by.end();
}

bool is_end(const model::Kind& kind, std::string_view state) {
  const model::State* found = kind.workflow.find_state(state);
  return found != nullptr && found->end;
}

bool is_locked(const model::Kind& kind, std::string_view state) {
  const model::State* found = kind.workflow.find_state(state);
  return found != nullptr && (found->lock || found->end);
}

bool is_submission(const model::Kind& kind, const model::Move& move, std::string_view from_state) {
  if (move.name == "submit") return true;
  const bool by_owner = std::any_of(move.by.begin(), move.by.end(),
                                    [](Side s) { return s == Side::enterprise || s == Side::assessor; });
  return by_owner && !move.to.empty() && !is_locked(kind, from_state) && !is_end(kind, move.to) &&
         is_locked(kind, move.to);
}

bool is_stamped(const model::Kind& kind, const model::Field& field) {
  return std::any_of(kind.workflow.moves.begin(), kind.workflow.moves.end(),
                     [&](const model::Move& move) { return has(move.stamps, field.name); });
}

}  // namespace lp::records
