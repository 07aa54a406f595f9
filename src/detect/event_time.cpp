#include "detect/event_time.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

namespace lp::detect {
namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t day = 86'400 * second;

constexpr bool digit(char c) { return c >= '0' && c <= '9'; }

// Reads a time from left to right; after a failure every further step fails too.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}
  bool good() const { return good_; }
  bool done() const { return rest_.empty(); }
  char peek() const { return rest_.empty() ? '\0' : rest_[0]; }
  std::string_view rest() const { return rest_; }
  void skip(std::size_t n) { rest_.remove_prefix(n < rest_.size() ? n : rest_.size()); }
  void skip_blanks() { while (peek() == ' ') skip(1); }
  bool accept(char c) {
    if (peek() != c) return false;
    skip(1);
    return true;
  }
  void expect(char c) { good_ = accept(c) && good_; }
  int number(int least_digits, int most_digits) {
    int value = 0, n = 0;
    while (n < most_digits && digit(peek())) {
      value = value * 10 + (rest_[0] - '0');
      skip(1);
      ++n;
    }
    good_ = good_ && n >= least_digits;
    return value;
  }
  int month_name();
  std::int64_t clock();     // HH:MM:SS and a fraction, in microseconds
  std::int64_t fraction();  // ".123456789", in microseconds; 0 when there is none
  std::int64_t zone(int otherwise);  // of "Z", "+08:00", "+0800", "+08", " UTC", "": microseconds to take off

 private:
  std::string_view rest_;
  bool good_ = true;
};

int Reader::month_name() {
  static constexpr std::string_view names = "JanFebMarAprMayJunJulAugSepOctNovDec";
  if (rest_.size() >= 3)
    for (int m = 0; m < 12; ++m)
      if (rest_.substr(0, 3) == names.substr(static_cast<std::size_t>(m) * 3, 3)) {
        skip(3);
        return m + 1;
      }
  good_ = false;
  return 1;
}

std::int64_t Reader::fraction() {
  if ((peek() != '.' && peek() != ',') || rest_.size() < 2 || !digit(rest_[1])) return 0;
  skip(1);
  std::int64_t micros = 0, unit = 100'000;
  for (; digit(peek()); skip(1), unit /= 10) micros += unit * (rest_[0] - '0');
  return micros;
}

std::int64_t Reader::clock() {
  const int hour = number(1, 2);
  expect(':');
  const int minute = number(2, 2);
  int secs = 0;
  if (accept(':')) secs = number(2, 2);
  if (secs == 60) secs = 59;
  good_ = good_ && hour < 24 && minute < 60 && secs < 60;
  return ((hour * 60 + minute) * 60 + secs) * second + fraction();
}

std::int64_t Reader::zone(int otherwise) {
  skip_blanks();
  if (done()) return otherwise * 60 * second;
  if (accept('Z') || accept('z')) return 0;
  if (rest_.starts_with("UTC") || rest_.starts_with("GMT")) {
    skip(3);
    return 0;
  }
  const bool minus = peek() == '-';
  if (!minus && peek() != '+') {
    good_ = false;
    return 0;
  }
  skip(1);
  const int hours = number(2, 2);
  accept(':');
  const int minutes = digit(peek()) ? number(2, 2) : 0;
  good_ = good_ && hours < 24 && minutes < 60;
  return (minus ? -1 : 1) * std::int64_t{hours * 60 + minutes} * 60 * second;
}

std::int64_t assemble(Reader& in, int year, int month, int date, std::int64_t clock, std::int64_t zone) {
  in.skip_blanks();
  const bool sound = in.good() && in.done() && year >= 1601 && year <= 9999 && month >= 1 && month <= 12 && date >= 1 && date <= 31;
  return sound ? days_of(year, month, date) * day + clock - zone : no_time;
}

// The layout most logs write, "2024-06-27T14:53:20.123456+0800", without asking what every character may be; no_time when it
// is another one, or no time.
std::int64_t plain_iso(std::string_view text) {
  if (text.size() < 24) return no_time;
  const char* const p = text.data();
  bool sound = p[4] == '-' && p[7] == '-' && (p[10] == 'T' || p[10] == ' ') && p[13] == ':' && p[16] == ':' && p[19] == '.';
  const auto two = [&](std::size_t at) {
    const unsigned tens = static_cast<unsigned char>(p[at] - '0'), ones = static_cast<unsigned char>(p[at + 1] - '0');
    sound = sound && tens < 10 && ones < 10;
    return static_cast<int>(tens * 10 + ones);
  };
  const int year = two(0) * 100 + two(2), month = two(5), date = two(8), hour = two(11), minute = two(14), secs = two(17);
  if (!sound || year < 1601 || month < 1 || month > 12 || date < 1 || date > 31 || hour > 23 || minute > 59 || secs > 59) return no_time;
  std::size_t at = 20;
  std::int64_t micros = 0, unit = 100'000;
  for (; at < text.size() && digit(p[at]); ++at, unit /= 10) micros += unit * (p[at] - '0');
  std::int64_t zone = 0;
  const std::size_t left = text.size() - at;
  if (left == 5 && (p[at] == '+' || p[at] == '-')) {
    const int hours = two(at + 1), minutes = two(at + 3);
    if (!sound || hours > 23 || minutes > 59) return no_time;
    zone = (p[at] == '-' ? -1 : 1) * std::int64_t{hours * 60 + minutes} * 60 * second;
  } else if (left != 1 || p[at] != 'Z') {
    return no_time;
  }
  return days_of(year, month, date) * day + ((hour * 60 + minute) * 60 + secs) * second + micros - zone;
}

