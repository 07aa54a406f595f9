#pragma once
// Dates and instants. Instants are microseconds since 1970-01-01 UTC; legal dates are civil
// dates in China Standard Time (UTC+8, no daylight saving since 1991), and never shift.

#include <atomic>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lp {

class Timestamp {
 public:
  constexpr Timestamp() = default;
  constexpr explicit Timestamp(std::int64_t micros) : micros_(micros) {}
  constexpr std::int64_t micros() const { return micros_; }
  constexpr auto operator<=>(const Timestamp&) const = default;
  constexpr Timestamp plus_seconds(std::int64_t s) const { return Timestamp(micros_ + s * 1'000'000); }

 private:
  std::int64_t micros_ = 0;
};
std::string to_string(Timestamp t);  // "2024-07-15T09:30:00+08:00"
Result<Timestamp> parse_timestamp(std::string_view text);  // RFC 3339; zone required

// A civil date, proleptic Gregorian, years 1900 to 2200.
class Date {
 public:
  constexpr Date() = default;
  static constexpr Date from_days(std::int32_t days_since_epoch) { Date d; d.days_ = days_since_epoch; return d; }
  static Result<Date> from_ymd(int year, int month, int day);  // refuses 2024-02-30
  constexpr std::int32_t days() const { return days_; }
  int year() const;
  int month() const;
  int day() const;
  int weekday() const;  // 1 = Monday … 7 = Sunday
  constexpr Date plus_days(std::int32_t n) const { return from_days(days_ + n); }
  Date plus_months(int n) const;  // 31 January + 1 month = last day of February
  constexpr auto operator<=>(const Date&) const = default;

 private:
  std::int32_t days_ = 0;
};
std::string to_string(Date d);                    // "2024-07-31"
Result<Date> parse_date(std::string_view text);   // strictly YYYY-MM-DD
// What people type in sheets: 2024/7/1, 2024.7.1, 2024年7月1日, 20240701, YYYY-M-D. Refuses impossible dates.
Result<Date> parse_date_lenient(std::string_view text);
Date date_in_china(Timestamp t);
Timestamp start_of_day_in_china(Date d);

// Where "now" comes from. Implementations are thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;
  Date today() const { return date_in_china(now()); }
};
class SystemClock final : public Clock {
 public:
  Timestamp now() const override;
};
class FakeClock final : public Clock {
 public:
  explicit FakeClock(Timestamp start) : micros_(start.micros()) {}
  Timestamp now() const override { return Timestamp(micros_.load()); }
  void set(Timestamp t) { micros_.store(t.micros()); }
  void advance_seconds(std::int64_t s) { micros_.fetch_add(s * 1'000'000); }
  void advance_days(std::int64_t d) { advance_seconds(d * 86'400); }

 private:
  std::atomic<std::int64_t> micros_;
};
// Runs at real speed from a chosen start: the example province opens in mid-July 2024.
class OffsetClock final : public Clock {
 public:
  explicit OffsetClock(Timestamp start);
  Timestamp now() const override;

 private:
  std::int64_t offset_micros_;
};

}  // namespace lp
