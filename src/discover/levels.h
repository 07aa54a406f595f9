#pragma once
// Proposals of a level by what was found (specs/levels). GB/T 43697-2024 and its sector rules as far as bytes can tell.

#include <filesystem>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/local_text.h"
#include "base/result.h"
#include "discover/result.h"

namespace lp::discover {

struct LevelRule {
  std::string id;
  LocalText title;
  Level level = Level::general;
  std::vector<std::string> kinds, all_kinds;
  std::string sensitivity;
  std::uint64_t persons = 0, distinct = 0;
  bool verified = false;
};

// Sorted by id. Bad files are reported and left out; error when the folder cannot be read.
Result<std::vector<LevelRule>> load_level_rules(const std::filesystem::path& specs, Diagnostics& out);
// Sets level and level_rule of the document; of several rules with the highest level the verified one, else the first.
void propose_level(const std::vector<LevelRule>& rules, Document& document);

}  // namespace lp::discover
