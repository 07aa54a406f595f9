#include "campaign/duty_rules.h"

#include <gtest/gtest.h>

namespace lp::campaign {
namespace {

using model::DutyState;
using model::Obligation;
using model::Period;
using model::PeriodUnit;
using Kind = model::DueSource::Kind;

std::int32_t day(const char* text) { return parse_date(text)->days(); }
Date date(const char* text) { return *parse_date(text); }

model::DueSource on(const char* text) {
  model::DueSource s;
  s.kind = Kind::on;
  s.date = date(text);
  return s;
}
model::DueSource after_state(int days) {
  model::DueSource s;
  s.kind = Kind::after_state;
  s.state = "review_passed";
  s.within = {days, PeriodUnit::days};
  return s;
}
model::DueSource every_grade() {
  model::DueSource s;
  s.kind = Kind::every;
  s.cycle_field = "grade";
  s.cycles = {{"3", {1, PeriodUnit::years}}, {"2", {2, PeriodUnit::years}}};
  return s;
}
Obligation obligation(std::vector<model::DueSource> due) {
  Obligation o;
  o.name = "x";
  o.due = std::move(due);
  return o;
}

struct Case {
  Obligation o;
  std::vector<std::int32_t> triggers;
  std::vector<Proof> proofs = {};
  int cycle = -1;
  std::vector<ClosedCycle> closed = {};

