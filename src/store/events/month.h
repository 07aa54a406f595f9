#pragma once
// Months of UTC as numbers and names: how event files are divided.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lp::store {

// Months since 1970-01; any time has one.
std::int32_t month_of(std::int64_t micros);
std::int64_t month_start(std::int32_t month);          // microseconds
std::string month_name(std::int32_t month);            // "2026-11"
std::optional<std::int32_t> parse_month(std::string_view name);

}  // namespace lp::store
