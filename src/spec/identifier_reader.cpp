// specs/identifiers: kinds of values data discovery looks for.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "spec/places.h"
#include "spec/readers.h"
#include "spec/shared_readers.h"

namespace lp::spec {
namespace {

// Column names are compared without case, width, spaces and punctuation, so two that differ only there are one.
std::vector<std::string> read_headers(MapReader& map) {
  std::vector<std::string> found;
  std::set<std::string> seen;
  map.each_item("headers", [&](const io::YamlNode& item) {
    const auto word = read_text(item, "headers", map.out());
    if (!word) return;
    std::string header = normalise_for_match(*word);
    if (header.empty()) {
      map.out().error(item.where, "empty_header", "header \"" + truncate(*word, 40) + "\" has no letter or digit", "it would match columns without a name", "delete it");
    } else if (!seen.insert(header).second) {
      map.out().error(item.where, "duplicate_header", "header \"" + truncate(*word, 40) + "\" stands twice", {},
                      "case, width, spaces and punctuation do not count: keep one");
    } else {
      found.push_back(std::move(header));
    }
  });
  return found;
}

std::vector<std::string> read_words(MapReader& map, std::string_view key) {
  std::vector<std::string> words = map.texts(key);
  for (std::string& word : words) word = to_lower_ascii(trim(word));
  std::erase(words, std::string());
  return words;
}

std::map<std::string, std::string> read_categories(MapReader& map) {
  std::map<std::string, std::string> found;
  map.each_entry("categories", [&](const io::YamlEntry& entry) {
    if (auto code = read_text(entry.value, entry.key, map.out())) found[entry.key] = std::move(*code);
  });
  return found;
}

void read_mask(MapReader& map, model::Identifier& into) {
  const io::YamlNode* node = map.take("mask");
  if (node == nullptr) return;
  MapReader mask(*node, "mask", map.out());
  into.mask_first = mask.integer("first", 0, 0, 32);
  into.mask_last = mask.integer("last", 0, 0, 32);
  mask.finish();
}

void read_running_text(MapReader& map, model::Identifier& into) {
  const io::YamlNode* node = map.take("running_text");
  if (node == nullptr) return;
  MapReader words(*node, "running_text", map.out());
  into.running_text = {words.texts("labels"), words.texts("phrases"), words.texts("titles"), words.texts("followers"), words.texts("not_values")};
  words.finish();
}

void read_words_and_examples(MapReader& map, model::Identifier& into) {
  into.headers = read_headers(map);
  into.context = read_words(map, "context");
  into.dictionary = read_words(map, "dictionary");
  read_running_text(map, into);
  into.collisions = map.texts("collisions");
  std::sort(into.collisions.begin(), into.collisions.end());
  into.collisions.erase(std::unique(into.collisions.begin(), into.collisions.end()), into.collisions.end());
  into.examples = map.texts("examples");
  into.near_misses = map.texts("near_misses");
}

}  // namespace

void read_identifier(const std::string& name, const io::YamlNode& root, model::Catalogue& into, Diagnostics& out) {
  MapReader map(root, "identifier", out);
  if (!map.usable()) return;
  model::Identifier identifier;
  identifier.id = name;
  identifier.where = root.where;
  identifier.places = places_of(root);
  const std::string written = map.require_text("identifier");
  if (!written.empty() && written != name) {
    out.error(identifier.places.at("identifier"), "wrong_id", "the file is named \"" + name + "\" and says \"" + truncate(written, 60) + "\"",
              "others refer to it by the file's name", "write identifier: " + name);
  }
  identifier.title = map.local_text("title");
  map.require("group");
  identifier.group = map.one_of<model::Group>("group", model::parse_group, model::group_names(), model::Group::reference);
  map.require("sensitivity");
  identifier.sensitivity = map.one_of<model::Sensitivity>("sensitivity", model::parse_sensitivity, model::sensitivity_names(), model::Sensitivity::none);
  identifier.links_person = map.boolean("links_person", false);
  identifier.categories = read_categories(map);
  identifier.validator = map.text("validator");
  read_words_and_examples(map, identifier);
  read_mask(map, identifier);
  identifier.basis = read_basis(map, "basis");
  identifier.verified = map.boolean("verified", true);
  map.finish();
  into.identifiers[name] = std::move(identifier);
}

}  // namespace lp::spec
