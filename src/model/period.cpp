#include "model/period.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <utility>

#include "base/check.h"
#include "base/text.h"

namespace lp::model {
namespace {

struct UnitName {
  std::string_view suffix;
  PeriodUnit unit;
  std::string_view zh, en;
};
// "wd" stands before "d": the longer suffix is tried first.
constexpr std::array<UnitName, 5> units{{
    {"wd", PeriodUnit::working_days, "个工作日", "working day"},
    {"h", PeriodUnit::hours, "小时", "hour"},
    {"d", PeriodUnit::days, "日", "day"},
    {"m", PeriodUnit::months, "个月", "month"},
    {"y", PeriodUnit::years, "年", "year"},
}};

const UnitName& name_of(PeriodUnit unit) {
  for (const UnitName& u : units) {
    if (u.unit == unit) return u;
  }
  raise_bug("name_of(unit)", "unknown period unit");
}

}  // namespace

Result<Period> parse_period(std::string_view text) {
  const std::string_view all = text;
  for (const UnitName& u : units) {
    if (text.size() <= u.suffix.size() || text.substr(text.size() - u.suffix.size()) != u.suffix) continue;
    const std::string_view digits = text.substr(0, text.size() - u.suffix.size());
    int amount = 0;
    const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), amount);
    if (ec == std::errc() && end == digits.data() + digits.size() && amount > -100'000 && amount < 100'000) {
      return Period{amount, u.unit};
    }
  }
  return make_error(Errc::invalid, fmt::format("not a period: \"{}\"", truncate(all, 40)),
                    "write 24h, 30d, 20wd (working days), 3m or 1y");
}

std::string to_string(const Period& p) { return fmt::format("{}{}", p.amount, name_of(p.unit).suffix); }

LocalText to_words(const Period& p) {
  const UnitName& u = name_of(p.unit);
  return {fmt::format("{}{}", p.amount, u.zh), fmt::format("{} {}{}", p.amount, u.en, p.amount == 1 ? "" : "s")};
}

void WorkCalendar::add_year(int year, std::set<Date> holidays, std::set<Date> make_up_days,
                            std::map<Date, LocalText> names) {
  years_.insert(year);
  holidays_.merge(std::move(holidays));
  make_up_.merge(std::move(make_up_days));
  names_.merge(std::move(names));
}

bool WorkCalendar::is_working_day(Date d) const {
  if (make_up_.contains(d)) return true;
  return !holidays_.contains(d) && d.weekday() <= 5;
}

Date WorkCalendar::add_working_days(Date d, int n) const {
  const int step = n < 0 ? -1 : 1;
  for (int left = n * step; left > 0;) {
    d = d.plus_days(step);
    if (is_working_day(d)) --left;
  }
  return d;
}

int WorkCalendar::working_days_between(Date from_exclusive, Date to_inclusive) const {
  int count = 0;
  for (Date d = from_exclusive.plus_days(1); d <= to_inclusive; d = d.plus_days(1)) count += is_working_day(d) ? 1 : 0;
  return count;
}

const LocalText* WorkCalendar::holiday_name(Date d) const {
  const auto found = names_.find(d);
  return found == names_.end() ? nullptr : &found->second;
}

Date add_period(Date start, const Period& p, const WorkCalendar& calendar) {
  switch (p.unit) {
    case PeriodUnit::hours: return date_in_china(start_of_day_in_china(start).plus_seconds(p.amount * 3600LL));
    case PeriodUnit::days: return start.plus_days(p.amount);
    case PeriodUnit::working_days: return calendar.add_working_days(start, p.amount);
    case PeriodUnit::months: return start.plus_months(p.amount);
    case PeriodUnit::years: return start.plus_months(12 * p.amount);
  }
  raise_bug("add_period", "unknown period unit");
}

Timestamp add_period(Timestamp start, const Period& p, const WorkCalendar& calendar) {
  if (p.unit == PeriodUnit::hours) return start.plus_seconds(p.amount * 3600LL);
  const Date last = add_period(date_in_china(start), p, calendar);
  return Timestamp(start_of_day_in_china(last.plus_days(1)).micros() - 1);
}

}  // namespace lp::model
