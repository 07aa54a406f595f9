#include <algorithm>

#include "spec/checks.h"

namespace lp::spec {
namespace {

void note(const Lint& lint, const SourceRef& where, const std::string& what) {
  lint.out.add({Severity::note, where, "unverified", what + " is not verified", "it is shown as 未核实 and drives no penalty",
                "check it against the text of the law, then write verified: true"});
}

}  // namespace

void check_verified(const Lint& lint) {
  const model::Catalogue& c = lint.catalogue;
  for (const auto& [name, kind] : c.kinds) {
    if (!kind.verified) note(lint, kind.where, "kind \"" + name + "\"");
  }
  for (const auto& [name, taxonomy] : c.taxonomies) {
    const auto open = std::count_if(taxonomy.entries.begin(), taxonomy.entries.end(), [](const model::Option& o) { return !o.verified; });
    if (!taxonomy.verified) note(lint, taxonomy.places.at("verified"), "taxonomy \"" + name + "\"");
    if (taxonomy.verified && open > 0) note(lint, taxonomy.places.inside("entries", "verified"), "part of taxonomy \"" + name + "\" (" + std::to_string(open) + " codes)");
  }
  for (const auto& [name, method] : c.gradings) {
    if (!method.verified) note(lint, method.where, "grading method \"" + name + "\"");
  }
  for (const auto& [name, clock] : c.clocks) {
    if (!clock.verified) note(lint, clock.places.at("verified"), "clock \"" + name + "\"");
  }
  for (const auto& [name, identifier] : c.identifiers) {
    if (!identifier.verified) note(lint, identifier.places.at("verified"), "identifier \"" + name + "\"");
  }
  for (const auto& [name, duty] : c.obligations) {
    const bool due = std::all_of(duty.due.begin(), duty.due.end(), [](const model::DueSource& d) { return d.verified; });
    if (!duty.verified) note(lint, duty.places.at("verified"), "obligation \"" + name + "\"");
    if (duty.verified && !due) note(lint, duty.places.at("due"), "a due date of obligation \"" + name + "\"");
  }
}

}  // namespace lp::spec
