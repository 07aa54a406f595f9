#pragma once
// Sigma documents from YAML: rules, filters and correlation rules, several in a file separated by "---".
//
// A document with an error is left out and reported with file and line; all others are read. Of two with one id the first
// stays. Folders are read recursively, files in the order of their names, so the same folder gives the same RuleSet.

#include <filesystem>
#include <string_view>

#include "base/diagnostics.h"
#include "base/result.h"
#include "detect/sigma/item_reader.h"
#include "detect/sigma/rule.h"

namespace lp::detect::sigma {

struct ReadOptions {
  const Placeholders* placeholders = nullptr;  // for `|expand`; null: rules with placeholders are refused
  std::size_t max_file_bytes = 8u << 20;
};

// Adds to `set`; `file` names the text in diagnostics.
void read_rules(std::string_view text, std::string_view file, const ReadOptions& options, RuleSet& set, Diagnostics& out);

// A file, or every .yml and .yaml below a folder. Fails when `path` is not there; unreadable files in it are diagnostics.
Status load_rules(const std::filesystem::path& path, const ReadOptions& options, RuleSet& set, Diagnostics& out);

}  // namespace lp::detect::sigma
