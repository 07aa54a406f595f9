#pragma once
// Special checks: findings about a record that no single field shows. One file per check in
// checks/, defining `Check check_<file name>()`. Findings are advice on the page and in reports;
// they never stop a move.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/local_text.h"
#include "model/catalogue.h"
#include "model/record.h"
#include "model/viewer.h"
#include "store/store.h"

namespace lp::records {

struct Finding {
  std::string check;        // name of the check
  std::string code;         // stable, snake_case
  Severity severity = Severity::warning;
  std::string field;        // of the record; may be empty
  LocalText text;           // what, value included, and what to do
};

// Everything a check may look at. All of it passed the viewer's wall.
struct CheckScope {
  const model::Catalogue& catalogue;
  const model::Kind& kind;
  const model::Record& record;
  const json::object& org;                                   // the owner's data
  const std::map<std::string, std::vector<model::Record>>& siblings;  // same owner, by kind, live, without `record`
  const std::vector<std::int64_t>& peers;                    // `peer_value` of the same kind with other owners
  const std::vector<model::HistoryEntry>& history;           // of `record`, oldest first
  Date today;
};

struct Check {
  std::string name;
  LocalText title;
  std::vector<std::string> kinds;           // kinds it is about
  std::vector<std::string> sibling_kinds;   // what of the owner it needs
  bool regulator_only = false;              // compares with other organisations
  // Equality fields that make a peer ("unit_type"), the best indexed first; empty = no peers wanted. One whole number of
  // each is read, not its record: this runs whenever a page is opened.
  std::vector<std::string> peer_fields;
  std::string peer_value;
  std::function<std::vector<Finding>(const CheckScope&)> run;   // pure
};

// Generated from checks/*.cpp.
const std::vector<Check>& builtin_checks();

// Runs every check that fits the record and the viewer. At most 5,000 siblings of a kind and
// 2,000 candidates for peers are looked at: enough for a median, and each may be a page of the database.
Result<std::vector<Finding>> run_checks(store::ReadTx&, const model::Viewer&, const model::Catalogue&,
                                        const model::Record&, Date today);

}  // namespace lp::records
