#pragma once
// Proposals of a level by what was found (specs/levels). GB/T 43697-2024 and its sector rules as far as bytes can tell.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "base/local_text.h"
#include "base/result.h"
#include "discover/result.h"

namespace lp::discover {

// Object harmed × degree of harm → level (GB/T 43697-2024), of specs/levels/matrix.yaml.
class GradingMatrix {
 public:
  void set(std::string object, std::string degree, Level level) { levels_[{std::move(object), std::move(degree)}] = level; }
  std::optional<Level> level_of(const std::string& object, const std::string& degree) const {
    const auto found = levels_.find({object, degree});
    return found == levels_.end() ? std::nullopt : std::optional(found->second);
  }
  std::size_t size() const { return levels_.size(); }

 private:
  std::map<std::pair<std::string, std::string>, Level> levels_;
};

struct LevelRule {
  std::string id;
  LocalText title;
  Level level = Level::general;
  std::string object, degree;     // of the harm the level follows from; empty: the rule names the level
  std::vector<std::string> kinds, all_kinds;
  std::string sensitivity;
  std::uint64_t persons = 0, distinct = 0;
  bool verified = false;
};

// The matrix alone. Cells that cannot be read are reported and left out.
Result<GradingMatrix> load_grading_matrix(const std::filesystem::path& specs, Diagnostics& out);
// Sorted by id; levels of rules that name a harm are those of the matrix. Bad files are reported and left out; error when the folder cannot be read.
Result<std::vector<LevelRule>> load_level_rules(const std::filesystem::path& specs, Diagnostics& out);
// Sets level and level_rule of the document; of several rules with the highest level the verified one, else the first.
void propose_level(const std::vector<LevelRule>& rules, Document& document);

}  // namespace lp::discover
