#pragma once
// A finding: one flaw at one place of one asset. What it is identified by never includes severity or prose, so that a second import,
// in another order or with edited texts, makes nothing new.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "match/advisory.h"

namespace lp::match {

enum class FindingState : std::uint8_t { open, closed, accepted };
enum class FindingOrigin : std::uint8_t { match, scanner };

// What a match or a scanner says, before it meets what is known.
struct ReportedFinding {
  std::string asset{};                      // host, image, unit
  std::string component{};                  // to_string(PackageKey), or a service "tcp/443 https"; without version
  std::string component_version{};          // not part of the identity
  std::vector<std::string> ids{};           // of the flaw: CVE, GHSA, CNVD … or the scanner's own rule "nuclei:CVE-…", in any order
  std::string location{};                   // path, URL without query values, port; part of the identity
  std::string title{};
  std::string severity{};                   // critical high medium low none; "" = not stated
  std::vector<Score> scores{};
  std::vector<std::string> fixed_versions{};
  FindingOrigin origin = FindingOrigin::scanner;
  std::string source{};                     // scanner or feed
  Tier tier = Tier::vendor;
  std::string reason{};                     // why it was matched, in words
  std::string where{};                      // place in the file
};

struct Finding {
  std::string id{};                         // stable: hash of asset, component, canonical ids and location when first seen, and the occurrence
  int occurrence = 1;                       // a recurrence is a new finding: 2, 3 …
  std::string recurrence_of{};              // the id before
  std::string merged_into{};                // its ids turned out to be those of another finding: closed, and no longer counted
  std::vector<std::string> seen_by{};       // sources whose newest import has it, sorted
  FindingState state = FindingState::open;
  ReportedFinding reported{};               // newest
  Timestamp first_seen{}, last_seen{};
  std::optional<Timestamp> closed{};
  std::string closed_because{};             // "not in report of …", "advisory withdrawn", "version 1.2 is not in the range"
  std::optional<Date> accepted_until{};     // accepted risk; past it the finding is open again
  std::string accepted_by{}, accepted_reason{};
};

}  // namespace lp::match
