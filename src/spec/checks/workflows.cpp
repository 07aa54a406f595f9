#include <algorithm>

#include "spec/checks.h"

namespace lp::spec {
namespace {

void check_fields(const Lint& lint, const model::Kind& kind, const SourceRef& where, const std::string& user,
                  const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (name == "reason" || kind.find_field(name) != nullptr) continue;
    lint.unknown(where, "field", user, name, field_names(kind));
  }
}

void check_stamps(const Lint& lint, const model::Kind& kind, const model::Move& move) {
  for (const std::string& name : move.stamps) {
    const model::Field* field = kind.find_field(name);
    if (field == nullptr || field->type == model::FieldType::date) continue;
    lint.out.error(move.where, "stamp_type", "move \"" + move.name + "\" stamps \"" + name + "\", which is no date", {}, "stamps name date fields");
  }
}

void check_move(const Lint& lint, const model::Kind& kind, const model::Move& move) {
  const std::string user = "move \"" + move.name + "\"";
  auto states = move.from;
  if (!move.to.empty()) states.push_back(move.to);
  for (const std::string& state : states) {
    if (kind.workflow.find_state(state) == nullptr) lint.unknown(move.where, "state", user, state, state_names(kind));
  }
  check_fields(lint, kind, move.where, user + " needs", move.needs);
  check_fields(lint, kind, move.where, user + " stamps", move.stamps);
  for (const std::string& name : move.sets) {
    const bool also_needed = std::find(move.needs.begin(), move.needs.end(), name) != move.needs.end();
    if (!also_needed) check_fields(lint, kind, move.where, user + " sets", {name});
  }
  check_stamps(lint, kind, move);
  std::vector<std::string> others{"submitter"};
  for (const model::Move& m : kind.workflow.moves) others.push_back(m.name);
  if (!move.not_by.empty() && std::find(others.begin(), others.end(), move.not_by) == others.end()) {
    lint.unknown(move.where, "move", user + " not_by", move.not_by, others);
  }
  const std::string created = move.creates.substr(0, move.creates.find(':'));
  if (!created.empty() && lint.catalogue.kind(created) == nullptr) {
    lint.unknown(move.where, "kind", user + " creates", created, keys_of(lint.catalogue.kinds));
  }
}

}  // namespace

void check_workflows(const Lint& lint) {
  for (const auto& [name, kind] : lint.catalogue.kinds) {
    const model::Workflow& workflow = kind.workflow;
    if (workflow.find_state(workflow.start) == nullptr) lint.unknown(kind.where, "state", "workflow start", workflow.start, state_names(kind));
    for (const model::State& state : workflow.states) {
      const std::string user = "state \"" + state.name + "\"";
      check_fields(lint, kind, state.where, user + " editable", state.editable);
      if (!state.clock.empty() && lint.catalogue.clock(state.clock) == nullptr) {
        lint.unknown(state.where, "clock", user, state.clock, keys_of(lint.catalogue.clocks));
      }
    }
    for (const model::Move& move : workflow.moves) check_move(lint, kind, move);
  }
}

}  // namespace lp::spec
