#pragma once
// Exactly the filtered set as a file: every record the query finds within the viewer's wall,
// streamed, so memory does not grow with it.
//   xlsx, csv  titles from the kind, codes as titles; headers import back as they are
//   json       an array of {no, state, org, …fields in the shapes of model/kind.h}
// Personal fields are masked unless `reason` says why they are needed (it goes to the journal).

#include <filesystem>

#include "model/catalogue.h"
#include "store/store.h"

namespace lp::service {

enum class ExportFormat { xlsx, csv, json };
std::optional<ExportFormat> parse_export_format(std::string_view extension);  // "xlsx"
std::string_view media_type(ExportFormat f);

struct ExportRequest {
  store::RecordQuery query;             // offset and limit are ignored
  ExportFormat format = ExportFormat::xlsx;
  std::vector<std::string> fields;      // empty = all the viewer may see; invalid when one is not among them
  std::string reason;                   // for personal data
};

// Writes `path` and returns the number of records. Journals record.export.
Result<std::int64_t> export_records(store::Store& store, const model::Viewer& viewer, const ExportRequest& request,
                                    const std::filesystem::path& path);

}  // namespace lp::service
