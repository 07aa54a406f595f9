#include <algorithm>

#include "base/check.h"
#include "match/findings/priority.h"

namespace lp::match {
namespace {

// All completions of `values` from input `at` on.
void widen(const DecisionTable& table, std::span<const int> values, std::size_t at, std::size_t row, std::pair<std::size_t, std::size_t>& range) {
  if (at == table.inputs.size()) {
    range.first = std::min<std::size_t>(range.first, table.rows[row]);
    range.second = std::max<std::size_t>(range.second, table.rows[row]);
    return;
  }
  const std::size_t radix = table.inputs[at].values.size();
  if (values[at] >= 0) return widen(table, values, at + 1, row * radix + static_cast<std::size_t>(values[at]), range);
  for (std::size_t value = 0; value < radix; ++value) widen(table, values, at + 1, row * radix + value, range);
}

}  // namespace

std::pair<std::size_t, std::size_t> DecisionTable::decide(std::span<const int> values) const {
  LP_CHECK(values.size() == inputs.size());
  if (!decided.empty()) {
    std::size_t at = 0;
    for (std::size_t i = 0; i < values.size(); ++i) at = at * (inputs[i].values.size() + 1) + static_cast<std::size_t>(values[i] + 1);
    return decided[at];
  }
  std::pair<std::size_t, std::size_t> range{outcomes.size(), 0};
  widen(*this, values, 0, 0, range);
  return range;
}

}  // namespace lp::match
