#include "spec/field_reader.h"
#include "spec/readers.h"
#include "spec/shared_readers.h"
#include "spec/workflow_reader.h"

namespace lp::spec {
namespace {

using model::Kind;

Sections read_sections(MapReader& map) {
  Sections sections;
  map.each_entry("sections", [&](const io::YamlEntry& entry) { sections[entry.key] = read_local_text(entry.value, map.out()); });
  return sections;
}

void read_visible(MapReader& map, Kind& kind) {
  map.each_entry("visible", [&](const io::YamlEntry& entry) {
    const auto side = model::parse_side(entry.key);
    if (!side) return report_unknown_word(entry.where, "visible", entry.key, side_names(), map.out());
    const auto word = read_text(entry.value, "visible", map.out());
    const auto reach = word ? model::parse_reach(*word) : std::nullopt;
    if (reach) {
      kind.visible[*side] = *reach;
    } else if (word) {
      report_unknown_word(entry.value.where, "visible", *word, {"none", "own", "assigned", "region", "all"}, map.out());
    }
  });
}

// `create: []` means nobody by hand: such records are made by moves or by Longpan itself.
void read_create(MapReader& map, Kind& kind) {
  if (map.take("create") == nullptr) {
    kind.creatable[model::Side::enterprise] = true;
    return;
  }
  map.each_item("create", [&](const io::YamlNode& item) {
    const auto word = read_text(item, "create", map.out());
    if (!word) return;
    if (const auto side = model::parse_side(*word)) {
      kind.creatable[*side] = true;
    } else {
      report_unknown_word(item.where, "create", *word, side_names(), map.out());
    }
  });
}

// A kind without a workflow is a plain register: one state, always editable.
model::Workflow plain_register(const SourceRef& where) {
  model::Workflow workflow;
  workflow.start = "active";
  model::State state;
  state.name = "active";
  state.title = {"有效", "Active"};
  state.end = true;
  state.where = where;
  workflow.states.push_back(std::move(state));
  return workflow;
}

void read_head(MapReader& map, Kind& kind) {
  kind.version = map.integer("version", 1, 1, 100'000);
  kind.title = map.local_text("title");
  kind.help = map.local_text("help");
  kind.task = map.integer("task", 0, 0, 99);
  kind.icon = map.text("icon");
  kind.label_field = map.text("label", "name");
  kind.number_prefix = map.require_text("number");
  kind.owned = map.boolean("owned", true);
  kind.sources = map.texts("source");
  kind.verified = map.boolean("verified", true);
}

}  // namespace

void read_kind(const std::string& name, const io::YamlNode& root, model::Catalogue& into, Diagnostics& out) {
  MapReader map(root, "record kind", out);
  if (!map.usable()) return;
  Kind kind;
  kind.name = name;
  kind.where = root.where;
  read_head(map, kind);
  const Sections sections = read_sections(map);
  map.require("fields");
  map.each_entry("fields", [&](const io::YamlEntry& entry) {
    if (auto field = read_field(entry, sections, false, out)) kind.fields.push_back(*std::move(field));
  });
  const io::YamlNode* workflow = map.take("workflow");
  kind.workflow = workflow != nullptr ? read_workflow(*workflow, out) : plain_register(root.where);
  read_visible(map, kind);
  read_create(map, kind);
  kind.portal_sheet = map.object("portal_sheet");
  map.finish();
  into.kinds[name] = std::move(kind);
}

}  // namespace lp::spec
