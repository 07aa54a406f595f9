#pragma once
// The number a time holds (`|hour`, `|week`, …), as the value writes it: no conversion between time zones.
// Read are "2024-07-31T08:15:00.5+08:00" and the like (T or a space; fraction and zone may be missing), a bare date, and
// numbers as seconds or (from 10^12) milliseconds since 1970 UTC.

#include <cstdint>
#include <optional>
#include <string_view>

#include "detect/event.h"

namespace lp::detect::sigma {

enum class TimePart : std::uint8_t { minute, hour, day, week, month, year };

std::optional<std::int64_t> part_of(const Value& value, TimePart part);
std::optional<TimePart> parse_time_part(std::string_view name);

}  // namespace lp::detect::sigma
