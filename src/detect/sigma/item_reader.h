#pragma once
// One line of a selection, `field|modifiers: values`, as tests.

#include <map>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "detect/sigma/rule.h"
#include "io/yaml.h"

namespace lp::detect::sigma {

// What `|expand` puts for %name%; values may hold wildcards.
using Placeholders = std::map<std::string, std::vector<std::string>, std::less<>>;

struct ReadContext {
  const Placeholders* placeholders = nullptr;  // null: rules with placeholders are refused
  Diagnostics& out;
  std::vector<Test>& tests;
};

// false: an error was reported. `key` is empty for keywords.
bool read_item(const std::string& key, const SourceRef& where, const io::YamlNode& value, ReadContext& context, Expr& expr);
// What a search identifier stands for: a map (and), a list (or), a keyword.
bool read_detection(const io::YamlNode& node, ReadContext& context, Expr& expr);

}  // namespace lp::detect::sigma
