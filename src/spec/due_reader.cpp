#include "spec/due_reader.h"

namespace lp::spec {
namespace {

using model::DueSource;

// {field: grade, cycles: {"3": 1y, "2": 2y}}, or one period for every object: `every: 1y`.
void read_every(const io::YamlNode& node, DueSource& due, Diagnostics& out) {
  if (node.is_scalar()) {
    if (const auto period = read_period(node, out)) due.cycles.emplace_back("", *period);
    return;
  }
  MapReader map(node, "every", out);
  due.cycle_field = map.text("field");
  map.require("cycles");
  map.each_entry("cycles", [&](const io::YamlEntry& entry) {
    if (const auto period = read_period(entry.value, out)) due.cycles.emplace_back(entry.key, *period);
  });
  map.finish();
}

DueSource read_source(const io::YamlNode& node, Diagnostics& out) {
  MapReader map(node, "due", out);
  DueSource due;
  int kinds = 0;
  if (const auto date = map.date("on")) {
    due.kind = DueSource::Kind::on;
    due.date = *date;
    ++kinds;
  }
  if (due.state = map.text("after_state"); !due.state.empty()) {
    due.kind = DueSource::Kind::after_state;
    ++kinds;
  }
  if (due.field = map.text("after_field"); !due.field.empty()) {
    due.kind = DueSource::Kind::after_field;
    ++kinds;
  }
  if (const io::YamlNode* every = map.take("every")) {
    due.kind = DueSource::Kind::every;
    read_every(*every, due, out);
    ++kinds;
  }
  const auto within = map.period("within");
  if (within) due.within = *within;
  due.note = map.take("note") == nullptr ? LocalText{} : map.local_text("note");
  due.verified = map.boolean("verified", true);
  map.finish();
  const bool after = due.kind == DueSource::Kind::after_state || due.kind == DueSource::Kind::after_field;
  if (kinds != 1 || after != within.has_value()) {
    out.error(node.where, "bad_due", "a due source is one of on, after_state, after_field, every", "`within` belongs to after_state and after_field",
              "write {on: 2024-07-31} or {after_state: review_passed, within: 30d}");
  }
  return due;
}

}  // namespace

std::vector<DueSource> read_due(MapReader& obligation) {
  std::vector<DueSource> sources;
  obligation.each_item("due", [&](const io::YamlNode& node) { sources.push_back(read_source(node, obligation.out())); });
  return sources;
}

}  // namespace lp::spec
