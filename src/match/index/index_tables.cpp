#include "match/index/index_tables.h"

#include <algorithm>

namespace lp::match {

std::uint32_t IndexTables::find_package(std::string_view package_text) const {
  const std::uint64_t hash = index_hash(package_text);
  const std::size_t stretch = hash >> package_shift;
  for (std::uint32_t p = package_index[stretch]; p < package_index[stretch + 1]; ++p)
    if (packages[p].hash == hash && text(packages[p].key) == package_text) return p;
  return none;
}

std::uint32_t IndexTables::place_of(const IndexTable& table, std::string_view key) const {
  std::uint32_t low = 0, high = table.keys;  // the first key that is not below
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2, at = table.first_key + middle;
    const int order = keys.substr(key_places[at], key_places[at + 1] - key_places[at]).compare(key);
    if (order == 0) return 2 * middle + 2;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return 2 * low + 1;
}

}  // namespace lp::match
