// What a regulator may decide about a duty, and what becomes of it.
#include <gmock/gmock.h>

#include <map>
#include <set>

#include "campaign/statistics.h"
#include "campaign/test_campaign.h"

namespace lp::campaign {
namespace {

using namespace testing;

class DecisionTest : public ::testing::Test {
 protected:
  Campaign c;
  House net = c.house("苏州秋水网络", "internet", "320500");
  model::Viewer officer = c.world.person(Role::regulator_officer);
  model::Viewer chief = c.world.person(Role::regulator_leader);

  Result<model::Duty> decide(const model::Viewer& who, const char* obligation, Decision decision, std::string_view reason) {
    return c.ledger.decide(who, c.duty(net.org, obligation).no, decision, reason, c.today());
  }
};

TEST_F(DecisionTest, OnlyRegulatorsDecide) {
  for (const model::Viewer& who : {net.officer, net.leader, c.world.person(Role::auditor), c.world.person(Role::administrator), c.world.assessor_for({net.org})}) {
    EXPECT_EQ(refused(decide(who, "data_catalogue", Decision::waive, "理由")).code, Errc::denied) << to_string(who.role);
  }
  EXPECT_EQ(must(decide(officer, "data_catalogue", Decision::waive, "理由")).state, DutyState::waived);
}

TEST_F(DecisionTest, AnOfficerDecidesInOwnRegionsOnly) {
  model::Viewer nanjing = c.world.person(Role::regulator_officer);
  nanjing.regions = {"320100"};
  EXPECT_EQ(refused(decide(nanjing, "data_catalogue", Decision::waive, "理由")).code, Errc::not_found);
}

TEST_F(DecisionTest, AReasonIsNeeded) {
  for (const char* empty : {"", "  \n "}) {
    const Error e = refused(decide(chief, "data_catalogue", Decision::waive, empty));
    EXPECT_EQ(e.code, Errc::invalid);
    ASSERT_EQ(e.fields.size(), 1U);
    EXPECT_EQ(e.fields[0].code, "required");
  }
  EXPECT_EQ(refused(decide(chief, "data_catalogue", Decision::waive, std::string(2001, 'a'))).code, Errc::too_large);
  EXPECT_EQ(must(decide(chief, "data_catalogue", Decision::waive, " 无数据 ")).reason, "无数据");
}

TEST_F(DecisionTest, OnlyOpenDutiesAreWaivedAndOnlyDecidedOnesTakenBack) {
  c.submitted_report(net, "list_apps");
  EXPECT_EQ(refused(decide(chief, "list_apps", Decision::waive, "理由")).code, Errc::conflict) << "met";
  EXPECT_EQ(refused(decide(chief, "data_catalogue", Decision::unwaive, "理由")).code, Errc::conflict) << "not waived";
  must(decide(chief, "data_catalogue", Decision::not_applicable, "不涉及"));
  EXPECT_EQ(refused(decide(chief, "data_catalogue", Decision::waive, "理由")).code, Errc::conflict) << "decided already";
  const auto back = must(decide(chief, "data_catalogue", Decision::unwaive, "涉及"));
  EXPECT_EQ(back.state, DutyState::not_due);
  EXPECT_EQ(refused(c.ledger.waive(chief, "LP2024-9999999", "理由", c.today())).code, Errc::not_found);
}

TEST_F(DecisionTest, WhatIsTakenBackIsComputedAtOnce) {
  must(decide(chief, "data_catalogue", Decision::waive, "理由"));
  c.submitted_report(net, "data_catalogue");
  EXPECT_EQ(c.state(net.org, "data_catalogue"), "waived 2024-07-31 -");
  const auto back = must(decide(chief, "data_catalogue", Decision::unwaive, "已提交"));
  EXPECT_EQ(back.state, DutyState::met);
}

TEST_F(DecisionTest, JournalAndHistoryKeepWhoAndWhy) {
  const auto duty = must(decide(chief, "data_catalogue", Decision::waive, "停产"));
  must(decide(officer, "data_catalogue", Decision::unwaive, "复产"));
  const model::Viewer auditor = c.world.person(Role::auditor);
  c.reading([&](store::ReadTx& tx) -> Status {
    LP_TRY(const auto history, tx.duty_history(chief, duty.id));
    std::vector<std::string> reasons;
    for (const auto& h : history) {
      if (!get_string(h.get_object(), "reason").empty()) reasons.push_back(get_string(h.get_object(), "to") + " " + get_string(h.get_object(), "reason"));
    }
    EXPECT_THAT(reasons, ::testing::Contains("waived 停产"));
    LP_TRY(const auto journal, tx.journal(auditor, 1'000'000, 50));
    std::vector<std::string> said;
    for (const auto& j : journal) {
      if (j.kind == "duty") said.push_back(j.action + " " + j.who + " " + get_string(j.detail, "no") + " " + get_string(j.detail, "reason"));
    }
    EXPECT_THAT(said, ::testing::UnorderedElementsAre("ledger.waive " + chief.name + " " + duty.no + " 停产",
                                                       "ledger.unwaive " + officer.name + " " + duty.no + " 复产"));
    return ok_status();
  });
}

TEST_F(DecisionTest, NumbersStayWhenDutiesComeAndGo) {
  const std::string no = c.duty(net.org, "data_catalogue").no;
  must(decide(chief, "data_catalogue", Decision::waive, "理由"));
  must(decide(chief, "data_catalogue", Decision::unwaive, "理由"));
  EXPECT_EQ(c.duty(net.org, "data_catalogue").no, no);
}

TEST_F(DecisionTest, OnlyRegulatorsFreezeTheLedger) {
  c.settle();
  EXPECT_EQ(refused(c.ledger.take_snapshot(net.officer, plan_name, "七月")).code, Errc::denied);
  EXPECT_EQ(refused(c.ledger.take_snapshot(chief, "nothing", "七月")).code, Errc::not_found);
  EXPECT_GT(must(c.ledger.take_snapshot(chief, plan_name, "七月")).duties, 40);
}

// By city, type and task, against a recount of every duty one by one.
TEST_F(DecisionTest, StatisticsAreARecountByCityAndType) {
  const House cars = c.house("盐城智行", "vehicle_platform", "320900"), carrier = c.house("云桥", "basic_telecom", "320100");
  c.submitted_report(cars, "own_work_plan");
  c.submitted_report(carrier, "data_catalogue");
  must(decide(chief, "data_catalogue", Decision::waive, "理由"));
  const std::map<std::int64_t, std::pair<std::string, std::string>> where{
      {net.org.value, {"320500", "internet"}}, {cars.org.value, {"320900", "vehicle_platform"}}, {carrier.org.value, {"320100", "basic_telecom"}}};
  Statistics counted;
  std::set<std::int64_t> orgs, overdue;
  for (const auto& [org, place] : where) {
    for (const model::Duty& d : c.duties(OrgId{org})) {
      const auto s = static_cast<std::size_t>(d.state);
      ++counted.total[s], ++counted.by_task[d.task][s], ++counted.by_city[place.first][s], ++counted.by_type[place.second][s];
      orgs.insert(org);
      if (d.state == DutyState::overdue) overdue.insert(org);
    }
  }
  c.reading([&](store::ReadTx& tx) -> Status {
    store::DutyFilter filter;
    filter.plan = plan_name;
    LP_TRY(const Statistics stats, count_duties(tx, chief, filter));
    EXPECT_EQ(stats.total, counted.total);
    EXPECT_EQ(stats.by_task, counted.by_task);
    EXPECT_EQ(stats.by_city, counted.by_city);
    EXPECT_EQ(stats.by_type, counted.by_type);
    EXPECT_EQ(stats.organisations, static_cast<std::int64_t>(orgs.size()));
    EXPECT_EQ(stats.organisations_overdue, static_cast<std::int64_t>(overdue.size()));
    filter.regions = {"320900"};
    LP_TRY(const Statistics of_city, count_duties(tx, chief, filter));
    EXPECT_EQ(of_city.total, counted.by_city["320900"]);
    filter.regions.clear();
    LP_TRY(const Statistics own, count_duties(tx, cars.leader, filter));
    EXPECT_EQ(own.total, counted.by_city["320900"]);
    const auto& t = stats.total;
    EXPECT_NEAR(completion(t), 2.0 / static_cast<double>(stats.duties() - t[static_cast<std::size_t>(DutyState::waived)]), 1e-9);
    return ok_status();
  });
  EXPECT_EQ(completion({}), 1.0);
}

}  // namespace
}  // namespace lp::campaign
