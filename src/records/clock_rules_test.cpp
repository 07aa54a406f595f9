// Every clock of specs/clocks against days counted by hand on the State Council's calendar:
// holidays, make-up days, 29 February, ends of years. A clock without a case fails.
#include <gtest/gtest.h>

#include <set>

#include "records/clock.h"
#include "records/test_world.h"

namespace lp::records {
namespace {

using testing::real_catalogue;

struct Case {
  const char* clock;
  const char* start;
  const char* due;   // exact for hours, else the last day
  const char* why;
};

constexpr Case cases[] = {
    // Working days: the first day never counts, holidays never, make-up Saturdays and Sundays do.
    {"review_20wd", "2024-09-26T10:00:00+08:00", "2024-10-29", "over National Day, make-up days 29 September and 12 October count"},
    {"review_20wd", "2024-01-19T23:59:59+08:00", "2024-02-21", "over Spring Festival; Sundays 4 and 18 February are worked"},
    {"review_20wd", "2025-12-20T10:00:00+08:00", "2026-01-19", "over the end of the year: 1 to 3 January off, Sunday 4 worked"},
    {"app_review_20wd", "2024-07-15T09:00:00+08:00", "2024-08-12", "a summer without holidays: four weeks"},
    {"app_review_20wd", "2024-12-20T09:00:00+08:00", "2025-01-20", "New Year's Day 2025 is off, no day is made up"},
    {"catalogue_review_20wd", "2025-01-20T09:00:00+08:00", "2025-02-21", "Spring Festival 2025, worked on 26 January and 8 February"},
    {"catalogue_review_20wd", "2023-12-29T09:00:00+08:00", "2024-01-29", "from one calendar file into the next"},
    {"catalogue_resubmit_15wd", "2024-04-28T09:00:00+08:00", "2024-05-21", "from a worked Sunday over Labour Day, 11 May worked"},
    {"catalogue_resubmit_15wd", "2024-12-31T09:00:00+08:00", "2025-01-22", "the last day of a year does not count"},
    {"data_risk_report_10wd", "2024-02-02T09:00:00+08:00", "2024-02-21", "both made-up Sundays of Spring Festival lie inside"},
    {"data_risk_report_10wd", "2024-02-09T09:00:00+08:00", "2024-02-29", "ends on the leap day"},
    {"incident_summary_10wd", "2024-04-30T09:00:00+08:00", "2024-05-16", "over Labour Day"},
    {"incident_summary_10wd", "2025-09-30T09:00:00+08:00", "2025-10-21", "National Day and Mid-autumn together, 11 October worked"},
    {"industrial_verify", "2024-09-26T10:00:00+08:00", "2024-10-29", "the limit is unverified, the counting is not"},
    {"flaw_fix_3wd", "2024-07-12T15:00:00+08:00", "2024-07-17", "from a Friday to the next Wednesday"},
    {"flaw_fix_10wd", "2024-07-12T15:00:00+08:00", "2024-07-26", "two weeks without holidays"},
    // Calendar days run through holidays and are not shifted by them.
    {"flaw_fix_30d", "2024-07-18T09:00:00+08:00", "2024-08-17", "ends on a Saturday and stays there"},
    {"flaw_collector_change_30d", "2024-01-30T09:00:00+08:00", "2024-02-29", "ends on the leap day"},
    {"file_30d", "2024-07-18T09:00:00+08:00", "2024-08-17", "ends on a Saturday and stays there"},
    {"file_30d", "2024-09-03T09:00:00+08:00", "2024-10-03", "ends on a holiday and stays there"},
    {"file_30d", "2024-01-30T09:00:00+08:00", "2024-02-29", "ends on the leap day"},
    {"file_30d", "2023-01-30T09:00:00+08:00", "2023-03-01", "no leap day in 2023"},
    {"change_30d", "2024-12-15T09:00:00+08:00", "2025-01-14", "over the end of the year"},
    {"report_30d", "2024-08-11T09:00:00+08:00", "2024-09-10", "an assessment ended thirty days before the campaign's date"},
    {"app_psb_30d", "2024-02-29T09:00:00+08:00", "2024-03-30", "from the leap day"},
    {"reassess_90d", "2024-12-01T09:00:00+08:00", "2025-03-01", "ninety days over a February of 28"},
    {"reassess_90d", "2023-12-01T09:00:00+08:00", "2024-02-29", "ninety days into a February of 29"},
    {"vulnerability_2d", "2024-02-28T23:00:00+08:00", "2024-03-01", "two calendar days over the leap day"},
    {"vulnerability_2d", "2024-12-31T00:00:00+08:00", "2025-01-02", "the day of the discovery does not count"},
    {"catalogue_change_3m", "2024-11-30T09:00:00+08:00", "2025-02-28", "a month without a 30th ends on its last day"},
    {"catalogue_change_3m", "2023-11-29T09:00:00+08:00", "2024-02-29", "the leap day exists"},
    {"catalogue_change_3m", "2024-10-31T09:00:00+08:00", "2025-01-31", "the 31st again"},
    // Hours run through nights, holidays and ends of years.
    {"app_sms_24h", "2024-02-28T10:30:00+08:00", "2024-02-29T10:30:00+08:00", "to the minute"},
    {"app_sms_24h", "2024-12-31T18:00:00+08:00", "2025-01-01T18:00:00+08:00", "a holiday stops no hour"},
    {"flaw_fix_24h", "2024-07-12T15:00:00+08:00", "2024-07-13T15:00:00+08:00", "a Saturday stops no hour"},
    {"product_defect_24h", "2024-02-28T10:30:00+08:00", "2024-02-29T10:30:00+08:00", "onto the leap day"},
    {"cac_report_4h", "2024-12-31T22:15:00+08:00", "2025-01-01T02:15:00+08:00", "into the new year"},
    {"cac_report_4h", "2024-02-29T23:59:59+08:00", "2024-03-01T03:59:59+08:00", "off the leap day"},
};

TEST(ClockRules, EveryClockCountsAsByHand) {
  std::set<std::string> seen;
  const model::Catalogue& catalogue = real_catalogue();
  for (const Case& c : cases) {
    const model::ClockRule* rule = catalogue.clock(c.clock);
    ASSERT_NE(rule, nullptr) << c.clock;
    seen.insert(c.clock);
    const Timestamp due = model::add_period(*parse_timestamp(c.start), rule->limit, catalogue.calendar);
    const bool exact = rule->limit.unit == model::PeriodUnit::hours;
    EXPECT_EQ(exact ? to_string(due) : to_string(date_in_china(due)), c.due) << c.clock << " from " << c.start << ": " << c.why;
    if (!exact) {
      EXPECT_EQ(to_string(due).substr(11), "23:59:59+08:00") << c.clock << ": the last day counts in full";
    }
  }
  for (const auto& [name, rule] : catalogue.clocks) EXPECT_TRUE(seen.contains(name)) << name << " has no case";
  EXPECT_EQ(catalogue.clocks.size(), 22U);
}

TEST(ClockRules, TheHourOfTheDayDoesNotMatterToDays) {
  const model::Catalogue& catalogue = real_catalogue();
  for (const auto& [name, rule] : catalogue.clocks) {
    if (rule.limit.unit == model::PeriodUnit::hours) continue;
    const auto due = [&](const char* start) { return model::add_period(*parse_timestamp(start), rule.limit, catalogue.calendar); };
    EXPECT_EQ(due("2024-07-15T00:00:00+08:00"), due("2024-07-15T23:59:59+08:00")) << name;
    EXPECT_EQ(due("2024-07-14T16:00:00Z"), due("2024-07-15T12:00:00+08:00")) << name << ": 16:00 in London is the next day in China";
    EXPECT_LT(due("2024-07-14T15:59:59Z"), due("2024-07-14T16:00:00Z")) << name;
  }
}

TEST(ClockRules, EveryClockSaysWhoActsOnWhatGroundAndWhen) {
  for (const auto& [name, rule] : real_catalogue().clocks) {
    EXPECT_TRUE(rule.subject == "enterprise" || rule.subject == "regulator") << name;
    EXPECT_FALSE(rule.title.zh.empty() || rule.title.en.empty() || rule.start.zh.empty() || rule.start.en.empty()) << name;
    ASSERT_FALSE(rule.basis.empty()) << name;
    ASSERT_FALSE(rule.remind.empty()) << name;
    bool grounded = false;
    for (const auto& source : rule.basis) grounded = grounded || source.verified;
    EXPECT_TRUE(grounded || !rule.verified) << name << ": verified without a verified ground";
  }
}

// The deadline of a record in a state, in a year nobody has published a calendar for.
TEST(ClockRules, AMissingYearWarnsOnlyWhereWorkingDaysCount) {
  model::Record record;
  record.kind = "network_unit";
  const auto view_of = [&](const char* state, const char* since) {
    record.state = state;
    record.state_since = *parse_timestamp(since);
    return clock_of(real_catalogue(), record, record.state_since);
  };
  EXPECT_TRUE(view_of("submitted", "2026-11-30T10:00:00+08:00")->calendar_known);
  const auto over = view_of("submitted", "2026-12-28T10:00:00+08:00");
  EXPECT_FALSE(over->calendar_known) << "ends in 2027";
  EXPECT_EQ(to_string(over->due), "2027-01-25") << "Saturdays and Sundays are off, nothing else is known";
  EXPECT_TRUE(view_of("review_passed", "2026-12-28T10:00:00+08:00")->calendar_known) << "calendar days need no calendar";
  EXPECT_FALSE(view_of("submitted", "2018-12-28T10:00:00+08:00")->calendar_known) << "begins before the first file";
}

}  // namespace
}  // namespace lp::records
