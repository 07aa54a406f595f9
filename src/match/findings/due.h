#pragma once
// When a finding must be fixed, and what else runs when a flaw becomes known: by the clocks of specs/clocks, chosen in
// specs/match/priority/due.yaml.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/local_text.h"
#include "base/result.h"
#include "match/findings/finding.h"
#include "match/findings/priority.h"
#include "model/catalogue.h"

namespace lp::match {

struct DueRules {
  std::map<PriorityLevel, std::string> fix;        // level → name of a clock
  // Duties that a known flaw starts for a role: "provider" → vulnerability_2d.
  std::map<std::string, std::vector<std::string>, std::less<>> duties;
};
// Names of clocks are checked against `catalogue`. A bad file is an error.
Result<DueRules> load_due_rules(const std::filesystem::path& specs, const model::Catalogue& catalogue, Diagnostics& out);

struct DueDate {
  std::string clock;
  LocalText title;
  Timestamp at{};
  bool verified = false;                           // of the clock: an unverified one drives no penalty
  bool overdue = false;
  std::string basis;
};

// From `finding.first_seen`. Accepted and closed findings have none.
std::optional<DueDate> fix_due(const DueRules& rules, const model::Catalogue& catalogue, const Finding& finding, PriorityLevel level, Timestamp now);
// From when the flaw became known to `role`: "provider", "operator", "collector".
std::vector<DueDate> duties_due(const DueRules& rules, const model::Catalogue& catalogue, std::string_view role, Timestamp known, Timestamp now);

}  // namespace lp::match
