#pragma once
#include "base/json.h"
#include "store/store.h"

namespace lp::service {

// {field: [{value, count}]} within the query and the wall, most frequent first, at most 100 values.
Result<json::object> facets(store::ReadTx& tx, const model::Viewer& viewer, const model::Catalogue& catalogue,
                            const store::RecordQuery& query, const std::vector<std::string>& fields);

}  // namespace lp::service
