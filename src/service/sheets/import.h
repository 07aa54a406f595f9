#pragma once
// Import of a sheet in two phases: check says what would happen to every row, commit does it.
//
// A row belongs to an existing record when their keys are equal. The key is given, or the
// kind's first unique field, or its first field unique within the organisation together with
// the owner. Empty cells never clear anything. A row whose record already says the same is
// `unchanged` and not written, so importing a file twice changes nothing.
//
// Rejected rows do not hold up the others; write_rejected() gives them back with the reasons.
// commit() is one transaction: an error (disk full, stop) leaves nothing behind.

#include <filesystem>
#include <string>
#include <vector>

#include "service/sheets/import_target.h"
#include "service/sheets/mapping.h"
#include "service/sheets/row_values.h"
#include "service/sheets/sheet_file.h"

namespace lp::service {

// What to do with a row whose record exists and differs.
enum class ImportPolicy { skip, update, stop };
std::string_view to_string(ImportPolicy p);
std::optional<ImportPolicy> parse_import_policy(std::string_view name);

struct ImportRequest {
  std::string kind;
  std::filesystem::path file;
  std::string name;                       // as uploaded
  std::optional<std::size_t> sheet;       // empty = the first visible one
  std::int64_t header_row = 0;            // 0 = guess
  Mapping mapping;                        // empty = guess
  ImportPolicy policy = ImportPolicy::skip;
  std::vector<std::string> key;           // empty = by the kind, see above
  OrgId org;                              // owner of rows without an org column; 0 = the viewer's
};

struct RowProblem {
  std::int64_t row = 0;                   // Row::number
  std::string field;                      // empty = the whole row
  std::string value;
  std::string code, zh, en;
};
struct ImportReport {
  std::int64_t rows = 0, valid = 0;       // valid = rows − rejected
  std::int64_t create = 0, update = 0, unchanged = 0;
  std::int64_t conflicts = 0;             // exist and differ, policy skip or stop: not written
  std::int64_t rejected = 0;
  bool stopped = false;                   // policy stop met a conflict: nothing was written
  std::vector<RowProblem> problems;       // the first 1,000
  std::int64_t problem_count = 0;
  std::vector<RecordId> written;          // commit: created and updated, for the ledger; the first 100,000
};

struct ImportPreview {
  std::vector<io::SheetInfo> sheets;
  std::size_t sheet = 0;
  std::string encoding;                   // CSV
  MappingGuess guess;
  std::vector<std::vector<std::string>> rows;  // header and the first 20 rows after it
  std::int64_t row_count = 0;             // rows after the header
  Diagnostics diagnostics;                // of the whole file: encodings, quotes, formulas
};

class Importer {
 public:
  // Both must outlive it. Thread-safe.
  Importer(store::Store& store, const records::Engine& engine) : store_(store), engine_(engine) {}

  Result<ImportPreview> preview(const ImportRequest& request) const;
  Result<ImportReport> check(const model::Viewer& viewer, const ImportRequest& request) const;
  // conflict when policy stop met one.
  Result<ImportReport> commit(const model::Viewer& viewer, const ImportRequest& request) const;
  // An XLSX at `out`: header, the rejected rows as they were, a column of reasons.
  Status write_rejected(const model::Viewer& viewer, const ImportRequest& request, const std::filesystem::path& out) const;

 private:
  store::Store& store_;
  const records::Engine& engine_;
};

// The work itself over any target; `commit` false = check. `rejected` gets every refused row
// with its reasons; may be empty.
using RejectedFn = std::function<Status(const io::Row&, const std::vector<RowProblem>&)>;
Result<ImportReport> run_import(ImportTarget& target, const model::Catalogue& catalogue, const ImportRequest& request,
                                bool commit, const RejectedFn& rejected = {});

}  // namespace lp::service
