#pragma once
// Which row is the header and which column is which field, guessed. Pure functions.

#include <map>
#include <span>
#include <string>
#include <vector>

#include "io/table.h"
#include "model/catalogue.h"

namespace lp::service {

// Column index (0-based) → field name; columns not in it are not imported. The field `org`
// names the owning organisation by USCC, name or short name.
using Mapping = std::map<int, std::string>;
inline constexpr std::string_view org_column = "org";

struct ColumnGuess {
  int index = 0;
  std::string header;
  std::string field;             // empty = no guess
  double confidence = 0;         // 1 = the field's name or title, ≥ 0.5 is worth preselecting
  std::vector<std::string> samples;  // up to three values
};
struct MappingGuess {
  std::int64_t header_row = 0;   // Row::number; 0 = none found
  std::vector<ColumnGuess> columns;
  Mapping mapping() const;       // guesses with a field
};

// `head`: the first rows of the sheet (50 are plenty). Merged title rows above the header are
// skipped. `header_row` > 0 takes that row as header instead of guessing.
MappingGuess guess_mapping(const model::Kind& kind, const model::Catalogue& catalogue, std::span<const io::Row> head,
                           std::int64_t header_row = 0);

// 0 … 1: how well a header names a text ("系统名称*" and "系统名称" → 1).
double header_likeness(std::string_view header, std::string_view candidate);

}  // namespace lp::service
