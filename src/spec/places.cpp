#include "spec/places.h"

namespace lp::spec {
namespace {

void collect(const io::YamlNode& node, const std::string& path, SourceMap& into) {
  for (const io::YamlEntry& entry : node.entries) {
    const std::string name = path.empty() ? entry.key : path + "." + entry.key;
    const SourceRef& where = entry.value.is_scalar() ? entry.value.where : entry.where;
    into.add(name, where.line, where.column);
    collect(entry.value, name, into);
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const std::string name = path + "[" + std::to_string(i) + "]";
    into.add(name, node.items[i].where.line, node.items[i].where.column);
    collect(node.items[i], name, into);
  }
}

}  // namespace

SourceMap places_of(const io::YamlNode& root) {
  SourceMap places(root.where);
  collect(root, "", places);
  return places;
}

}  // namespace lp::spec
