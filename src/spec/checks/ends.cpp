// A record in an end state owes nothing unless it ended well. What is only put away after it succeeded still stands, so
// its end state must have the tone of success, or the duties about it go with it.
#include <algorithm>

#include "spec/checks.h"

namespace lp::spec {
namespace {

bool is_object_of_duties(const Lint& lint, const model::Kind& kind) {
  const auto& all = lint.catalogue.obligations;
  return std::any_of(all.begin(), all.end(), [&](const auto& entry) { return entry.second.each_kind == kind.name; });
}

bool only_after_success(const model::Workflow& workflow, const model::State& end) {
  bool any = false;
  for (const model::Move& move : workflow.moves) {
    if (move.to != end.name) continue;
    for (const std::string& from : move.from) {
      const model::State* state = workflow.find_state(from);
      if (state == nullptr || state->tone != model::Tone::success) return false;
      any = true;
    }
  }
  return any;
}

}  // namespace

void check_ends(const Lint& lint) {
  for (const auto& [name, kind] : lint.catalogue.kinds) {
    if (!is_object_of_duties(lint, kind)) continue;
    for (const model::State& state : kind.workflow.states) {
      if (!state.end || state.tone == model::Tone::success || !only_after_success(kind.workflow, state)) continue;
      lint.out.error(state.where, "end_drops_duty", "end state \"" + state.name + "\" of \"" + kind.name + "\" follows success alone but has not its tone",
                     "the duties about such a record would be removed with it", "write tone: success");
    }
  }
}

}  // namespace lp::spec
