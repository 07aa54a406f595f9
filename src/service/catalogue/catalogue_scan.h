#pragma once
// A scan result becomes entries of the data catalogue: drafts for what is new, drafts brought up to date, and the
// move to change_due for filed entries whose scale changed. Everything in one transaction, and in the journal.

#include <string>
#include <vector>

#include "base/local_text.h"
#include "model/viewer.h"
#include "records/engine.h"
#include "service/catalogue/scale_change.h"
#include "service/catalogue/scan_summary.h"
#include "store/store.h"

namespace lp::service {

struct CatalogueScan {
  OrgId org{};                     // whose data; {} = the viewer's organisation
  std::string system{};            // name of the information system; may be empty
  DatasetUnit unit = DatasetUnit::automatic;
  double change_ratio = change_filing_ratio;
  bool preview = false;            // say what would happen, write nothing
};

enum class DatasetAction {
  created, updated, unchanged,     // drafts
  change_due,                      // filed, and its scale changed: to be filed again in three months
  kept,                            // beyond draft and left as it is
  not_seen,                        // an entry of the same place a complete scan did not find
};
std::string_view to_string(DatasetAction action);

struct DatasetOutcome {
  DatasetAction action = DatasetAction::unchanged;
  std::string dataset, name, level;   // identity; name of the entry; level proposed
  std::int64_t bytes = 0, records = 0, persons = 0;
  RecordId record;                 // {} when it would be created
  std::string no, state;           // of the record, after it
  LocalText why;                   // what changed, why it was kept; may be empty
  Date due;                        // change_due: last day of the change filing
  bool due_verified = false;
};

struct CatalogueScanReport {
  bool preview = false;
  std::string digest;              // SM3 of the result
  std::int64_t created = 0, updated = 0, unchanged = 0, change_due = 0, kept = 0, not_seen = 0;
  std::int64_t nothing_found = 0;  // general datasets without personal information: not for the catalogue
  bool complete = false;           // the scan looked at everything
  std::vector<DatasetOutcome> datasets;   // by identity
};

// Viewer: an officer of the organisation, or the system (command line) with `org` given. Errors: denied (another
// role or organisation), unsupported and invalid (read_scan), and what the record engine refuses; then nothing is
// written. Handing in the same result again changes nothing.
Result<CatalogueScanReport> catalogue_from_scan(store::Store&, const records::Engine&, const model::Viewer&, const json::object& result,
                                                const CatalogueScan& options = {});

// Members named as in the struct; datasets have `link`, the page of the record.
json::object to_json(const CatalogueScanReport& report);

}  // namespace lp::service
