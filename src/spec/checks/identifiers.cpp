#include <algorithm>

#include "spec/checks.h"

namespace lp::spec {
namespace {

constexpr std::string_view tree_prefix = "data_classes_";

void check_collisions(const Lint& lint, const model::Identifier& identifier) {
  const SourceRef where = identifier.places.at("collisions");
  const std::vector<std::string> known = keys_of(lint.catalogue.identifiers);
  for (const std::string& other : identifier.collisions) {
    if (other == identifier.id) {
      lint.out.error(where, "own_collision", "identifier \"" + other + "\" collides with itself", {}, "name the others only");
    } else if (!lint.catalogue.identifiers.contains(other)) {
      lint.unknown(where, "identifier", "identifier \"" + identifier.id + "\"", other, known);
    }
  }
}

void check_categories(const Lint& lint, const model::Identifier& identifier) {
  for (const auto& [tree, code] : identifier.categories) {
    const SourceRef where = identifier.places.at("categories." + tree);
    const std::string user = "identifier \"" + identifier.id + "\"";
    const model::Taxonomy* taxonomy = lint.catalogue.taxonomy(std::string(tree_prefix) + tree);
    if (taxonomy == nullptr) {
      std::vector<std::string> trees;
      for (const auto& [name, other] : lint.catalogue.taxonomies) {
        if (name.starts_with(tree_prefix)) trees.push_back(name.substr(tree_prefix.size()));
      }
      lint.unknown(where, "category_tree", user, tree, trees);
    } else if (taxonomy->find(code) == nullptr) {
      std::vector<std::string> codes;
      for (const model::Option& o : taxonomy->entries) codes.push_back(o.code);
      lint.unknown(where, "category", user, code, codes);
    }
  }
}

void check_person(const Lint& lint, const model::Identifier& identifier) {
  if (!identifier.links_person || identifier.sensitivity != model::Sensitivity::none) return;
  lint.out.error(identifier.places.at("links_person"), "person_not_personal",
                 "identifier \"" + identifier.id + "\" names a person and has sensitivity none", "what names a person is personal information",
                 "write sensitivity: personal or sensitive, or links_person: false");
}

// Collisions are mutual in a loaded catalogue, so looking from one side is enough.
void check_shared_headers(const Lint& lint) {
  std::map<std::string, std::vector<const model::Identifier*>> owners;
  for (const auto& [id, identifier] : lint.catalogue.identifiers) {
    for (const std::string& header : identifier.headers) {
      std::vector<const model::Identifier*>& others = owners[header];
      for (const model::Identifier* other : others) {
        if (std::binary_search(identifier.collisions.begin(), identifier.collisions.end(), other->id)) continue;
        lint.out.error(identifier.places.at("headers"), "shared_header",
                       "header \"" + header + "\" belongs to \"" + other->id + "\" and \"" + id + "\"",
                       "a column of that name would be both", "keep it at one of them, or list the other under collisions");
      }
      others.push_back(&identifier);
    }
  }
}

}  // namespace

void check_identifiers(const Lint& lint) {
  for (const auto& [id, identifier] : lint.catalogue.identifiers) {
    check_collisions(lint, identifier);
    check_categories(lint, identifier);
    check_person(lint, identifier);
  }
  check_shared_headers(lint);
}

}  // namespace lp::spec
