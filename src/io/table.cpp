#include "io/table.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace lp::io {

std::string number_text(double v) {
  char buffer[64];
  const bool integral = std::nearbyint(v) == v && std::abs(v) < 1e15;
  const auto end = integral ? std::to_chars(buffer, buffer + sizeof buffer, static_cast<std::int64_t>(v))
                            : std::to_chars(buffer, buffer + sizeof buffer, v);
  return {buffer, end.ptr};
}

Cell Cell::of_number(double v) { return {.text = number_text(v), .kind = CellKind::number, .number = v}; }

Cell Cell::of_date(Date d) { return {.text = to_string(d), .kind = CellKind::date, .date = d}; }

bool Row::blank() const {
  return std::all_of(cells.begin(), cells.end(), [](const Cell& c) { return c.empty() || c.merged; });
}

}  // namespace lp::io
