#pragma once
// Who is asking. Every read and write of a record takes a Viewer; there is no overload
// without one. The wall is one function, wall(), used by the store for SQL and by the record
// engine in memory.

#include <string>
#include <string_view>
#include <optional>
#include <vector>

#include "base/ids.h"
#include "model/kind.h"

namespace lp::model {

enum class Role {
  enterprise_officer,   // works for one organisation, reads and writes its records
  enterprise_leader,    // reads the same, writes nothing
  assessor,             // third-party body: organisations assigned to it
  regulator_officer,    // limited to regions and/or sectors
  regulator_leader,     // whole province
  auditor,              // reads journal and everything's metadata; writes nothing
  administrator,        // accounts and settings; sees no records
  system,               // Longpan itself: clock, importer at the command line; journalled as such
};
std::string_view to_string(Role r);
std::optional<Role> parse_role(std::string_view name);
Side side_of(Role r);            // administrator, auditor → regulator reach rules below still apply
bool may_write_records(Role r);

struct Viewer {
  UserId user;
  Role role = Role::enterprise_leader;
  OrgId org;                               // enterprise roles: theirs
  std::vector<std::string> regions;        // regulator_officer: city codes; empty = all
  std::vector<std::string> sectors;        // regulator_officer: organisation types; empty = all
  std::vector<OrgId> assigned;             // assessor
  std::string name;                        // for the journal and history
  std::string reason;                      // system: why
  bool zh = true;                          // language for messages

  static Viewer system(std::string reason);
};

// The wall for one kind as a predicate over its records (fields, org_id, org.*):
// never_true() when the viewer may see none. For kind `organisation` the record's own id is its org.
Predicate wall(const Viewer& viewer, const Kind& kind);

}  // namespace lp::model
