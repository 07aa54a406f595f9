#pragma once
// Sets of intervals by the order of a scheme. Every bound must be a version of it (of those that are not, LP_CHECK).

#include <vector>

#include "match/version/range.h"

namespace lp::match {

using Intervals = std::vector<Interval>;

// The same set in normal form: in order, none empty, none touching another.
Intervals normal_form(const Scheme& scheme, const Intervals& set);
Intervals intersect(const Scheme& scheme, const Intervals& a, const Intervals& b);
// Everything but one version.
Intervals all_but(std::string_view version);

}  // namespace lp::match
