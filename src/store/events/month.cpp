#include "store/events/month.h"

#include <fmt/format.h>

#include <chrono>

namespace lp::store {

std::int32_t month_of(std::int64_t micros) {
  using namespace std::chrono;
  const year_month_day date{floor<days>(sys_time<microseconds>{microseconds(micros)})};
  return (static_cast<int>(date.year()) - 1970) * 12 + static_cast<int>(static_cast<unsigned>(date.month())) - 1;
}

std::int64_t month_start(std::int32_t month) {
  using namespace std::chrono;
  const sys_days day{(year(1970) / January / 1) + months(month)};
  return duration_cast<microseconds>(day.time_since_epoch()).count();
}

std::string month_name(std::int32_t month) {
  const std::int32_t years = month >= 0 ? month / 12 : (month - 11) / 12;
  return fmt::format("{:04}-{:02}", 1970 + years, month - years * 12 + 1);
}

std::optional<std::int32_t> parse_month(std::string_view name) {
  if (name.size() != 7 || name[4] != '-') return std::nullopt;
  int digits[6];
  for (int i = 0, at = 0; i < 7; ++i) {
    if (i == 4) continue;
    if (name[static_cast<std::size_t>(i)] < '0' || name[static_cast<std::size_t>(i)] > '9') return std::nullopt;
    digits[at++] = name[static_cast<std::size_t>(i)] - '0';
  }
  const int year = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3], month = digits[4] * 10 + digits[5];
  if (month < 1 || month > 12) return std::nullopt;
  return (year - 1970) * 12 + month - 1;
}

}  // namespace lp::store
