#include <algorithm>

#include "spec/checks.h"

namespace lp::spec {
namespace {

void need(const Lint& lint, const SourceRef& where, const std::string& what, bool has, const char* hint) {
  if (has) return;
  lint.out.error(where, "missing_source", what + " names no source", "a rule nobody can look up cannot be trusted or checked", hint);
}

bool has_text(const std::vector<std::string>& list) {
  return std::any_of(list.begin(), list.end(), [](const std::string& s) { return !s.empty(); });
}

bool has_basis(const std::vector<model::Basis>& basis) {
  return !basis.empty() && std::none_of(basis.begin(), basis.end(), [](const model::Basis& b) { return b.doc.empty(); });
}

}  // namespace

void check_sources(const Lint& lint) {
  const model::Catalogue& c = lint.catalogue;
  constexpr const char* source = "add source: …";
  constexpr const char* basis = "add basis: [{doc: …, clause: …}]";
  for (const auto& [name, kind] : c.kinds) need(lint, kind.where, "kind \"" + name + "\"", has_text(kind.sources), source);
  for (const auto& [name, t] : c.taxonomies) need(lint, t.places.at("source"), "taxonomy \"" + name + "\"", !t.source.empty(), source);
  for (const auto& [name, m] : c.gradings) need(lint, m.where, "grading method \"" + name + "\"", has_text(m.sources), source);
  for (const auto& [name, duty] : c.obligations) need(lint, duty.places.at("basis"), "obligation \"" + name + "\"", has_basis(duty.basis), basis);
  for (const auto& [name, clock] : c.clocks) need(lint, clock.places.at("basis"), "clock \"" + name + "\"", has_basis(clock.basis), basis);
  for (const auto& [name, i] : c.identifiers) need(lint, i.places.at("basis"), "identifier \"" + name + "\"", has_basis(i.basis), basis);
  for (const auto& [name, plan] : c.plans) need(lint, plan.places.at("document"), "plan \"" + name + "\"", !plan.document.empty(), "add document: …");
}

}  // namespace lp::spec
