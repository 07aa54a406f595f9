#include <fmt/format.h>

#include <charconv>
#include <chrono>

#include "base/text.h"
#include "base/time.h"

namespace lp {
namespace {

std::chrono::year_month_day civil(Date d) {
  return std::chrono::year_month_day(std::chrono::sys_days(std::chrono::days(d.days())));
}

bool parse_int(std::string_view text, int& out) {
  if (text.empty()) return false;
  auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), out);
  return ec == std::errc() && end == text.data() + text.size();
}

Error bad_date(std::string_view text) {
  Error e = make_error(Errc::invalid, fmt::format("not a date: \"{}\"", truncate(text, 40)),
                       "write a date that exists as YYYY-MM-DD, such as 2024-07-31");
  e.message_zh = fmt::format("不是有效日期：“{}”", truncate(text, 40));
  return e;
}

// A day that does not exist is shown as it was written.
Result<Date> existing_day(int year, int month, int day, std::string_view text) {
  auto date = Date::from_ymd(year, month, day);
  if (!date) return bad_date(text);
  return date;
}

// 2024年7月1日, 2024/7/1, 2024.7.1 → 2024-7-1
std::string unify_separators(std::string_view text) {
  std::string s = to_half_width(trim(text));
  for (std::string_view mark : {"年", "月", "/", "."}) s = replace_all(s, mark, "-");
  for (std::string_view mark : {"日", "号"}) s = replace_all(s, mark, "");
  return s;
}

}  // namespace

Result<Date> Date::from_ymd(int year, int month, int day) {
  const std::chrono::year_month_day ymd{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                        std::chrono::day(static_cast<unsigned>(day))};
  if (year < 1900 || year > 2200 || month < 1 || day < 1 || !ymd.ok()) {
    return bad_date(fmt::format("{}-{}-{}", year, month, day));
  }
  return from_days(static_cast<std::int32_t>(std::chrono::sys_days(ymd).time_since_epoch().count()));
}

int Date::year() const { return static_cast<int>(civil(*this).year()); }
int Date::month() const { return static_cast<int>(static_cast<unsigned>(civil(*this).month())); }
int Date::day() const { return static_cast<int>(static_cast<unsigned>(civil(*this).day())); }
int Date::weekday() const {
  return static_cast<int>(std::chrono::weekday(std::chrono::sys_days(std::chrono::days(days_))).iso_encoding());
}

Date Date::plus_months(int n) const {
  auto ymd = civil(*this) + std::chrono::months(n);
  if (!ymd.ok()) ymd = ymd.year() / ymd.month() / std::chrono::last;
  return from_days(static_cast<std::int32_t>(std::chrono::sys_days(ymd).time_since_epoch().count()));
}

std::string to_string(Date d) {
  const auto ymd = civil(d);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                     static_cast<unsigned>(ymd.day()));
}

Result<Date> parse_date(std::string_view text) {
  int year = 0, month = 0, day = 0;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !parse_int(text.substr(0, 4), year) ||
      !parse_int(text.substr(5, 2), month) || !parse_int(text.substr(8, 2), day)) {
    return bad_date(text);
  }
  return existing_day(year, month, day, text);
}

Result<Date> parse_date_lenient(std::string_view text) {
  std::string s = unify_separators(text);
  if (auto cut = s.find_first_of(" T"); cut != std::string::npos) s.resize(cut);  // a time of day is dropped
  int year = 0, month = 0, day = 0;
  if (s.size() == 8 && parse_int(s, year)) return existing_day(year / 10000, year / 100 % 100, year % 100, text);
  const auto parts = split(s, '-');
  if (parts.size() != 3 || parts[0].size() != 4 || !parse_int(parts[0], year) || !parse_int(parts[1], month) ||
      !parse_int(parts[2], day)) {
    return bad_date(text);
  }
  return existing_day(year, month, day, text);
}

}  // namespace lp
