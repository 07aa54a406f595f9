#include <algorithm>
#include <array>

#include "model/viewer.h"
#include "spec/checks.h"

namespace lp::spec {
namespace {

using model::Side;

constexpr std::array all_roles{model::Role::enterprise_officer, model::Role::enterprise_leader, model::Role::assessor,
                               model::Role::regulator_officer, model::Role::regulator_leader, model::Role::auditor,
                               model::Role::administrator, model::Role::system};

bool someone_writes(Side side) {
  return std::any_of(all_roles.begin(), all_roles.end(), [&](model::Role r) { return model::side_of(r) == side && model::may_write_records(r); });
}

bool sees(const model::Kind& kind, Side side) {
  if (side == Side::system) return true;
  const auto found = kind.visible.find(side);
  return found != kind.visible.end() && found->second != model::Reach::none;
}

// The first reason why a side cannot make the move; empty when it can.
std::string obstacle(const model::Kind& kind, const model::Move& move, Side side) {
  const std::string who(model::to_string(side));
  if (!someone_writes(side)) return "no role acts for side " + who;
  if (!sees(kind, side)) return "side " + who + " does not see the kind";
  for (const std::string& need : move.needs) {
    const model::Field* field = kind.find_field(need);
    if (field == nullptr) continue;
    if (!field->computed.empty()) return "it needs \"" + need + "\", which is computed";
    if (field->regulator_only && side == Side::enterprise) return "it needs \"" + need + "\", which an enterprise cannot write";
  }
  return {};
}

}  // namespace

void check_actors(const Lint& lint) {
  for (const auto& [name, kind] : lint.catalogue.kinds) {
    for (const model::Move& move : kind.workflow.moves) {
      std::string why = move.by.empty() ? "\"by\" is empty" : "";
      bool possible = false;
      for (const Side side : move.by) {
        const std::string found = obstacle(kind, move, side);
        possible = possible || found.empty();
        if (why.empty()) why = found;
      }
      if (possible) continue;
      lint.out.error(move.where, "move_without_actor", "nobody may make move \"" + move.name + "\" of \"" + name + "\": " + why,
                     "the workflow would stop here", "correct by, visible or needs");
    }
  }
}

}  // namespace lp::spec
