#include "spec/due_reader.h"
#include "spec/places.h"
#include "spec/readers.h"
#include "spec/shared_readers.h"

namespace lp::spec {
namespace {

using model::Obligation;

void read_each(MapReader& obligation, Obligation& into) {
  const io::YamlNode* node = obligation.take("each");
  if (node == nullptr) return;
  MapReader map(*node, "each", obligation.out());
  into.each_kind = map.require_text("kind");
  into.each_where = map.predicate("where");
  map.finish();
}

model::MetWhen read_met(MapReader& obligation) {
  model::MetWhen met;
  const io::YamlNode* node = obligation.require("met_when");
  if (node == nullptr) return met;
  MapReader map(*node, "met_when", obligation.out());
  met.kind = map.text("kind");
  map.require("state");
  met.states = map.texts("state");
  if (const io::YamlNode* where = map.take("where")) met.where = read_predicate(*where, obligation.out());
  met.object_field = map.text("object");
  met.date_field = map.text("date");
  met.at_least = map.integer("at_least", 1, 1, 1'000'000);
  map.finish();
  return met;
}

void read_head(MapReader& map, Obligation& into) {
  into.title = map.local_text("title");
  into.summary = map.local_text("summary");
  into.advice = map.local_text("advice");
  into.task = map.integer("task", 0, 0, 99);
  into.phase = map.text("phase");
  into.basis = read_basis(map, "basis");
  into.verified = map.boolean("verified", true);
  into.force = map.one_of<model::Force>("force", model::parse_force, {"must", "encouraged", "regulator_must"},
                                        model::Force::must);
}

}  // namespace

void read_obligation(const std::string& name, const io::YamlNode& root, model::Catalogue& into, Diagnostics& out) {
  MapReader map(root, "obligation", out);
  if (!map.usable()) return;
  Obligation obligation;
  obligation.name = name;
  obligation.where = root.where;
  obligation.places = places_of(root);
  read_head(map, obligation);
  obligation.applies_to = map.predicate("applies_to");
  read_each(map, obligation);
  obligation.met = read_met(map);
  obligation.due = read_due(map);
  obligation.proof = map.texts("proof");
  obligation.submit_to = map.text("submit_to");
  obligation.remind = read_reminders(map, "remind");
  obligation.form = map.texts("form");
  map.finish();
  into.obligations[name] = std::move(obligation);
}

}  // namespace lp::spec
