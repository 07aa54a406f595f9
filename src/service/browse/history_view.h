#pragma once
#include "base/json.h"
#include "model/catalogue.h"
#include "store/store.h"

namespace lp::service {

// [{version, at, by, by_name, action, state, reason, form_version, changes}], newest first, within
// the wall and without fields the viewer may not see.
Result<json::array> history_view(store::ReadTx& tx, const model::Viewer& viewer, const model::Catalogue& catalogue,
                                 std::string_view kind, RecordId id);
// Who of other organisations has opened the record: [{by_name, role?, at, count}], newest first.
Result<json::array> readers_view(store::ReadTx& tx, const model::Viewer& viewer, std::string_view kind, RecordId id);

}  // namespace lp::service
