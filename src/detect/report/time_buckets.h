#pragma once
// Alerts over time: how many began in each stretch, by severity. The stretch suits the span: ten minutes up to four hours, an
// hour up to three days, a day up to four months, else whole weeks, so that there are never more than `most_buckets`.
//
// Stretches begin at full hours, days and Mondays in China (UTC+8). Pure; any thread.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/local_text.h"
#include "detect/alert.h"

namespace lp::detect {

inline constexpr std::size_t most_buckets = 125;

struct TimeBucket {
  std::int64_t start = 0;                      // microseconds since 1970, UTC
  std::array<std::uint64_t, 5> alerts{};       // by Severity
};

struct TimeBuckets {
  std::int64_t step = 0;                       // microseconds; 0 = no alert has a time
  std::vector<TimeBucket> buckets;             // without gaps
  std::uint64_t without_time = 0;
  LocalText step_text() const;                 // 小时 / hour
  std::string label(std::size_t bucket) const; // "2024-07-31 10:00", "2024-07-31"
};

struct AlertBegin {
  std::int64_t time = no_time;
  Severity severity = Severity::informational;
};
TimeBuckets bucket_by_time(const std::vector<AlertBegin>& alerts);

// "2024-07-15 09:30" in China; empty for no_time.
std::string china_time_text(std::int64_t time);

}  // namespace lp::detect
