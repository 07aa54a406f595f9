#pragma once
// The sheet to copy from into the ministry's portal (Longpan never drives those sites): the
// kind's fields in the portal's order and with the portal's captions (network.md §5.2).
// Pure function. Layout: Kind::portal_sheet, format in specs/README.md.

#include "base/json.h"
#include "model/catalogue.h"
#include "model/record.h"

namespace lp::records {

// {"title", "sections": [{"title", "rows": [{"label", "value"}], "tables": [{"title", "columns", "rows"}]}]}
// (docs/api.md), texts in the chosen language, values as people read them.
// unsupported when the kind has no layout.
Result<json::object> portal_sheet(const model::Catalogue&, const model::Kind&, const model::Record&, bool zh);

}  // namespace lp::records
