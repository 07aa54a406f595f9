#pragma once
// The filters of a list as people and URLs write them → a RecordQuery. Lists, facets, exports and
// saved views read them here, so that an export is exactly the list it was started from.
//   q=…                     full text, at least two characters
//   sort=-updated_at,name   fields; "-" descends
//   f.<field>=v             equal (repeated: one of); f.<field>.<op>=v with op of model::Op;
//   f.<field>.in=a,b        one of; f.state, f.org, f.no … are system fields; f.org.<field> is the owner's
// Only fields the viewer may see can be asked for: hidden values are not guessed by filtering.

#include <string>
#include <utility>
#include <vector>

#include "model/viewer.h"
#include "store/store.h"

namespace lp::service {

using QueryText = std::vector<std::pair<std::string, std::string>>;

// `where`, `search`, `order` and `kind` are filled; other names than q, sort, f.* are left to the
// caller. Errors: unsupported (kind), invalid with the filter's name in `fields`.
Result<store::RecordQuery> read_record_query(const model::Catalogue& catalogue, const model::Viewer& viewer,
                                             std::string_view kind, const QueryText& items);
// A field that may be sorted and grouped by; invalid otherwise.
Status check_scalar_field(const model::Kind& kind, const model::Viewer& viewer, std::string_view field);

}  // namespace lp::service
