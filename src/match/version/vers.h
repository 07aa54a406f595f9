#pragma once
// VERS, the notation of version ranges of the package-url project: "vers:npm/>=1.0.0|<2.0.0|!=1.5.0".

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "match/version/range.h"

namespace lp::match {

enum class Comparator { equal, not_equal, less, less_equal, greater, greater_equal };
std::string_view to_string(Comparator comparator);  // ">="

struct Constraint {
  Comparator comparator = Comparator::equal;
  std::string version;  // decoded
  bool operator==(const Constraint&) const = default;
};

struct Vers {
  std::string scheme;
  bool everything = false;               // "*": no constraints
  std::vector<Constraint> constraints;   // in the order of their versions where the scheme knows all of them
};

enum class VersForm {
  tolerant,   // spaces, empty constraints, any order and any percent-encoding are forgiven
  canonical,  // only what write_vers would write; the message begins with "non-canonical VERS:"
};

Result<Vers> read_vers(std::string_view text, VersForm form = VersForm::tolerant);
std::string write_vers(const Vers& vers);
// What the constraints mean together, redundant ones included.
VersionRange range_of(const Vers& vers);
Vers vers_of(const VersionRange& range);

// One comparison as a set.
std::vector<Interval> intervals_of(Comparator comparator, std::string_view version);

}  // namespace lp::match
