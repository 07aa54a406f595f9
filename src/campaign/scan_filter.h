#pragma once
// Which records of a kind a computation has to read: all of the organisations', or only the
// changed objects and the proofs that name them. Never too few; may be more than needed.

#include "campaign/scope.h"
#include "store/store.h"

namespace lp::campaign {

model::Predicate records_wanted(const PlanRules& rules, const Scope& scope, const KindPass& pass, store::OrgRange range);

}  // namespace lp::campaign
