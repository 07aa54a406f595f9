#pragma once
// Parts of the reader of specs/match/priority. Internal to match/findings.

#include <filesystem>
#include <optional>
#include <string>

#include "io/yaml.h"
#include "match/findings/priority.h"

namespace lp::match {

// Errors go to `out`; the table is to be used only when there are none.
DecisionTable read_decision_table(std::string id, const io::YamlNode& root, Diagnostics& out);
void read_priority_levels(const io::YamlNode& root, PriorityRules& rules, Diagnostics& out);
std::optional<io::YamlNode> read_priority_file(const std::filesystem::path& specs, const std::string& name, Diagnostics& out);

}  // namespace lp::match
