#include "spec/lint.h"

#include "spec/checks.h"

namespace lp::spec {

void lint(const model::Catalogue& catalogue, Diagnostics& out) {
  const Lint run{catalogue, out};
  for (const auto check : {check_titles, check_sources, check_verified, check_kinds, check_workflows, check_reach,
                           check_ends, check_actors, check_predicates, check_computed, check_aliases, check_duties, check_feasible,
                           check_plans, check_taxonomies, check_calendars, check_roles, check_identifiers, check_identifier_examples}) {
    check(run);
  }
}

}  // namespace lp::spec
