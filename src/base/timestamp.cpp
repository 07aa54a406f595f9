#include <fmt/format.h>

#include <chrono>

#include "base/text.h"
#include "base/time.h"

namespace lp {
namespace {

constexpr std::int64_t day_micros = 86'400'000'000;
constexpr std::int64_t china_offset_micros = 8 * 3'600'000'000LL;

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

int two_digits(std::string_view s, std::size_t at) {
  if (at + 2 > s.size()) return -1;
  const char a = s[at], b = s[at + 1];
  return (a < '0' || a > '9' || b < '0' || b > '9') ? -1 : (a - '0') * 10 + (b - '0');
}

Error bad_timestamp(std::string_view text) {
  return make_error(Errc::invalid, fmt::format("not a time: \"{}\"", truncate(text, 40)),
                    "write it as 2024-07-15T09:30:00+08:00");
}

// ".123456" → micros; `at` moves past it. Digits past the sixth are dropped.
std::int64_t read_fraction(std::string_view text, std::size_t& at) {
  std::int64_t micros = 0, unit = 100'000;
  for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, unit /= 10) micros += (text[at] - '0') * unit;
  return micros;
}

}  // namespace

std::string to_string(Timestamp t) {
  const std::int64_t local = t.micros() + china_offset_micros;
  const std::int64_t day = floor_div(local, day_micros);
  const std::int64_t second = (local - day * day_micros) / 1'000'000;
  return fmt::format("{}T{:02}:{:02}:{:02}+08:00", to_string(Date::from_days(static_cast<std::int32_t>(day))),
                     second / 3600, second / 60 % 60, second % 60);
}

Result<Timestamp> parse_timestamp(std::string_view text) {
  if (text.size() < 20 || (text[10] != 'T' && text[10] != ' ') || text[13] != ':' || text[16] != ':') {
    return bad_timestamp(text);
  }
  LP_TRY(const Date date, parse_date(text.substr(0, 10)));
  const int hour = two_digits(text, 11), minute = two_digits(text, 14), second = two_digits(text, 17);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return bad_timestamp(text);
  std::int64_t micros = date.days() * day_micros + (hour * 3600LL + minute * 60 + second) * 1'000'000;
  std::size_t at = 19;
  if (text[at] == '.') micros += read_fraction(text, at);
  if (text.substr(at) == "Z") return Timestamp(micros);
  if (text.size() != at + 6 || (text[at] != '+' && text[at] != '-') || text[at + 3] != ':') return bad_timestamp(text);
  const int zone_hour = two_digits(text, at + 1), zone_minute = two_digits(text, at + 4);
  if (zone_hour < 0 || zone_hour > 14 || zone_minute < 0 || zone_minute > 59) return bad_timestamp(text);
  const std::int64_t zone = (zone_hour * 3600LL + zone_minute * 60) * 1'000'000;
  return Timestamp(text[at] == '+' ? micros - zone : micros + zone);
}

Date date_in_china(Timestamp t) {
  return Date::from_days(static_cast<std::int32_t>(floor_div(t.micros() + china_offset_micros, day_micros)));
}

Timestamp start_of_day_in_china(Date d) { return Timestamp(d.days() * day_micros - china_offset_micros); }

Timestamp SystemClock::now() const {
  return Timestamp(std::chrono::duration_cast<std::chrono::microseconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count());
}

OffsetClock::OffsetClock(Timestamp start) : offset_micros_(start.micros() - SystemClock().now().micros()) {}
Timestamp OffsetClock::now() const { return Timestamp(SystemClock().now().micros() + offset_micros_); }

}  // namespace lp
