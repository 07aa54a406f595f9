#pragma once
// Sentences for people: why a component is affected, or is not. Internal to match/index.

#include <string>

#include "base/local_text.h"
#include "match/index/match.h"

namespace lp::match {

// ">= 1.0, < 1.2.3"; "1.0"; "*" for every version
std::string to_text(const Interval& interval);
LocalText describe(Doubt doubt);
LocalText describe(Doubts doubts);         // all of them, "; " between; empty without
LocalText describe(AffectedStatus status);

}  // namespace lp::match
