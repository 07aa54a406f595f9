#include <algorithm>

#include "spec/checks.h"

namespace lp::spec {
namespace {

bool has_way_out(const model::Workflow& workflow, const std::string& state) {
  return std::any_of(workflow.moves.begin(), workflow.moves.end(), [&](const model::Move& m) {
    const bool leaves = !m.to.empty() && m.to != state;
    return leaves && std::find(m.from.begin(), m.from.end(), state) != m.from.end();
  });
}

}  // namespace

void check_reach(const Lint& lint) {
  for (const auto& [name, kind] : lint.catalogue.kinds) {
    const auto reached = reachable_states(kind.workflow);
    for (const model::State& state : kind.workflow.states) {
      if (!reached.contains(state.name)) {
        lint.out.error(state.where, "unreachable_state", "no move leads to state \"" + state.name + "\" of \"" + name + "\"",
                       "no record can ever be there", "add a move to it or delete it");
      }
      if (!state.end && !has_way_out(kind.workflow, state.name)) {
        lint.out.error(state.where, "dead_end", "no move leaves state \"" + state.name + "\" of \"" + name + "\"",
                       "records would be stuck there", "add a move, or write end: true");
      }
    }
  }
}

}  // namespace lp::spec
