#include "model/duty.h"

#include "model/names.h"
#include "model/record.h"

namespace lp::model {
namespace {

constexpr NameTable<DutyState, 8> states{{
    {DutyState::not_due, "not_due"}, {DutyState::due_soon, "due_soon"}, {DutyState::overdue, "overdue"},
    {DutyState::met, "met"}, {DutyState::met_late, "met_late"}, {DutyState::waived, "waived"},
    {DutyState::not_applicable, "not_applicable"}, {DutyState::standing, "standing"},
}};

}  // namespace

std::string_view to_string(DutyState s) { return name_in(states, s); }
std::optional<DutyState> parse_duty_state(std::string_view name) { return value_in(states, name); }

std::string etag(const Record& r) {
  return '"' + std::to_string(r.id.value) + '-' + std::to_string(r.version) + '"';
}

}  // namespace lp::model
