#pragma once
// Records as the API shows them (docs/api.md): system fields, names beside ids, fields hidden and
// masked for the viewer. Whoever hands a record out does it through here.

#include <span>

#include "base/json.h"
#include "records/engine.h"
#include "store/store.h"

namespace lp::service {

enum class Personal { shown, masked };

// {id, kind, no, org, org_name, state, version, form_version, created_at, updated_at, state_since,
// created_by, updated_by, …_name, label, data}; times are microseconds UTC.
Result<json::array> to_json(store::ReadTx& tx, const model::Viewer& viewer, const model::Catalogue& catalogue,
                            std::span<const model::Record> records, Personal personal);
Result<json::object> to_json(store::ReadTx& tx, const model::Viewer& viewer, const model::Catalogue& catalogue,
                             const model::Record& record, Personal personal);

// The page of one record: {record, links, moves, editable, missing, clock, duties, findings}.
Result<json::object> record_page(store::ReadTx& tx, const model::Viewer& viewer, const records::Engine& engine,
                                 std::string_view kind, RecordId id, Date today);

// {rows, total, links} of a list.
Result<json::object> list_page(store::ReadTx& tx, const model::Viewer& viewer, const model::Catalogue& catalogue,
                               const store::RecordQuery& query);

}  // namespace lp::service