std::int64_t iso(std::string_view text, const TimeReading& reading) {
  Reader in(text);
  const int year = in.number(4, 4);
  const char separator = in.peek();
  in.skip(1);
  const int month = in.number(1, 2);
  in.expect(separator);
  const int date = in.number(1, 2);
  if (in.done()) return assemble(in, year, month, date, 0, reading.zone_minutes * 60 * second);
  if (!in.accept('T') && !in.accept('t')) in.expect(' ');
  in.skip_blanks();
  const std::int64_t clock = in.clock();
  const std::int64_t zone = in.zone(reading.zone_minutes);
  return assemble(in, year, month, date, clock, zone);
}

// 10/Oct/2000:13:55:36 -0700, 15-Nov-2024 10:00:00.123, 15 Nov 2024 10:00:00
std::int64_t day_month_name(std::string_view text, const TimeReading& reading) {
  Reader in(text);
  const int date = in.number(1, 2);
  in.skip(1);
  const int month = in.month_name();
  in.skip(1);
  const int year = in.number(4, 4);
  if (!in.accept(':')) in.expect(' ');
  const std::int64_t clock = in.clock();
  const std::int64_t zone = in.zone(reading.zone_minutes);
  return assemble(in, year, month, date, clock, zone);
}

// Oct  1 13:55:36, Oct  1 2024 13:55:36
std::int64_t month_name_day(std::string_view text, const TimeReading& reading) {
  Reader in(text);
  const int month = in.month_name();
  in.skip_blanks();
  const int date = in.number(1, 2);
  in.expect(' ');
  int year = 0;
  if (in.rest().size() > 5 && in.rest()[4] == ' ') {
    year = in.number(4, 4);
    in.expect(' ');
  }
  const std::int64_t clock = in.clock();
  const std::int64_t zone = in.zone(reading.zone_minutes);
  if (year != 0) return assemble(in, year, month, date, clock, zone);
  if (reading.reference == no_time) return no_time;
  const int near = year_of(reading.reference / day);
  std::int64_t best = no_time, distance = 0;
  for (int y = near - 1; y <= near + 1; ++y) {
    const std::int64_t time = assemble(in, y, month, date, clock, zone);
    if (time == no_time) return no_time;
    const std::int64_t off = std::abs(time - reading.reference);
    if (best == no_time || off < distance) best = time, distance = off;
  }
  return best;
}

// 5/1/2020 10:02:26 PM, 05/01/2020 22:02:26
std::int64_t month_first(std::string_view text, const TimeReading& reading) {
  Reader in(text);
  const int month = in.number(1, 2);
  in.expect('/');
  const int date = in.number(1, 2);
  in.expect('/');
  const int year = in.number(4, 4);
  in.expect(' ');
  std::int64_t clock = in.clock();
  in.skip_blanks();
  constexpr std::int64_t half_day = day / 2;
  if (in.rest().starts_with("PM") && clock < half_day) clock += half_day;
  if (in.rest().starts_with("AM") && clock >= half_day) clock -= half_day;
  if (in.rest().starts_with("PM") || in.rest().starts_with("AM")) in.skip(2);
  const std::int64_t zone = in.zone(reading.zone_minutes);
  return assemble(in, year, month, date, clock, zone);
}

std::int64_t number(std::string_view text) {
  const std::size_t dot = text.find('.');
  std::int64_t whole = 0;
  const std::string_view digits = text.substr(0, dot);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), whole);
  if (error != std::errc{} || end != digits.data() + digits.size()) return no_time;
  const std::int64_t time = epoch_time(whole);
  if (dot == text.npos || time == no_time || time != whole * second) return time;
  Reader in(text.substr(dot));
  const std::int64_t part = in.fraction();
  return in.done() || in.rest() == "." ? (text[0] == '-' ? time - part : time + part) : no_time;
}

}  // namespace

int year_of(std::int64_t days) {
  int year = 1970 + static_cast<int>(days / 366);
  while (days_of(year + 1, 1, 1) <= days) ++year;
  while (days_of(year, 1, 1) > days) --year;
  return year;
}

std::int64_t epoch_time(std::int64_t count) {
  constexpr std::int64_t windows_epoch = 11'644'473'600 * 10'000'000;  // 100 ns from 1601 to 1970
  if (count < 0) return count > -100'000'000'000 ? count * second : no_time;
  if (count < 100'000'000'000) return count * second;                  // until the year 5138
  if (count < 100'000'000'000'000) return count * 1000;
  if (count < 10'000'000'000'000'000) return count;
  if (count < 300'000'000'000'000'000) return count > windows_epoch ? (count - windows_epoch) / 10 : no_time;
  return count / 1000;
}

std::int64_t epoch_time(double count) {
  if (!(std::abs(count) < 9e18)) return no_time;
  if (std::abs(count) < 1e11) return static_cast<std::int64_t>(std::llround(count * 1e6));
  if (std::abs(count) < 1e14) return static_cast<std::int64_t>(std::llround(count * 1e3));
  return epoch_time(static_cast<std::int64_t>(count));
}

std::int64_t parse_time(std::string_view text, const TimeReading& reading) {
  if (const std::int64_t time = plain_iso(text); time != no_time) return time;
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (text.size() < 5 || text.size() > 64) return no_time;
  if (text.starts_with("/Date(") && text.ends_with(")/")) return number(text.substr(6, text.size() - 8));
  if (!digit(text[0])) return text[0] == '-' ? number(text) : month_name_day(text, reading);
  std::size_t digits = 1;
  while (digits < text.size() && digit(text[digits])) ++digits;
  if (digits == text.size() || text[digits] == '.') return number(text);
  if (digits == 4 && (text[4] == '-' || text[4] == '/')) return iso(text, reading);
  if (digits > 2 || digits + 1 >= text.size()) return no_time;
  return digit(text[digits + 1]) ? month_first(text, reading) : day_month_name(text, reading);
}

}  // namespace lp::detect
