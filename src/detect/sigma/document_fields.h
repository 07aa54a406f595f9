#pragma once
// The plain entries of a Sigma document: texts and lists of texts.

#include <string>
#include <string_view>
#include <vector>

#include "detect/routes.h"
#include "io/yaml.h"

namespace lp::detect::sigma {

// Empty when absent or no scalar.
std::string text_of(const io::YamlNode& map, std::string_view key);
// A scalar is a list of one.
std::vector<std::string> texts_of(const io::YamlNode& map, std::string_view key);
// product, category, service in lower case; further entries do not route.
Logsource logsource_of(const io::YamlNode& map);

}  // namespace lp::detect::sigma
