#pragma once
// What matching says of one component and one advisory.

#include <cstdint>
#include <string>
#include <vector>

#include "base/local_text.h"
#include "match/advisory.h"
#include "match/index/advisory_layers.h"
#include "match/package_key.h"

namespace lp::match {

enum class Outcome : std::uint8_t {
  affected,             // a finding
  version_unknown,      // the component names the package but no version: neither a finding nor silence
  under_investigation,  // its maker says so
  suppressed,           // affected by this statement, but a better one says otherwise (Match::by)
};
std::string_view to_string(Outcome outcome);

// Why a match is in a lower tier than its statement.
enum class Doubt : std::uint16_t {
  scheme_unknown = 1,        // no scheme is stated: generic order
  version_foreign = 2,       // the component's version is none of the scheme: generic order
  bound_foreign = 4,         // a bound is none of the scheme: generic order
  upstream_of_distribution = 8,  // said of the upstream project; distributions carry fixes back
  name_less_exact = 16,      // the statement asks for an edition or platform the component does not state
  platform_unknown = 32,     // the statement holds beside a platform the inventory says nothing about
  module_unknown = 64,       // modular packages: which stream is installed is not stated
  minor_stream = 128,        // fixed in another minor stream (el8_4 / el8_6)
  name_guessed = 256,        // the product is called like the package: that is all that is known; or a tool made the CPE of it
};
struct Doubts {
  std::uint16_t bits = 0;
  bool has(Doubt d) const { return (bits & static_cast<std::uint16_t>(d)) != 0; }
  void add(Doubt d) { bits = static_cast<std::uint16_t>(bits | static_cast<std::uint16_t>(d)); }
  bool empty() const { return bits == 0; }
  bool operator==(const Doubts&) const = default;
};

// A component has at most one match for one advisory: the one that says most (affected before unknown, better tiers first).
struct Match {
  std::uint32_t component = 0;      // place among the components given
  AdvisoryRef advisory{};
  std::uint32_t statement = 0;      // of that advisory's layer
  AdvisoryRef by{};                 // suppressed: the advisory that says otherwise
  std::uint32_t by_statement = 0;
  Tier tier = Tier::text;           // after lowering
  Outcome outcome = Outcome::affected;
  Doubts doubts{};
};

// Everything of a match for people and notices.
struct MatchText {
  AdvisoryName advisory;
  std::vector<std::string> aliases;       // of the flaw, the id excluded
  std::string flaw;                       // the smallest CVE of id and aliases, else the id
  std::string title, severity;
  Timestamp modified{};
  PackageKey found_by;
  std::string interval;                   // ">= 1.0, < 1.2.3" or "1.0"
  std::vector<std::string> fixed_versions;
  LocalText reason;                       // one sentence
};

// One statement of an advisory and what became of it, for `explain`.
struct StatementExplanation {
  AdvisoryName advisory;
  std::string where;                      // JSON pointer in the record
  PackageKey package;
  Tier tier = Tier::text;                 // as stated
  AffectedStatus status = AffectedStatus::affected;
  bool matched = false;                   // it holds for the component; a suppressed one held
  LocalText why;                          // the first thing that decided: name, version, scheme, range, condition, VEX, distribution
};
struct Explanation {
  std::vector<StatementExplanation> statements;
  std::vector<Match> matches;             // of the advisories asked about
};

}  // namespace lp::match
