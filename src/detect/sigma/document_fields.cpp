#include "detect/sigma/document_fields.h"

#include "base/text.h"

namespace lp::detect::sigma {

std::string text_of(const io::YamlNode& map, std::string_view key) {
  const io::YamlNode* node = map.find(key);
  return node != nullptr && node->is_scalar() ? node->text : std::string{};
}

std::vector<std::string> texts_of(const io::YamlNode& map, std::string_view key) {
  std::vector<std::string> out;
  const io::YamlNode* node = map.find(key);
  if (node == nullptr) return out;
  if (node->is_scalar()) out.push_back(node->text);
  for (const io::YamlNode& item : node->items) {
    if (item.is_scalar()) out.push_back(item.text);
  }
  return out;
}

Logsource logsource_of(const io::YamlNode& map) {
  const io::YamlNode* node = map.find("logsource");
  if (node == nullptr || !node->is_map()) return {};
  return {to_lower_ascii(text_of(*node, "product")), to_lower_ascii(text_of(*node, "category")), to_lower_ascii(text_of(*node, "service"))};
}

}  // namespace lp::detect::sigma
