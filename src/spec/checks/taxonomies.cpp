#include <set>

#include "spec/checks.h"

namespace lp::spec {
namespace {

bool in_cycle(const model::Taxonomy& taxonomy, const model::Option& start) {
  std::set<std::string> seen{start.code};
  for (const model::Option* at = &start; at != nullptr && !at->parent.empty(); at = taxonomy.find(at->parent)) {
    if (!seen.insert(at->parent).second) return at->parent == start.code;
  }
  return false;
}

}  // namespace

void check_taxonomies(const Lint& lint) {
  for (const auto& [name, taxonomy] : lint.catalogue.taxonomies) {
    std::vector<std::string> codes;
    for (const model::Option& entry : taxonomy.entries) codes.push_back(entry.code);
    for (std::size_t i = 0; i < taxonomy.entries.size(); ++i) {
      const model::Option& entry = taxonomy.entries[i];
      const SourceRef where = taxonomy.places.at("entries[" + std::to_string(i) + "].parent");
      if (entry.parent.empty()) continue;
      if (taxonomy.find(entry.parent) == nullptr) lint.unknown(where, "parent", "code \"" + entry.code + "\"", entry.parent, codes);
      if (!in_cycle(taxonomy, entry)) continue;
      lint.out.error(where, "parent_cycle", "code \"" + entry.code + "\" is its own ancestor", "the tree has no root there", "correct parent");
    }
  }
}

}  // namespace lp::spec