  std::vector<Outcome> at(const char* today) const {
    const model::WorkCalendar calendar;
    const Rule rule(o, calendar);
    std::vector<Outcome> out;
    evaluate(rule, {.triggers = triggers, .cycle = cycle, .proofs = proofs, .closed = closed}, date(today), out);
    return out;
  }
  DutyState state(const char* today) const { return at(today).front().state; }
};

TEST(DutyRules, FixedDatePassesThroughItsStates) {
  const Case c{obligation({on("2024-07-31")}), {0}};
  EXPECT_EQ(c.state("2024-07-15"), DutyState::not_due);
  EXPECT_EQ(c.state("2024-07-16"), DutyState::due_soon);  // 15 days before
  EXPECT_EQ(c.state("2024-07-31"), DutyState::due_soon);  // the day itself counts in full
  EXPECT_EQ(c.state("2024-08-01"), DutyState::overdue);
}

TEST(DutyRules, LargestReminderOpensDueSoon) {
  Case c{obligation({on("2024-09-10")}), {0}};
  c.o.remind = {{model::Reminder::When::before, {7, PeriodUnit::days}, false}, {model::Reminder::When::before, {60, PeriodUnit::days}, false},
                {model::Reminder::When::overdue, {90, PeriodUnit::days}, true}};
  EXPECT_EQ(c.state("2024-07-11"), DutyState::not_due);
  EXPECT_EQ(c.state("2024-07-12"), DutyState::due_soon);
}

TEST(DutyRules, EarliestSourceIsTheDueDate) {
  const Case c{obligation({on("2024-07-31"), after_state(30)}), {0, day("2024-06-20")}};
  const Outcome o = c.at("2024-07-01").front();
  EXPECT_EQ(o.due, day("2024-07-20"));
  EXPECT_EQ(o.source, 1);
  const Case later{c.o, {0, day("2024-07-10")}};
  EXPECT_EQ(later.at("2024-07-01").front().source, 0);
  const Case never{c.o, {0, no_date}};
  EXPECT_EQ(never.at("2024-07-01").front().due, day("2024-07-31"));
}

TEST(DutyRules, MetOnTheDayIsInTime) {
  Case c{obligation({on("2024-07-31")}), {0}, {{RecordId{5}, day("2024-07-31")}}};
  EXPECT_EQ(c.state("2024-08-20"), DutyState::met);
  EXPECT_EQ(c.at("2024-08-20").front().proof, RecordId{5});
  c.proofs[0].done = day("2024-08-01");
  EXPECT_EQ(c.state("2024-08-20"), DutyState::met_late);
}

TEST(DutyRules, ProofOfTheFutureDoesNotCountYet) {
  const Case c{obligation({on("2024-07-31")}), {0}, {{RecordId{5}, day("2024-07-20")}}};
  EXPECT_EQ(c.state("2024-07-19"), DutyState::due_soon);
  EXPECT_EQ(c.state("2024-07-20"), DutyState::met);
}

TEST(DutyRules, SeveralProofsCountWithTheLastNeeded) {
  Case c{obligation({on("2024-07-31")}), {0}, {{RecordId{1}, day("2024-07-01")}, {RecordId{2}, day("2024-08-02")}}};
  c.o.met.at_least = 2;
  EXPECT_EQ(c.state("2024-07-31"), DutyState::due_soon);
  EXPECT_EQ(c.state("2024-08-02"), DutyState::met_late);
  EXPECT_EQ(c.at("2024-08-02").front().proof, RecordId{2});
}

TEST(DutyRules, EncouragedIsNeverOverdueNorLate) {
  Case c{obligation({on("2024-07-31")}), {0}};
  c.o.force = model::Force::encouraged;
  EXPECT_EQ(c.state("2024-09-01"), DutyState::standing);
  c.proofs = {{RecordId{1}, day("2024-09-01")}};
  EXPECT_EQ(c.state("2024-09-02"), DutyState::met);
}

TEST(DutyRules, UnverifiedDateIsShownButNeverOverdue) {
  Case c{obligation({after_state(30)}), {day("2024-06-01")}};
  c.o.due[0].verified = false;
  const Outcome o = c.at("2024-08-01").front();
  EXPECT_EQ(o.due, day("2024-07-01"));
  EXPECT_EQ(o.enforced, no_date);
  EXPECT_EQ(o.state, DutyState::due_soon);
  c.proofs = {{RecordId{1}, day("2024-08-01")}};
  EXPECT_EQ(c.state("2024-08-02"), DutyState::met);
}

TEST(DutyRules, VerifiedDateBehindAnUnverifiedOneDecides) {
  Case c{obligation({after_state(30), on("2024-07-31")}), {day("2024-06-01"), 0}};
  c.o.due[0].verified = false;
  EXPECT_EQ(c.at("2024-07-15").front().due, day("2024-07-01"));
  EXPECT_EQ(c.state("2024-07-15"), DutyState::due_soon);
  EXPECT_EQ(c.state("2024-08-01"), DutyState::overdue);
}

TEST(DutyRules, WithoutDateItStandsUntilProof) {
  Case c{obligation({}), {}};
  EXPECT_EQ(c.state("2030-01-01"), DutyState::standing);
  c.proofs = {{RecordId{1}, day("2024-01-01")}};
  EXPECT_EQ(c.state("2024-01-02"), DutyState::met);
}

TEST(DutyCycles, ValidReportMeetsTheCampaignAndOpensTheNext) {
  const Case c{obligation({on("2024-09-10"), every_grade()}), {0, no_date}, {{RecordId{1}, day("2023-11-01")}}, 0};
  const auto all = c.at("2024-07-15");
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].state, DutyState::met);
  EXPECT_EQ(all[1].cycle, 1);
  EXPECT_EQ(all[1].due, day("2024-11-01"));
  EXPECT_EQ(all[1].state, DutyState::not_due);
}

TEST(DutyCycles, ExpiredReportPullsTheDateForward) {
  const Case c{obligation({on("2024-09-10"), every_grade()}), {0, no_date}, {{RecordId{1}, day("2023-03-01")}}, 0};
  const auto all = c.at("2024-07-15");
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].due, day("2024-03-01"));
  EXPECT_EQ(all[0].state, DutyState::overdue);
}

TEST(DutyCycles, WithoutReportTheCampaignDateCaps) {
  const Case c{obligation({on("2024-09-10"), every_grade()}), {0, no_date}, {}, 1};
  const auto all = c.at("2024-07-15");
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].due, day("2024-09-10"));
}

TEST(DutyCycles, GradeDecidesThePeriod) {
  Case c{obligation({on("2024-09-10"), every_grade()}), {0, no_date}, {{RecordId{1}, day("2023-03-01")}}, 1};
  const auto all = c.at("2024-07-15");  // two years: still valid
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].state, DutyState::met);
  EXPECT_EQ(all[1].due, day("2025-03-01"));
  c.cycle = -1;  // grade 1 has no cycle
  EXPECT_EQ(c.at("2024-07-15").size(), 1u);
}

