#pragma once
// What of a record a viewer sees, once the wall let it through. Pure functions. Everything that
// leaves the program — pages, lists, exports, history, filters — goes through these.

#include <string>
#include <vector>

#include "model/catalogue.h"
#include "model/record.h"
#include "model/viewer.h"

namespace lp::records {

// regulator_only fields exist for the regulator's side and the system alone. Also decides which
// fields a viewer may filter, sort and group by.
bool may_see(const model::Viewer&, const model::Field&);

// Takes away fields the viewer may not see. For every record handed out.
void hide_fields(const model::Viewer&, const model::Kind&, model::Record&);
void hide_fields(const model::Viewer&, const model::Kind&, model::HistoryEntry&);

// Masks personal fields (138****0000; names keep the first character) as lists show them
// (《个人信息保护法》第51条). `rows` columns marked personal are masked too.
void mask_personal(const model::Kind&, model::Record&);
json::value masked(const model::Field&, const json::value&);
// One field's value as mask_personal leaves it.
json::value without_personal(const model::Field&, json::value);

}  // namespace lp::records
