#pragma once
// Sets of versions as the world writes them, and as intervals.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "match/version/scheme.h"

namespace lp::match {

// Versions v with from ≤ v < to, as the flags say. An absent bound is −∞ or +∞.
struct Interval {
  std::optional<std::string> from{};
  std::optional<std::string> to{};
  bool from_included = true;
  bool to_included = false;
  bool operator==(const Interval&) const = default;
  static Interval exactly(std::string_view version) { return {std::string(version), std::string(version), true, true}; }
  static Interval everything() { return {}; }
};

struct VersionRange {
  std::string scheme;                // Scheme::id, or a name nothing here knows: the range then matches by equal text only
  std::vector<Interval> intervals;   // in any order, may overlap; a version in one of them is in the range
};

// "vers:npm/1.2.3|>=2.0.0|<5.0.0" (VERS). invalid names the place.
Result<VersionRange> parse_vers(std::string_view text);
std::string to_vers(const VersionRange& range);
// The ecosystem's own notation: npm "^1.2 || ~2", PEP 440 "~=1.4, !=1.5", Maven "[1.0,2.0)", RubyGems "~> 1.2", NuGet "[1.0,)",
// Composer "^1.2 | ^2", crates "^0.3", Conan, deb/rpm/apk/generic comparisons ">= 1.2, < 2". invalid: not understood; never a guess.
Result<VersionRange> parse_native_range(std::string_view scheme, std::string_view text);
// nullopt: `version` or a bound is no version of the scheme.
std::optional<bool> contains(const VersionRange& range, std::string_view version);

}  // namespace lp::match
