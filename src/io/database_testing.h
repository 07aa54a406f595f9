#pragma once
// For the tests of the database readers.

#include <optional>
#include <string>
#include <vector>

#include "io/database.h"

namespace lp::io::testing {

struct ReadBack {
  std::vector<std::vector<std::optional<std::string>>> rows;  // a missing cell was NULL
  Status status;
  // "a|1|NULL" a row
  std::vector<std::string> lines() const {
    std::vector<std::string> out;
    for (const auto& row : rows) {
      std::string& line = out.emplace_back();
      for (std::size_t c = 0; c < row.size(); ++c) line += (c == 0 ? "" : "|") + row[c].value_or("NULL");
    }
    return out;
  }
};

inline ReadBack read_back(ForeignDatabase& db, const ForeignTable& table, const ReadOptions& options = {}) {
  ReadBack out;
  out.status = db.read(table, options, [&](std::span<const std::string_view> cells, NullMask nulls) {
    auto& row = out.rows.emplace_back();
    for (std::size_t c = 0; c < cells.size(); ++c) row.push_back(nulls[c] ? std::nullopt : std::optional(std::string(cells[c])));
    return true;
  });
  return out;
}

// The table of that name; one without columns when there is none.
inline ForeignTable find_table(const std::vector<ForeignTable>& tables, std::string_view name) {
  for (const ForeignTable& t : tables) {
    if (t.name == name) return t;
  }
  return {};
}

}  // namespace lp::io::testing
