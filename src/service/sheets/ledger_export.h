#pragma once
#include <filesystem>

#include "model/catalogue.h"
#include "service/sheets/export.h"

namespace lp::service {

// The ledger's filtered duties as a file, streamed, in the order of the store (obligation,
// organisation, object, cycle); `filter.order`, offset and limit are ignored. Returns the rows
// written; journals ledger.export.
Result<std::int64_t> export_ledger(store::Store& store, const model::Viewer& viewer, const model::Catalogue& catalogue,
                                   const store::DutyFilter& filter, ExportFormat format, const std::filesystem::path& path);

}  // namespace lp::service
