#pragma once
// One version against what a statement says of versions, from the texts. Slow; the tables give the same answers. Internal to match/index.

#include <optional>
#include <string_view>

#include "match/index/match.h"
#include "match/version/range.h"

namespace lp::match {

// nullopt: the version is not in the interval. Else why that is in doubt, if it is:
//   bounds and version are of the scheme                → compared there
//   no scheme, or a bound that is none of it            → equal in the generic order: no doubt; in the range by it: in doubt
//   the version is none of it, but the bounds are       → likewise
// An empty version is only in an interval without bounds.
std::optional<Doubts> check_interval(const Scheme* scheme, const Interval& interval, std::string_view version);
bool is_exact(const Interval& interval);
// Bounds that are versions of the scheme.
bool has_bounds_of(const Scheme& scheme, const Interval& interval);

}  // namespace lp::match
