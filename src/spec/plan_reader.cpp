#include <set>

#include "spec/places.h"
#include "spec/readers.h"
#include "spec/shared_readers.h"

namespace lp::spec {
namespace {

model::TaskGroup read_group(const io::YamlNode& node, Diagnostics& out) {
  MapReader map(node, "group", out);
  model::TaskGroup group{map.require_text("name"), map.local_text("title")};
  map.finish();
  return group;
}

model::Phase read_phase(const io::YamlNode& node, Diagnostics& out) {
  MapReader map(node, "phase", out);
  model::Phase phase;
  phase.name = map.require_text("name");
  phase.title = map.local_text("title");
  phase.summary = map.local_text("summary");
  map.require("from");
  map.require("to");
  phase.from = map.date("from").value_or(Date{});
  phase.to = map.date("to").value_or(phase.from);
  if (phase.to < phase.from) {
    out.error(node.where, "bad_phase", "phase \"" + phase.name + "\" ends on " + to_string(phase.to) + ", before it starts",
              {}, "exchange from and to");
  }
  map.finish();
  return phase;
}

model::Task read_task(const io::YamlNode& node, Diagnostics& out) {
  MapReader map(node, "task", out);
  model::Task task;
  map.require("number");
  task.number = map.integer("number", 0, 1, 99);
  task.title = map.local_text("title");
  task.summary = map.local_text("summary");
  task.group = map.text("group");
  map.finish();
  return task;
}

void read_lists(MapReader& map, model::Plan& plan) {
  Diagnostics& out = map.out();
  map.each_item("groups", [&](const io::YamlNode& node) { plan.groups.push_back(read_group(node, out)); });
  map.each_item("phases", [&](const io::YamlNode& node) { plan.phases.push_back(read_phase(node, out)); });
  std::set<int> numbers;
  map.each_item("tasks", [&](const io::YamlNode& node) {
    plan.tasks.push_back(read_task(node, out));
    if (numbers.insert(plan.tasks.back().number).second) return;
    out.error(node.where, "duplicate_task", "task " + std::to_string(plan.tasks.back().number) + " stands twice", {}, "number tasks uniquely");
  });
  std::set<std::string> seen;
  map.each_item("obligations", [&](const io::YamlNode& node) {
    const auto name = read_text(node, "obligations", out);
    if (!name) return;
    if (seen.insert(*name).second) {
      plan.obligations.push_back(*name);
    } else {
      out.error(node.where, "duplicate_obligation", "obligation \"" + *name + "\" stands twice", "it would be counted twice", "delete one");
    }
  });
}

}  // namespace

void read_plan(const std::string& name, const io::YamlNode& root, model::Catalogue& into, Diagnostics& out) {
  MapReader map(root, "plan", out);
  if (!map.usable()) return;
  model::Plan plan;
  plan.name = name;
  plan.where = root.where;
  plan.places = places_of(root);
  plan.title = map.local_text("title");
  plan.document = map.require_text("document");
  map.require("issued");
  plan.issued = map.date("issued").value_or(Date{});
  plan.region = map.text("region");
  read_lists(map, plan);
  map.finish();
  into.plans[name] = std::move(plan);
}

}  // namespace lp::spec
