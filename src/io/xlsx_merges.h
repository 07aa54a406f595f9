#pragma once
// Merged regions of a sheet. They stand after the rows in the file, so they are found in a pass
// of their own; while rows stream by, each cell of a region repeats its top left cell.

#include <vector>

#include "io/table.h"
#include "io/zip_reader.h"

namespace lp::io {

struct MergedRegion {
  std::int64_t first_row = 0, last_row = 0;  // 1-based
  int first_column = 0, last_column = 0;     // 0-based
};

// Keeps the first `max` regions, sorted by first row.
Result<std::vector<MergedRegion>> find_merged_regions(ByteSource& sheet_xml, std::size_t max = 100'000);

class MergeFiller {
 public:
  MergeFiller() = default;
  // `max_columns`: regions are filled up to there. `max_row_bytes`: the texts of a filled row together.
  MergeFiller(std::vector<MergedRegion> regions, int max_columns, std::size_t max_row_bytes)
      : regions_(std::move(regions)), max_columns_(max_columns), max_row_bytes_(max_row_bytes) {}
  // Rows must come in ascending order. too_large when the repeated texts exceed the row's bytes.
  Status fill(Row& row);

 private:
  struct Active {
    MergedRegion region;
    Cell value;
  };
  std::vector<MergedRegion> regions_;
  std::size_t next_ = 0;
  std::vector<Active> active_;
  int max_columns_ = 0;
  std::size_t max_row_bytes_ = 0;
};

}  // namespace lp::io
