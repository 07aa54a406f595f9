#include "detect/sigma/time_part.h"

#include <array>
#include <chrono>

namespace lp::detect::sigma {
namespace {

struct Moment {
  std::chrono::year_month_day date{};
  int hour = 0, minute = 0;
};

bool digits(std::string_view text, std::size_t at, std::size_t n, int& out) {
  if (at + n > text.size()) return false;
  out = 0;
  for (std::size_t i = at; i < at + n; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    out = out * 10 + (text[i] - '0');
  }
  return true;
}

std::optional<Moment> parse(std::string_view t) {
  int y = 0, m = 0, d = 0, second = 0;
  Moment out;
  if (!digits(t, 0, 4, y) || !digits(t, 5, 2, m) || !digits(t, 8, 2, d) || t[4] != '-' || t[7] != '-') return std::nullopt;
  out.date = std::chrono::year{y} / m / d;
  if (!out.date.ok()) return std::nullopt;
  if (t.size() == 10) return out;
  if (t.size() < 16 || (t[10] != 'T' && t[10] != 't' && t[10] != ' ') || t[13] != ':') return std::nullopt;
  if (!digits(t, 11, 2, out.hour) || !digits(t, 14, 2, out.minute) || out.hour > 23 || out.minute > 59) return std::nullopt;
  if (t.size() > 16 && t[16] == ':' && !digits(t, 17, 2, second)) return std::nullopt;
  return out;
}

std::optional<Moment> from_number(std::int64_t n) {
  if (n < 0 || n > 253'402'300'799'000) return std::nullopt;  // to the end of the year 9999, in milliseconds
  if (n > 1'000'000'000'000) n /= 1000;
  if (n > 253'402'300'799) return std::nullopt;
  const std::chrono::sys_seconds at{std::chrono::seconds{n}};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const auto seconds = (at - day).count();
  return Moment{day, static_cast<int>(seconds / 3600), static_cast<int>(seconds / 60 % 60)};
}

// ISO 8601: the week that has the year's first Thursday is its first.
int iso_week(std::chrono::year_month_day date) {
  using namespace std::chrono;  // NOLINT: local
  const sys_days day = date;
  const sys_days thursday = day + days{4 - static_cast<int>(weekday{day}.iso_encoding())};
  const year_month_day of{thursday};
  return static_cast<int>((thursday - sys_days{of.year() / January / 1}).count() / 7) + 1;
}

}  // namespace

std::optional<std::int64_t> part_of(const Value& value, TimePart part) {
  std::optional<Moment> m;
  if (value.kind == Kind::text) m = parse(value.text);
  if (value.kind == Kind::integer) m = from_number(value.integer);
  if (value.kind == Kind::real && value.real >= 0 && value.real < 1e15) m = from_number(static_cast<std::int64_t>(value.real));
  if (!m) return std::nullopt;
  switch (part) {
    case TimePart::minute: return m->minute;
    case TimePart::hour: return m->hour;
    case TimePart::day: return static_cast<unsigned>(m->date.day());
    case TimePart::week: return iso_week(m->date);
    case TimePart::month: return static_cast<unsigned>(m->date.month());
    case TimePart::year: return static_cast<int>(m->date.year());
  }
  return std::nullopt;
}

std::optional<TimePart> parse_time_part(std::string_view name) {
  static constexpr std::array<std::string_view, 6> names{"minute", "hour", "day", "week", "month", "year"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<TimePart>(i);
  }
  return std::nullopt;
}

}  // namespace lp::detect::sigma
