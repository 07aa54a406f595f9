#pragma once
// For the database readers: the cells of the row at hand, and the columns a caller asked for.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "io/database.h"

namespace lp::io {

class RowBuffer {
 public:
  explicit RowBuffer(std::size_t columns) : cells_(columns), nulls_(columns / 64 + 1, 0) {}
  std::size_t size() const { return cells_.size(); }
  void set(std::size_t column, std::string_view cell) {
    cells_[column] = cell;
    nulls_[column / 64] &= ~(std::uint64_t{1} << (column % 64));
  }
  void set_null(std::size_t column) {
    cells_[column] = {};
    nulls_[column / 64] |= std::uint64_t{1} << (column % 64);
  }
  bool pass_to(const ForeignRowFn& row) const { return row(cells_, NullMask(nulls_)); }

 private:
  std::vector<std::string_view> cells_;
  std::vector<std::uint64_t> nulls_;
};

// The columns to read, in order; not_found for a name the table lacks, invalid when there is none.
Result<std::vector<ForeignColumn>> chosen_columns(const ForeignTable& table, const ReadOptions& options);

// `name` between `quote`s, a quote inside doubled. invalid when it holds a NUL.
Result<std::string> quoted_name(std::string_view name, char quote);

// The quoted names of `columns`, separated by commas.
Result<std::string> quoted_list(const std::vector<ForeignColumn>& columns, char quote);

// "schema"."name", or "name" without a schema.
Result<std::string> quoted_table(const ForeignTable& table, char quote);

// The least of limit and `most`, 0 standing for none on both sides.
std::int64_t least_limit(std::int64_t limit, std::int64_t most);

}  // namespace lp::io
