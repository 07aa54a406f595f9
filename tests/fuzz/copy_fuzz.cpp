// Any bytes as a line of PostgreSQL's COPY: no crash, cells within the line.
#include <cstdint>
#include <string>

#include "base/check.h"
#include "io/postgres_copy.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string line(reinterpret_cast<const char*>(data), size);
  const char* const begin = line.data();
  lp::io::RowBuffer row(3);
  const auto check = [&](std::span<const std::string_view> cells, lp::io::NullMask nulls) {
    for (std::size_t c = 0; c < cells.size(); ++c) {
      LP_CHECK(!nulls[c] || cells[c].empty());
      LP_CHECK(nulls[c] || (cells[c].data() >= begin && cells[c].data() + cells[c].size() <= begin + size));
    }
    return true;
  };
  if (lp::io::parse_copy_line(line, {false, true, false}, row)) row.pass_to(check);
  return 0;
}
