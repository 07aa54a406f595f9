#include "spec/checks.h"

#include <algorithm>

#include "base/text.h"
#include "spec/suggest.h"

namespace lp::spec {

void Lint::unknown(const SourceRef& where, const std::string& thing, const std::string& user, std::string_view name,
                   const std::vector<std::string>& known) const {
  std::string spoken = thing;
  std::replace(spoken.begin(), spoken.end(), '_', ' ');
  out.error(where, "unknown_" + thing, user + ": no " + spoken + " \"" + truncate(name, 60) + "\"", {}, suggestion(name, known));
}

std::vector<std::string> field_names(const model::Kind& kind) {
  std::vector<std::string> names;
  for (const model::Field& f : kind.fields) names.push_back(f.name);
  return names;
}

std::vector<std::string> state_names(const model::Kind& kind) {
  std::vector<std::string> names;
  for (const model::State& s : kind.workflow.states) names.push_back(s.name);
  return names;
}

std::set<std::string> reachable_states(const model::Workflow& workflow) {
  std::set<std::string> reached{workflow.start};
  for (bool grown = true; grown;) {
    grown = false;
    for (const model::Move& move : workflow.moves) {
      const bool open = std::any_of(move.from.begin(), move.from.end(), [&](const std::string& s) { return reached.contains(s); });
      if (open && !move.to.empty() && !move.by.empty()) grown = reached.insert(move.to).second || grown;
    }
  }
  return reached;
}

const model::Kind* object_kind(const model::Catalogue& catalogue, const model::Obligation& obligation) {
  return catalogue.kind(obligation.each_kind.empty() ? organisation_kind : std::string_view(obligation.each_kind));
}

const model::Kind* proof_kind(const model::Catalogue& catalogue, const model::Obligation& obligation) {
  return obligation.met.kind.empty() ? object_kind(catalogue, obligation) : catalogue.kind(obligation.met.kind);
}

}  // namespace lp::spec
