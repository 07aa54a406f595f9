#pragma once
// Titles and labels of records, and of the records they refer to (`links` in docs/api.md).

#include <span>
#include <string>

#include "base/json.h"
#include "model/catalogue.h"
#include "model/record.h"
#include "model/viewer.h"
#include "store/store.h"

namespace lp::records {

// What a link to the record shows: its label field, else its number.
std::string label_of(const model::Kind&, const model::Record&);
// {"<kind>:<id>": label} for every record field (also in rows) of the records. References the
// viewer may not see are left out. One read per distinct target.
Result<json::object> resolve_links(store::ReadTx&, const model::Viewer&, const model::Catalogue&,
                                   std::span<const model::Record>);

}  // namespace lp::records
