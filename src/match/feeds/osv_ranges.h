#pragma once
// Events of OSV ranges as intervals (OSV schema, "Evaluation").

#include <string_view>
#include <vector>

#include "match/version/range.h"

namespace lp::match {

struct OsvEvent {
  enum Kind { introduced, fixed, last_affected, limit } kind;
  std::string_view version;
};

// What the schema's pseudo-code holds to be affected: events in the order of versions (those of one version as they stand); "introduced"
// "0" is before every version; what is not below any limit is not in the range ("*" is no limit). Events with a version that is none of the
// scheme keep their order as written. `scheme` may be null: all do.
void append_intervals(std::vector<OsvEvent>& events, const Scheme* scheme, std::vector<Interval>& out);

}  // namespace lp::match
