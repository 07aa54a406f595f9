#pragma once
// What is known of one vulnerability by one source, in one shape for all feeds. An advisory is kept as its source says it; merging by
// alias happens beside it (match/index), never by rewriting it.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "match/package_key.h"
#include "match/version/range.h"

namespace lp::match {

// How far a statement may be trusted; better first. Which of them may lead to a notice is data (specs/match/tiers.yaml).
enum class Tier : std::uint8_t {
  vendor,      // the maker's or distribution's own advisory or VEX about its own package
  ecosystem,   // OSV of the package's ecosystem
  typed,       // CVE 5 `affected` with a package URL or collection and a version type that is known here
  cpe,         // an exact CPE name with a range
  rough,       // a CPE or product by vendor and product with an order that had to be assumed
  text,        // product and range read out of free text
};
inline constexpr std::size_t tiers = 6;
std::string_view to_string(Tier tier);

// Never inferred from silence.
enum class AffectedStatus : std::uint8_t { affected, not_affected, fixed, under_investigation };

// A platform another component of the same asset must be for the statement to hold (an AND node of CPE configurations).
struct Condition {
  std::vector<Cpe> any_of;                     // one of them, within `ranges` of the same place (an empty range = any version)
  std::vector<std::vector<Interval>> ranges;
};

struct Affected {
  PackageKey package;
  std::string stated_name{};                   // as the source writes it, for people
  std::optional<Cpe> cpe{};                    // the whole name when the package is one: update, edition, target_sw count too
  AffectedStatus status = AffectedStatus::affected;
  Tier tier = Tier::text;
  std::string scheme{};                        // Scheme::id; "" = unknown: equal text, or the generic order with a lower tier
  std::vector<Interval> intervals{};           // a version in one of them, or one of `versions`
  std::vector<std::string> versions{};         // exact; both empty = nothing is stated (matches nothing; counted)
  std::vector<std::string> fixed_versions{};   // for people and notices
  std::vector<Condition> conditions{};         // all must hold
  std::string justification{};                 // VEX: why not affected
  std::string module_stream{};                 // modular RPM: "nodejs:18"
  double confidence = 1;                       // of what was read out of free text: 0 … 1
  std::string where{};                         // JSON pointer in the record: "/affected/0/ranges/1"
};

enum class Exploitation : std::uint8_t { unknown, none, proof_of_concept, active };

// A score vector as published, with the base score where stated or computable.
struct Score {
  std::string kind;     // "cvss2", "cvss3", "cvss4", "cnvd"
  std::string vector;
  double base = -1;     // -1 = not stated
};

struct Advisory {
  std::string id{};                            // "GHSA-…", "CVE-…", "CNVD-…", "ALSA-…"
  std::string source{};                        // feed: "osv", "nvd", "cve5", "csaf", "cnvd" …, with the publisher: "csaf:cisa"
  std::vector<std::string> aliases{};          // the same flaw elsewhere
  std::vector<std::string> related{};          // other flaws (an erratum's CVEs): not the same
  std::string title{};
  Timestamp modified{}, published{};           // 0 = not stated
  std::optional<Timestamp> withdrawn{};
  std::vector<Score> scores{};
  std::string severity{};                      // as stated, lower case English: critical high medium low none; "" = not stated
  Exploitation exploitation = Exploitation::unknown;   // SSVC
  std::string automatable{}, technical_impact{};       // SSVC: yes/no, partial/total; "" = not stated
  std::vector<Affected> affected{};
};

}  // namespace lp::match
