#pragma once
// Matches as findings: what a FindingBook takes. Only outcome `affected` becomes one; the others are counted, never silent.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "match/findings/finding.h"
#include "match/findings/identity.h"
#include "match/index/matcher.h"

namespace lp::match {

struct MatchCounts {
  std::uint64_t affected = 0, suppressed = 0, version_unknown = 0, under_investigation = 0;
};

struct MatchedFindings {
  std::vector<ReportedFinding> findings;   // in the order of the matches
  MatchCounts counts;
};

// The names findings go by: the component's purl without version, else its first key, else its name; and its location when that is a
// path or a port. References of one document (bom-ref, SPDXID) change with every export, and with every version: they are no place.
std::string component_identity(const Component& component);
std::string stable_location(const Component& component);

// `chinese`: the language of the reasons.
MatchedFindings findings_of(std::span<const Component> components, const Matcher& matcher, std::span<const Match> matches, bool chinese);

// Aliases as far as these findings state them: ids that occur together name one flaw. For one run; a platform that keeps findings
// has alias_sets.h over all feeds.
class StatedAliases final : public AliasView {
 public:
  explicit StatedAliases(std::span<const ReportedFinding> findings);
  std::string_view canonical(std::string_view id) const override;

 private:
  std::vector<std::pair<std::string, std::string>> canonical_;   // sorted by id
};

}  // namespace lp::match
