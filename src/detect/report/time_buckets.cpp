#include "detect/report/time_buckets.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"

namespace lp::detect {
namespace {

constexpr std::int64_t minute = 60'000'000, hour = 60 * minute, day = 24 * hour, week = 7 * day;
constexpr std::int64_t china = 8 * hour;
// 1970-01-01 was a Thursday: what moves weeks to Mondays, and is whole days.
constexpr std::int64_t to_monday = 3 * day;

std::int64_t step_for(std::int64_t span) {
  if (span <= 4 * hour) return 10 * minute;
  if (span <= 3 * day) return hour;
  if (span <= 120 * day) return day;
  const std::int64_t weeks = span / week + 1, most = static_cast<std::int64_t>(most_buckets) - 1;
  return week * ((weeks + most - 1) / most);
}

std::int64_t start_of(std::int64_t time, std::int64_t step) {
  const std::int64_t shifted = time + china + to_monday;
  const std::int64_t whole = shifted / step - (shifted % step < 0 ? 1 : 0);
  return whole * step - china - to_monday;
}

}  // namespace

TimeBuckets bucket_by_time(const std::vector<AlertBegin>& alerts) {
  TimeBuckets out;
  std::int64_t first = no_time, last = no_time;
  for (const AlertBegin& alert : alerts) {
    if (alert.time == no_time) {
      ++out.without_time;
      continue;
    }
    first = first == no_time ? alert.time : std::min(first, alert.time);
    last = std::max(last, alert.time);
  }
  if (first == no_time) return out;
  out.step = step_for(last - first);
  const std::int64_t start = start_of(first, out.step);
  out.buckets.resize(static_cast<std::size_t>((last - start) / out.step + 1));
  for (std::size_t i = 0; i < out.buckets.size(); ++i) out.buckets[i].start = start + static_cast<std::int64_t>(i) * out.step;
  for (const AlertBegin& alert : alerts)
    if (alert.time != no_time) ++out.buckets[static_cast<std::size_t>((alert.time - start) / out.step)].alerts[static_cast<std::size_t>(alert.severity)];
  return out;
}

LocalText TimeBuckets::step_text() const {
  if (step < hour) return {"10 分钟", "10 minutes"};
  if (step == hour) return {"小时", "hour"};
  if (step == day) return {"天", "day"};
  if (step == week) return {"周", "week"};
  return {fmt::format("{} 周", step / week), fmt::format("{} weeks", step / week)};
}

std::string TimeBuckets::label(std::size_t bucket) const {
  const std::string text = china_time_text(buckets[bucket].start);
  return step < day ? text : text.substr(0, 10);
}

std::string china_time_text(std::int64_t time) {
  if (time == no_time) return {};
  const std::string full = to_string(Timestamp(time));
  return full.substr(0, 10) + " " + full.substr(11, 5);
}

}  // namespace lp::detect
