#include <algorithm>

#include "spec/checks.h"

namespace lp::spec {
namespace {

using model::Kind;
using model::Obligation;
using model::Side;

bool sees(const Kind& kind, Side side) {
  const auto found = kind.visible.find(side);
  return found != kind.visible.end() && found->second != model::Reach::none;
}

bool creates(const Kind& kind, Side side) {
  const auto found = kind.creatable.find(side);
  return found != kind.creatable.end() && found->second;
}

bool created_by_a_move(const model::Catalogue& c, const std::string& name) {
  return std::any_of(c.kinds.begin(), c.kinds.end(), [&](const auto& entry) {
    const auto& moves = entry.second.workflow.moves;
    return std::any_of(moves.begin(), moves.end(), [&](const model::Move& m) { return m.creates.substr(0, m.creates.find(':')) == name; });
  });
}

void impossible(const Lint& lint, const Obligation& duty, std::string_view path, const std::string& why, const char* hint) {
  lint.out.error(duty.places.at(path), "duty_cannot_be_met", "nobody can meet obligation \"" + duty.name + "\": " + why, "it would stay overdue for ever", hint);
}

// Records of the kind must come into being: by the side itself, by a body that works for it, or by a move.
void check_kind(const Lint& lint, const Obligation& duty, std::string_view path, const Kind& kind, Side side) {
  const std::string who(model::to_string(side));
  const bool helped = side == Side::enterprise && (creates(kind, Side::assessor) || creates(kind, Side::regulator));
  const bool made = creates(kind, side) || helped || creates(kind, Side::system) || created_by_a_move(lint.catalogue, kind.name);
  if (!made) impossible(lint, duty, path, "side " + who + " cannot create \"" + kind.name + "\"", "add the side to create: of the kind");
  if (!sees(kind, side)) impossible(lint, duty, path, "side " + who + " does not see \"" + kind.name + "\"", "add the side to visible: of the kind");
}

void check_states(const Lint& lint, const Obligation& duty, const Kind& proof) {
  const auto reached = reachable_states(proof.workflow);
  const auto& states = duty.met.states;
  const bool known = std::all_of(states.begin(), states.end(), [&](const std::string& s) { return proof.workflow.find_state(s) != nullptr; });
  const bool some = std::any_of(states.begin(), states.end(), [&](const std::string& s) { return reached.contains(s); });
  if (known && !some && !states.empty()) impossible(lint, duty, "met_when.state", "no move leads to the state it asks for in \"" + proof.name + "\"", "add the move, or ask for another state");
}

}  // namespace

void check_feasible(const Lint& lint) {
  const model::Catalogue& c = lint.catalogue;
  for (const auto& [name, duty] : c.obligations) {
    const Side side = duty.force == model::Force::regulator_must ? Side::regulator : Side::enterprise;
    const Kind* object = object_kind(c, duty);
    const Kind* proof = proof_kind(c, duty);
    if (duty.applies_to.node == model::Predicate::Node::never) impossible(lint, duty, "applies_to", "applies_to holds for nobody", "correct applies_to");
    if (object != nullptr && !duty.each_kind.empty()) check_kind(lint, duty, "each.kind", *object, side);
    if (proof == nullptr) continue;
    if (proof != object) check_kind(lint, duty, "met_when.kind", *proof, side);
    check_states(lint, duty, *proof);
  }
}

}  // namespace lp::spec
