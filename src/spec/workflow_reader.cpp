#include "spec/workflow_reader.h"

#include <algorithm>

#include "spec/shared_readers.h"

namespace lp::spec {
namespace {

using model::Move;
using model::State;

model::Tone read_tone(MapReader& map) {
  return map.one_of<model::Tone>("tone", model::parse_tone, {"neutral", "info", "success", "warning", "danger"},
                                 model::Tone::neutral);
}

State read_state(const io::YamlEntry& entry, Diagnostics& out) {
  MapReader map(entry.value, "state \"" + entry.key + "\"", out);
  State state;
  state.name = entry.key;
  state.where = entry.where;
  state.title = map.local_text("title");
  state.tone = read_tone(map);
  state.clock = map.text("clock");
  state.lock = map.boolean("lock", false);
  state.end = map.boolean("end", false);
  state.editable = map.texts("editable");
  map.finish();
  return state;
}

void read_guard(const io::YamlNode& node, Move& move, Diagnostics& out) {
  MapReader map(node, "guard", out);
  const io::YamlNode* when = map.require("when");
  move.guards.push_back(when == nullptr ? model::Predicate::never_true() : read_predicate(*when, out));
  move.guard_titles.push_back(map.local_text("title"));
  map.finish();
}

std::vector<model::Side> read_sides(MapReader& map, std::string_view key) {
  std::vector<model::Side> sides;
  map.each_item(key, [&](const io::YamlNode& item) {
    const auto word = read_text(item, key, map.out());
    if (!word) return;
    if (const auto side = model::parse_side(*word)) {
      sides.push_back(*side);
    } else {
      report_unknown_word(item.where, key, *word, side_names(), map.out());
    }
  });
  return sides;
}

// What must be filled may be filled: `needs` adds to `sets`. "reason" is built in, not a field.
void add_needs_to_sets(Move& move) {
  for (const std::string& need : move.needs) {
    if (need == "reason" || std::find(move.sets.begin(), move.sets.end(), need) != move.sets.end()) continue;
    move.sets.push_back(need);
  }
}

Move read_move(const io::YamlEntry& entry, Diagnostics& out) {
  MapReader map(entry.value, "move \"" + entry.key + "\"", out);
  Move move;
  move.name = entry.key;
  move.where = entry.where;
  move.title = map.local_text("title");
  map.require("from");
  move.from = map.texts("from");
  move.to = map.text("to");
  move.by = read_sides(map, "by");
  move.needs = map.texts("needs");
  move.sets = map.texts("sets");
  move.stamps = map.texts("stamps");
  add_needs_to_sets(move);
  move.not_by = map.text("not_by");
  map.each_item("guard", [&](const io::YamlNode& node) { read_guard(node, move, out); });
  move.creates = map.text("creates");
  move.confirm = map.boolean("confirm", false);
  move.tone = read_tone(map);
  move.review = map.boolean("review", false);
  map.finish();
  return move;
}

}  // namespace

const std::vector<std::string>& side_names() {
  static const std::vector<std::string> names{"enterprise", "assessor", "regulator", "expert", "system"};
  return names;
}

model::Workflow read_workflow(const io::YamlNode& node, Diagnostics& out) {
  MapReader map(node, "workflow", out);
  model::Workflow workflow;
  workflow.start = map.require_text("start");
  map.require("states");
  map.each_entry("states", [&](const io::YamlEntry& entry) {
    if (check_name(entry.where, "state", entry.key, out)) workflow.states.push_back(read_state(entry, out));
  });
  map.each_entry("moves", [&](const io::YamlEntry& entry) {
    if (check_name(entry.where, "move", entry.key, out)) workflow.moves.push_back(read_move(entry, out));
  });
  map.finish();
  return workflow;
}

}  // namespace lp::spec
