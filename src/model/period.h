#pragma once
// Lengths of time as law writes them, and the State Council working-day calendar.

#include <map>
#include <set>
#include <string>

#include "base/local_text.h"
#include "base/time.h"

namespace lp::model {

enum class PeriodUnit { hours, days, working_days, months, years };

// "24h", "30d", "20wd", "3m", "1y"; a leading "-" means before.
struct Period {
  int amount = 0;
  PeriodUnit unit = PeriodUnit::days;
  bool operator==(const Period&) const = default;
};
Result<Period> parse_period(std::string_view text);
std::string to_string(const Period& p);
LocalText to_words(const Period& p);  // {"20个工作日", "20 working days"}

// Holidays and make-up working days (调休) per year, from specs/calendars. Where a year is
// missing Saturdays and Sundays are taken as the only days off and `covers()` is false:
// callers show that as a warning. Immutable after load; thread-safe.
class WorkCalendar {
 public:
  WorkCalendar() = default;
  void add_year(int year, std::set<Date> holidays, std::set<Date> make_up_days, std::map<Date, LocalText> names = {});
  bool covers(int year) const { return years_.contains(year); }
  bool is_working_day(Date d) const;
  // The start day is not counted (《民法典》第201条). n = 0 gives d itself; n < 0 counts back.
  Date add_working_days(Date d, int n) const;
  int working_days_between(Date from_exclusive, Date to_inclusive) const;
  const LocalText* holiday_name(Date d) const;

 private:
  std::set<int> years_;
  std::set<Date> holidays_, make_up_;
  std::map<Date, LocalText> names_;
};

// A deadline is a date for day-like units; hours need the instant (see add_hours).
// Calendar days, months and years are not shifted when they end on a day off.
Date add_period(Date start, const Period& p, const WorkCalendar& calendar);
Timestamp add_period(Timestamp start, const Period& p, const WorkCalendar& calendar);  // day units end at 24:00 China time

}  // namespace lp::model