TEST(DutyCycles, MetCycleOpensAgainWhenItsReportIsReturned) {
  Case c{obligation({on("2024-09-10"), every_grade()}), {0, no_date}, {}, 0};
  c.closed = {{0, day("2024-09-10"), day("2024-06-01"), DutyState::met, RecordId{9}}};
  const auto all = c.at("2024-12-01");
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].state, DutyState::overdue);
  EXPECT_EQ(all[0].due, day("2024-09-10"));
}

TEST(DutyCycles, WhatWasCountedFromAReturnedReportGoesWithIt) {
  Case c{obligation({on("2024-09-10"), every_grade()}), {0, no_date}, {{RecordId{9}, day("2024-06-01")}}, 0};
  c.closed = {{0, day("2024-09-10"), day("2024-06-01"), DutyState::met, RecordId{9}},
              {1, day("2025-06-01"), day("2025-05-01"), DutyState::met, RecordId{10}}};
  const auto all = c.at("2025-07-01");
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[1].state, DutyState::overdue);
  EXPECT_EQ(all[1].due, day("2025-06-01"));
}

TEST(DutyCycles, AReportDatedAnewIsJudgedAnew) {
  Case c{obligation({on("2024-09-10"), every_grade()}), {0, no_date}, {{RecordId{9}, day("2024-10-01")}}, 0};
  c.closed = {{0, day("2024-09-10"), day("2024-06-01"), DutyState::met, RecordId{9}}};
  const auto all = c.at("2024-12-01");
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].state, DutyState::met_late);
  EXPECT_EQ(all[1].due, day("2025-10-01"));
}

TEST(DutyCycles, MetCycleStaysMetWithItsReport) {
  Case c{obligation({on("2024-09-10"), every_grade()}), {0, no_date}, {{RecordId{9}, day("2024-06-01")}}, 0};
  c.closed = {{0, day("2024-09-10"), day("2024-06-01"), DutyState::met, RecordId{9}}};
  const auto all = c.at("2024-12-01");
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].state, DutyState::met);
  EXPECT_EQ(all[0].proof, RecordId{9});
  EXPECT_EQ(all[1].due, day("2025-06-01"));
}

TEST(DutyCycles, ClosedReportIsNotUsedTwice) {
  Case c{obligation({on("2024-09-10"), every_grade()}), {0, no_date}, {{RecordId{9}, day("2024-06-05")}}, 0};
  c.closed = {{0, day("2024-09-10"), day("2024-06-01"), DutyState::met, RecordId{9}}};
  EXPECT_EQ(c.at("2024-12-01")[1].met_on, no_date);
}

TEST(DutyCycles, WaivedCycleOpensTheNextFromItsDate) {
  Case c{obligation({on("2024-09-10"), every_grade()}), {0, no_date}, {}, 0};
  c.closed = {{0, day("2024-09-10"), no_date, DutyState::waived, {}}};
  const auto all = c.at("2024-12-01");
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[1].due, day("2025-09-10"));
}

TEST(DutyCycles, ScratchAndContinuedComputationAgree) {
  Case scratch{obligation({on("2024-09-10"), every_grade()}), {0, no_date},
               {{RecordId{1}, day("2023-12-01")}, {RecordId{2}, day("2024-10-01")}, {RecordId{3}, day("2025-12-01")}}, 0};
  const auto all = scratch.at("2026-01-01");
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[2].state, DutyState::met_late);
  for (std::size_t keep = 1; keep < all.size(); ++keep) {
    Case continued = scratch;
    for (std::size_t i = 0; i < keep; ++i) continued.closed.push_back({all[i].cycle, all[i].due, all[i].met_on, all[i].state, all[i].proof});
    const auto again = continued.at("2026-01-01");
    ASSERT_EQ(again.size(), all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      EXPECT_EQ(again[i].due, all[i].due) << i;
      EXPECT_EQ(again[i].state, all[i].state) << i;
      EXPECT_EQ(again[i].proof, all[i].proof) << i;
    }
  }
}

}  // namespace
}  // namespace lp::campaign
