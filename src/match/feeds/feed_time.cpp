
#include "match/feeds/json_fields.h"

namespace lp::match {
namespace {

// `size` digits at the start of `text`, which they are taken off; -1: none.
int take_digits(std::string_view& text, std::size_t size) {
  if (text.size() < size) return -1;
  int value = 0;
  for (std::size_t i = 0; i < size; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(size);
  return value;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

// Days since 1970-01-01 of the proleptic Gregorian calendar (H. Hinnant, days_from_civil).
std::int64_t days_of(int year, int month, int day) {
  const int y = month <= 2 ? year - 1 : year;
  const int era = y / 400;
  const int of_era = y - era * 400;
  const int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return std::int64_t{era} * 146'097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719'468;
}

struct DayTime {
  std::int64_t micros = 0;
  bool good = true;
};

DayTime take_day_time(std::string_view& text) {
  const int hour = take_digits(text, 2);
  if (hour < 0 || hour > 24 || !take(text, ':')) return {0, false};
  const int minute = take_digits(text, 2);
  if (minute < 0 || minute > 59) return {0, false};
  int second = 0;
  std::int64_t fraction = 0;
  if (take(text, ':')) {
    second = take_digits(text, 2);
    if (second < 0 || second > 60) return {0, false};
    if (take(text, '.'))
      for (std::int64_t unit = 100'000; !text.empty() && text[0] >= '0' && text[0] <= '9'; text.remove_prefix(1), unit /= 10) fraction += unit * (text[0] - '0');
  }
  return {(std::int64_t{hour} * 3600 + minute * 60 + second) * 1'000'000 + fraction, true};
}

// Minutes east of UTC; nullopt: no zone.
std::optional<int> take_zone(std::string_view& text) {
  take(text, ' ');
  if (text.empty() || text == "Z" || text == "z" || text == "UTC" || text == "GMT") return text = {}, 0;
  const int sign = text[0] == '-' ? -1 : 1;
  if (!take(text, '+') && !take(text, '-')) return std::nullopt;
  const int hours = take_digits(text, 2);
  take(text, ':');
  const int minutes = take_digits(text, 2);
  if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59 || !text.empty()) return std::nullopt;
  return sign * (hours * 60 + minutes);
}

}  // namespace

std::optional<Timestamp> feed_time(std::string_view text) {
  const int year = take_digits(text, 4);
  if (year < 1970 || year > 2200 || !take(text, '-')) return std::nullopt;
  const int month = take_digits(text, 2);
  if (month < 1 || month > 12 || !take(text, '-')) return std::nullopt;
  const int day = take_digits(text, 2);
  if (day < 1 || day > 31) return std::nullopt;
  const std::int64_t midnight = days_of(year, month, day) * 86'400'000'000;
  if (text.empty()) return Timestamp(midnight);
  if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) return std::nullopt;
  const DayTime time = take_day_time(text);
  if (!time.good) return std::nullopt;
  const auto zone = take_zone(text);
  if (!zone) return std::nullopt;
  return Timestamp(midnight + time.micros - std::int64_t{*zone} * 60'000'000);
}

}  // namespace lp::match
