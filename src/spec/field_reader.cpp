#include "spec/field_reader.h"

#include <algorithm>

#include "model/pattern.h"
#include "spec/shared_readers.h"

namespace lp::spec {
namespace {

using model::Field;
using model::FieldType;

const std::vector<std::string>& type_names() {
  static const std::vector<std::string> names{
      "text", "long_text", "int", "decimal", "bool", "date", "timestamp", "code", "enum", "record", "user",
      "file", "list", "rows", "uscc", "phone", "email", "url", "domain", "ip_range", "icp_number"};
  return names;
}

bool is_scalar_type(FieldType type) {
  return type != FieldType::rows && type != FieldType::list && type != FieldType::file;
}

void read_range(MapReader& map, Field& field) {
  const io::YamlNode* node = map.take("in");
  if (node == nullptr) return;
  const auto bound = [&](const io::YamlNode& item, std::optional<double>& into) {
    if (item.is_null()) return true;  // open on this side
    into = io::as_number(item);
    return into.has_value();
  };
  const bool good = node->is_list() && node->items.size() == 2 && bound(node->items[0], field.min) &&
                    bound(node->items[1], field.max) && (!field.min || !field.max || *field.min <= *field.max);
  if (good) return;
  field.min = field.max = std::nullopt;
  map.out().error(node->where, "bad_range", "in must be two numbers, the lower first", {}, "write [1, 5], or [0, null] for no upper bound");
}

void read_marks(MapReader& map, Field& field) {
  field.multi = map.boolean("multi", false);
  field.required = map.boolean("required", false);
  field.required_from = map.texts("required_from");
  if (const io::YamlNode* node = map.take("required_when")) field.required_when = read_predicate(*node, map.out());
  field.unique = map.boolean("unique", false);
  field.unique_in_org = map.boolean("unique_in_org", false);
  field.filter = map.boolean("filter", is_scalar_type(field.type) && field.type != FieldType::long_text);
  field.search = map.boolean("search", false);
  field.list = map.boolean("list", false);
  field.personal = map.boolean("personal", false);
  field.regulator_only = map.boolean("regulator_only", false);
  field.assessor_only_write = map.boolean("assessor_only_write", false);
  field.immutable = map.boolean("immutable", false);
}

void read_pattern(MapReader& map, Field& field) {
  const io::YamlNode* node = map.take("pattern");
  if (node == nullptr) return;
  const auto text = read_text(*node, "pattern", map.out());
  if (!text) return;
  if (const auto compiled = model::Pattern::compile(*text)) {
    field.pattern = *text;
  } else {
    map.out().error(node->where, "bad_pattern", compiled.error().message, "a pattern that cannot be read checks nothing",
                    "ECMAScript regular expression, at most 300 characters");
  }
}

void read_section(MapReader& map, const Sections& sections, Field& field) {
  const io::YamlNode* node = map.take("section");
  if (node == nullptr) return;
  const auto name = read_text(*node, "section", map.out());
  if (!name) return;
  const auto found = sections.find(*name);
  if (found != sections.end()) {
    field.section = found->second;
    return;
  }
  std::vector<std::string> known;
  for (const auto& [key, title] : sections) known.push_back(key);
  report_unknown_word(node->where, "section", *name, known, map.out());
}

// What `of`, `item` and `columns` mean depends on the type.
void read_shape(MapReader& map, const Sections& sections, bool column, Field& field) {
  if (field.type == FieldType::enumeration) {
    field.options = read_options(map, "of");
  } else {
    field.of = map.text("of");
  }
  field.item = map.one_of<FieldType>("item", model::parse_field_type, type_names(), FieldType::text);
  map.each_entry("columns", [&](const io::YamlEntry& entry) {
    if (auto read = read_field(entry, sections, true, map.out())) field.columns.push_back(*std::move(read));
  });
  Diagnostics& out = map.out();
  const bool names_needed = field.type == FieldType::code || field.type == FieldType::record;
  if (names_needed && field.of.empty()) {
    out.error(field.where, "missing_key", "field \"" + field.name + "\" has no \"of\"", {}, "name the taxonomy (code) or the kind (record)");
  }
  if (field.type == FieldType::enumeration && field.options.empty()) {
    out.error(field.where, "missing_key", "field \"" + field.name + "\" has no options", {}, "write of: [{code: …, title: {zh: …, en: …}}]");
  }
  if (field.type == FieldType::rows && (field.columns.empty() || column)) {
    out.error(field.where, "bad_rows", column ? "rows inside rows are not supported" : "rows field \"" + field.name + "\" has no columns",
              {}, column ? "use a record kind of its own" : "write columns: {name: {type: …}}");
  }
  if (!is_scalar_type(field.item)) {
    out.error(field.where, "bad_item", "a list cannot hold " + std::string(model::to_string(field.item)), {}, "use a rows field");
  }
}

}  // namespace

std::optional<Field> read_field(const io::YamlEntry& entry, const Sections& sections, bool column, Diagnostics& out) {
  if (!check_name(entry.where, column ? "column" : "field", entry.key, out)) return std::nullopt;
  MapReader map(entry.value, (column ? "column \"" : "field \"") + entry.key + "\"", out);
  if (!map.usable()) return std::nullopt;
  Field field;
  field.name = entry.key;
  field.where = entry.where;
  map.require("type");
  field.type = map.one_of<FieldType>("type", model::parse_field_type, type_names(), FieldType::text);
  field.title = map.local_text("title");
  field.help = map.local_text("help");
  read_section(map, sections, field);
  read_shape(map, sections, column, field);
  read_marks(map, field);
  read_range(map, field);
  field.max_length = map.integer("max", 0, 1, 1'000'000);
  read_pattern(map, field);
  field.computed = map.text("computed");
  if (const io::YamlNode* node = map.take("default")) field.default_value = io::to_json(*node);
  field.unit = map.text("unit");
  field.aliases = map.texts("aliases");
  map.finish();
  return field;
}

}  // namespace lp::spec
