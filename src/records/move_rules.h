#pragma once
// The rules of one move besides its fields: state, side, four-eyes, guards. Shared by making a
// move and by previewing it, so both say the same sentence.

#include <optional>
#include <string>
#include <vector>

#include "model/catalogue.h"
#include "model/record.h"
#include "model/viewer.h"
#include "store/store.h"

namespace lp::records {

// "通过/pass is not possible in state draft": locked. nullopt when the move leaves the state.
std::optional<Error> state_refusal(const model::Kind&, const model::Move&, const model::Record&);
// The side may not, or the viewer does not act for the owner: denied.
std::optional<Error> side_refusal(const model::Viewer&, const model::Kind&, const model::Move&, const model::Record&);
// `not_by`: who submitted, or who made the named move last, may not make this one: denied.
Result<std::optional<Error>> four_eyes_refusal(store::ReadTx&, const model::Viewer&, const model::Kind&,
                                               const model::Move&, const model::Record&);
// Titles of the guards that do not hold. A guard without a title shows its condition.
std::vector<LocalText> failed_guards(const model::Kind&, const model::Move&, const model::Record&,
                                     const json::object* org, Date today);
bool needs_reason(const model::Move&);
bool moves_field(const model::Move&, std::string_view field);   // in needs or sets
std::string_view target_state(const model::Move&, const model::Record&);

}  // namespace lp::records
