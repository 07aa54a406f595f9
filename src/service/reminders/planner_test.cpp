#include "service/reminders/planner.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace lp::service {
namespace {

using model::Role;

class PlannerTest : public ::testing::Test {
 protected:
  model::Catalogue catalogue;
  std::vector<store::Account> people;
  ReminderOrg org{{1}, "甲公司", "320100", {"internet"}};
  FakeClock clock{*parse_timestamp("2024-07-24T10:00:00+08:00")};

  PlannerTest() {
    model::Obligation o;
    o.name = "filing";
    o.title = {"定级备案", "File network units"};
    o.advice = {"请尽快提交", "submit soon"};
    catalogue.obligations.emplace(o.name, o);
    o.name = "own";
    o.force = model::Force::regulator_must;
    catalogue.obligations.emplace(o.name, o);
  }
  store::Account& person(std::int64_t id, Role role, std::int64_t of = 0) {
    store::Account a;
    a.id = {id};
    a.role = role;
    a.org = {of};
    return people.emplace_back(a);
  }
  campaign::DutyReminder reminder(bool escalate = false, std::string obligation = "filing") {
    campaign::DutyReminder r;
    r.duty.no = "LP2024-0000001";
    r.duty.obligation = std::move(obligation);
    r.duty.org = {1};
    r.duty.due = parse_date("2024-07-31")->days();
    r.escalate = escalate;
    r.topic = escalate ? "duty.overdue" : "duty.due_soon";
    r.dedupe = r.duty.no + "/2024-07-31/-7d";
    return r;
  }
  std::vector<store::OutboxMessage> plan(const std::vector<campaign::DutyReminder>& reminders) {
    const PlanContext context{catalogue, people, [&](OrgId id) { return id == org.id ? &org : nullptr; }, clock.now()};
    return plan_messages(context, reminders);
  }
  static std::vector<std::int64_t> recipients(const std::vector<store::OutboxMessage>& messages) {
    std::vector<std::int64_t> out;
    for (const auto& m : messages) out.push_back(m.to.value);
    std::sort(out.begin(), out.end());
    return out;
  }
};

TEST_F(PlannerTest, TellsTheOfficerInBothLanguages) {
  person(1, Role::enterprise_officer, 1);
  const auto messages = plan({reminder()});
  ASSERT_EQ(messages.size(), 1u);
  EXPECT_EQ(messages[0].channel, "in_app");
  EXPECT_EQ(messages[0].title.zh, "【还有 7 天到期】定级备案");
  EXPECT_EQ(messages[0].title.en, "File network units: due in 7 days");
  EXPECT_NE(messages[0].body.zh.find("甲公司"), std::string::npos);
  EXPECT_NE(messages[0].body.zh.find("请尽快提交"), std::string::npos);
  EXPECT_EQ(messages[0].link, "/ledger/LP2024-0000001");
}

TEST_F(PlannerTest, PlanningTwiceGivesTheSameKeys) {
  person(1, Role::enterprise_officer, 1).preferences = {{"channels", {{"mail", true}}}};
  const auto once = plan({reminder()});
  clock.advance_seconds(3600);
  const auto twice = plan({reminder()});
  ASSERT_EQ(once.size(), 2u);
  for (std::size_t i = 0; i < once.size(); ++i) EXPECT_EQ(once[i].dedupe, twice[i].dedupe);
}

TEST_F(PlannerTest, EscalatesToLeaderAndTheRegulatorInCharge) {
  person(1, Role::enterprise_officer, 1);
  person(2, Role::enterprise_leader, 1);
  person(3, Role::regulator_officer).regions = {"320100"};
  person(4, Role::regulator_officer).regions = {"320500"};
  person(5, Role::regulator_officer).sectors = {"basic_telecom"};
  person(6, Role::regulator_officer);
  person(7, Role::enterprise_officer, 9);
  person(8, Role::enterprise_officer, 1).disabled = true;
  EXPECT_EQ(recipients(plan({reminder()})), (std::vector<std::int64_t>{1}));
  EXPECT_EQ(recipients(plan({reminder(true)})), (std::vector<std::int64_t>{1, 2, 3, 6}));
}

TEST_F(PlannerTest, RegulatorsOwnDutiesStayInTheHouse) {
  person(1, Role::regulator_officer, 1);
  person(2, Role::regulator_officer, 5);
  person(3, Role::regulator_leader, 1);
  EXPECT_EQ(recipients(plan({reminder(false, "own")})), (std::vector<std::int64_t>{1}));
  EXPECT_EQ(recipients(plan({reminder(true, "own")})), (std::vector<std::int64_t>{1, 3}));
}

TEST_F(PlannerTest, HoldsMailUntilQuietHoursEnd) {
  clock.set(*parse_timestamp("2024-07-24T23:00:00+08:00"));
  person(1, Role::enterprise_officer, 1).preferences = {{"channels", {{"mail", true}}}, {"quiet", {{"from", "22:00"}, {"to", "07:00"}}}};
  const auto messages = plan({reminder()});
  ASSERT_EQ(messages.size(), 2u);
  EXPECT_EQ(messages[0].not_before, clock.now()) << "in-app is silent anyway";
  EXPECT_EQ(messages[1].not_before, *parse_timestamp("2024-07-25T07:00:00+08:00"));
}

TEST_F(PlannerTest, GathersADigestPerPersonAndDay) {
  person(1, Role::enterprise_officer, 1).preferences = {{"channels", {{"in_app", false}, {"mail", true}, {"webhook", true}}}, {"digest", "daily"}};
  std::vector<campaign::DutyReminder> many(60, reminder());
  const auto messages = plan(many);
  ASSERT_EQ(messages.size(), 2u);
  EXPECT_EQ(messages[0].dedupe, "digest/2024-07-24");
  EXPECT_EQ(messages[0].title.zh, "专项行动每日提醒：60 项");
  EXPECT_EQ(messages[0].not_before, *parse_timestamp("2024-07-25T09:00:00+08:00"));
  EXPECT_NE(messages[0].body.en.find("50. "), std::string::npos);
  EXPECT_EQ(messages[0].body.en.find("51. "), std::string::npos);
}

TEST_F(PlannerTest, UnknownOrganisationsAreLeftOut) {
  person(1, Role::enterprise_officer, 1);
  auto r = reminder();
  r.duty.org = {42};
  EXPECT_TRUE(plan({r}).empty());
}

}  // namespace
}  // namespace lp::service
