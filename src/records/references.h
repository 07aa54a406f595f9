#pragma once
// The form rules that need the store: uniqueness, references to records, users and files.

#include <string>
#include <vector>

#include "model/catalogue.h"
#include "model/record.h"
#include "model/viewer.h"
#include "store/store.h"

namespace lp::records {

struct ReferenceContext {
  store::ReadTx& tx;
  store::Blobs& blobs;
  const model::Viewer& viewer;
  const model::Catalogue& catalogue;
};

// Problems of the named fields of `record`: references lead somewhere the viewer can see, to the
// same organisation where both kinds are owned; users exist and belong to the record's
// organisation or to the regulator; files were uploaded; unique values are free among live
// records (not in an end state). Errors are those of the store.
Result<std::vector<FieldProblem>> check_references(const ReferenceContext&, const model::Kind&, const model::Record&,
                                                   const std::vector<const model::Field*>& fields);

}  // namespace lp::records
