// Files that are little more than a head: taxonomies, grading parameters, clocks, roles.
#include "spec/places.h"
#include "spec/readers.h"
#include "spec/shared_readers.h"

namespace lp::spec {

void read_taxonomy(const std::string& name, const io::YamlNode& root, model::Catalogue& into, Diagnostics& out) {
  MapReader map(root, "taxonomy", out);
  if (!map.usable()) return;
  model::Taxonomy taxonomy;
  taxonomy.name = name;
  taxonomy.where = root.where;
  taxonomy.places = places_of(root);
  taxonomy.title = map.local_text("title");
  taxonomy.source = map.text("source");
  taxonomy.verified = map.boolean("verified", true);
  map.require("entries");
  taxonomy.entries = read_options(map, "entries");
  map.finish();
  into.taxonomies[name] = std::move(taxonomy);
}

void read_grading(const std::string& name, const io::YamlNode& root, model::Catalogue& into, Diagnostics& out) {
  MapReader map(root, "grading method", out);
  if (!map.usable()) return;
  model::GradingMethod method;
  method.name = name;
  method.where = root.where;
  method.title = map.local_text("title");
  method.function = map.require_text("function");
  method.parameters = map.object("parameters");
  method.verified = map.boolean("verified", true);
  method.sources = map.texts("source");
  map.finish();
  into.gradings[name] = std::move(method);
}

void read_clock(const std::string& name, const io::YamlNode& root, model::Catalogue& into, Diagnostics& out) {
  MapReader map(root, "clock", out);
  if (!map.usable()) return;
  model::ClockRule clock;
  clock.name = name;
  clock.where = root.where;
  clock.places = places_of(root);
  clock.title = map.local_text("title");
  map.require("limit");
  clock.limit = map.period("limit").value_or(model::Period{});
  clock.start = map.local_text("start");
  clock.subject = map.require_text("subject");
  clock.remind = read_reminders(map, "remind");
  clock.basis = read_basis(map, "basis");
  clock.verified = map.boolean("verified", true);
  map.finish();
  into.clocks[name] = std::move(clock);
}

void read_role(const std::string& name, const io::YamlNode& root, model::Catalogue& into, Diagnostics& out) {
  MapReader map(root, "role", out);
  if (!map.usable()) return;
  into.roles[name] = model::RoleSpec{name, map.local_text("title"), map.local_text("help"), root.where};
  map.finish();
}

}  // namespace lp::spec
