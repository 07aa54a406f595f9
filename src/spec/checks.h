#pragma once
// The checks lint() runs, one file each under spec/checks/. A check reads the whole catalogue and
// reports; it never stops another. Adding one = a file there, a line here and a line in lint.cpp.

#include <set>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "model/catalogue.h"

namespace lp::spec {

struct Lint {
  const model::Catalogue& catalogue;
  Diagnostics& out;

  // "unknown_<kind of thing>" with a suggestion from `known`.
  void unknown(const SourceRef& where, const std::string& thing, const std::string& user, std::string_view name,
               const std::vector<std::string>& known) const;
};

void check_titles(const Lint& lint);       // missing zh or en
void check_sources(const Lint& lint);      // rules without a source or basis
void check_verified(const Lint& lint);     // notes on what is not verified
void check_kinds(const Lint& lint);        // names a kind's fields use
void check_workflows(const Lint& lint);    // names states and moves use
void check_reach(const Lint& lint);        // unreachable states, dead ends
void check_ends(const Lint& lint);         // end states that would take a duty with them
void check_actors(const Lint& lint);       // moves nobody may make
void check_predicates(const Lint& lint);   // fields, codes and states in conditions
void check_computed(const Lint& lint);     // computed fields and grading methods
void check_aliases(const Lint& lint);      // one header name, two fields
void check_duties(const Lint& lint);       // names an obligation uses
void check_feasible(const Lint& lint);     // duties nobody can meet
void check_plans(const Lint& lint);        // plans and obligations meet
void check_taxonomies(const Lint& lint);   // parents
void check_calendars(const Lint& lint);    // years a plan needs
void check_roles(const Lint& lint);        // roles the program knows
void check_identifiers(const Lint& lint);  // names, categories and headers of identifiers
void check_identifier_examples(const Lint& lint);  // can each be found, tried and masked

// Shared by the checks.
inline constexpr std::string_view organisation_kind = "organisation";
std::vector<std::string> field_names(const model::Kind& kind);
std::vector<std::string> state_names(const model::Kind& kind);
template <class Map>
std::vector<std::string> keys_of(const Map& map) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : map) keys.push_back(key);
  return keys;
}
// States some chain of moves leads to from the start.
std::set<std::string> reachable_states(const model::Workflow& workflow);
// The kind an obligation's own object is of: `each`, else the organisation. nullptr when unknown.
const model::Kind* object_kind(const model::Catalogue& catalogue, const model::Obligation& obligation);
// The kind whose records meet the obligation.
const model::Kind* proof_kind(const model::Catalogue& catalogue, const model::Obligation& obligation);

}  // namespace lp::spec
