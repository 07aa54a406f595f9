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
    for (const model::Option& entry : taxonomy.entries) {
      if (entry.parent.empty()) continue;
      if (taxonomy.find(entry.parent) == nullptr) lint.unknown(taxonomy.where, "parent", "code \"" + entry.code + "\"", entry.parent, codes);
      if (!in_cycle(taxonomy, entry)) continue;
      lint.out.error(taxonomy.where, "parent_cycle", "code \"" + entry.code + "\" is its own ancestor", "the tree has no root there", "correct parent");
    }
  }
}

}  // namespace lp::spec
