#pragma once
// A write worked out but not made: the record as it would be, and everything against it.
// The engine writes a draft without problems; import shows the problems of one.

#include <string>
#include <string_view>
#include <vector>

#include "model/catalogue.h"
#include "model/record.h"
#include "model/viewer.h"
#include "records/owners.h"
#include "store/store.h"

namespace lp::records {

struct DraftContext {
  store::ReadTx& tx;
  store::Blobs& blobs;
  const model::Catalogue& catalogue;
  const model::Viewer& viewer;
  Timestamp now;
  Owners* owners = nullptr;            // of the batch; null for a single write
  Date today() const { return date_in_china(now); }
};

struct Draft {
  const model::Kind* kind = nullptr;   // of the catalogue
  model::Record record;
  bool changed = false;                // there is something to write
  std::vector<FieldProblem> problems;
};

// Errors (not in `problems`): unknown kind, behind the wall, role, state, version.
// `state` empty = the workflow's start.
Result<Draft> draft_create(const DraftContext&, std::string_view kind, OrgId org, const json::object& data,
                           std::string_view state = {});
Result<Draft> draft_update(const DraftContext&, std::string_view kind, RecordId, std::int64_t expected_version,
                           const json::object& patch);
Result<Draft> draft_move(const DraftContext&, std::string_view kind, RecordId, std::int64_t expected_version,
                         std::string_view move, std::string_view reason, const json::object& data);

// The owner's data for conditions on `org.…`; {} when there is no owner.
Result<json::object> owner_data(const DraftContext&, const model::Record&);
// The same for conditions of the form alone: nothing is read when it has none on the owner.
Result<json::object> owner_data_for(const model::Kind& form, const DraftContext&, const model::Record&);
// Data of the record a `creates: kind:preset` move makes beside it: its references to the record's
// kind lead to the record, its first option or code named like the preset is chosen.
json::object preset_data(const model::Catalogue&, const model::Kind& target, const model::Record& from,
                         std::string_view preset);

}  // namespace lp::records
