// July 2024 lived through by four enterprises and the administration, from the first draft to the
// morning after the filing date.
#include <gmock/gmock.h>

#include "scenario/july_world.h"

namespace lp {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Days = std::vector<std::string>;

constexpr const char* self_check = "data_self_check_report";

class JulyStory : public ::testing::Test {
 protected:
  July july;
  World& world = july.world;
  House net = july.house("苏州秋水网络", "internet", "320500");
  House carrier = july.house("江苏云桥通信", "basic_telecom");
  House cars = july.house("盐城智行", "vehicle_platform", "320900");
  House silent = july.house("无锡静默科技", "internet", "320200");
  OrgId office = world.add_org("江苏省通信管理局（测试）", "regulator");
  model::Viewer officer = world.person(Role::regulator_officer, office);
  model::Viewer chief = world.person(Role::regulator_leader, office);

  std::string decide(const House& h, const char* obligation, campaign::Decision decision, const char* reason) {
    return must(july.keeper.ledger().decide(chief, july.duty(h.org, obligation).no, decision, reason, july.today())).no;
  }
};

TEST_F(JulyStory, SelfCheckReportsByTheFifteenth) {
  july.until("2024-07-03");
  EXPECT_EQ(july.state(net.org, self_check), "not_due 2024-07-15 -");
  auto draft = july.report(net, self_check);
  july.until("2024-07-08");
  EXPECT_EQ(july.state(net.org, self_check), "due_soon 2024-07-15 -") << "a draft proves nothing";
  july.until("2024-07-13");
  const std::string waived = decide(silent, self_check, campaign::Decision::waive, "企业停产，无数据处理活动");
  july.until("2024-07-14");
  must(world.move(net.officer, draft, "submit"));
  july.until("2024-07-15");
  EXPECT_EQ(july.state(cars.org, self_check), "due_soon 2024-07-15 -") << "the due day counts in full";
  july.until("2024-07-16");
  must(world.move(officer, draft, "accept"));
  july.until("2024-07-17");
  july.submitted_report(carrier, self_check);
  july.until("2024-07-20");

  EXPECT_EQ(july.state(net.org, self_check), "met 2024-07-15 2024-07-14") << "met on the day of submission, not of acceptance";
  EXPECT_EQ(july.state(carrier.org, self_check), "met_late 2024-07-15 2024-07-17");
  EXPECT_EQ(july.state(cars.org, self_check), "overdue 2024-07-15 -");
  EXPECT_EQ(july.state(silent.org, self_check), "waived 2024-07-15 -");

  const auto no = [&](const House& h) { return july.duty(h.org, self_check).no; };
  const Days before{"07-08 duty.due_soon", "07-12 duty.due_soon", "07-14 duty.due_soon"};
  Days late = before;
  late.insert(late.end(), {"07-16 duty.overdue", "07-18 duty.overdue"});
  EXPECT_EQ(july.reminders(cars.officer, no(cars)), late);
  EXPECT_THAT(july.reminders(cars.leader, no(cars)), ElementsAre("07-18 duty.overdue")) << "escalated after three days";
  EXPECT_THAT(july.reminders(officer, no(cars)), ElementsAre("07-18 duty.overdue"));
  EXPECT_EQ(july.reminders(net.officer, no(net)), before);
  EXPECT_THAT(july.reminders(net.leader, no(net)), IsEmpty());
  EXPECT_THAT(july.reminders(carrier.officer, no(carrier)), ElementsAre(before[0], before[1], before[2], "07-16 duty.overdue"));
  EXPECT_THAT(july.reminders(silent.officer, waived), ElementsAre(before[0], before[1])) << "nothing after the waiver";
}

TEST_F(JulyStory, AReturnedReportIsOwedAgain) {
  auto report = july.submitted_report(net, self_check);
  july.until("2024-07-05");
  EXPECT_EQ(july.state(net.org, self_check), "met 2024-07-15 2024-07-01");
  must(world.move(officer, report, "return", "未盖章"));
  EXPECT_EQ(july.state(net.org, self_check), "not_due 2024-07-15 -");
  july.until("2024-07-16");
  EXPECT_EQ(july.state(net.org, self_check), "overdue 2024-07-15 -");
  must(world.move(net.officer, report, "submit"));
  EXPECT_EQ(july.state(net.org, self_check), "met_late 2024-07-15 2024-07-16");
}

TEST_F(JulyStory, FilingsByTheThirtyFirst) {
  auto first = july.unit(net, "门户", 2), second = july.unit(net, "商城", 2), core = july.unit(carrier, "核心网", 3);
  july.until("2024-07-05");
  must(world.move(net.officer, first, "submit"));
  july.until("2024-07-10");
  must(world.move(officer, first, "return", "边界描述不完整"));
  EXPECT_EQ(july.state(net.org, "file_network_units", first.id), "not_due 2024-07-31 -");
  july.until("2024-07-12");
  must(world.move(net.officer, first, "submit"));
  july.until("2024-07-18");
  must(world.move(officer, first, "pass"));
  EXPECT_EQ(july.state(net.org, "complete_unit_filing", first.id), "not_due 2024-08-17 -") << "30 days after the review has passed";
  july.until("2024-07-25");
  must(world.move(officer, first, "file", {}, {{"filing_no", "TX-1"}}));
  EXPECT_EQ(july.state(net.org, "complete_unit_filing", first.id), "met 2024-08-17 2024-07-25");
  july.until("2024-07-31");
  must(world.move(carrier.officer, core, "submit"));
  july.settle();
  store::Snapshot frozen = must(july.keeper.ledger().take_snapshot(chief, plan_name, "七月底"));
  july.until("2024-08-01");
  EXPECT_EQ(july.state(net.org, "file_network_units", first.id), "met 2024-07-31 2024-07-12");
  EXPECT_EQ(july.state(carrier.org, "file_network_units", core.id), "met 2024-07-31 2024-07-31");
  EXPECT_EQ(july.state(net.org, "file_network_units", second.id), "overdue 2024-07-31 -");
  EXPECT_EQ(july.state(silent.org, "divide_network_units"), "overdue 2024-07-31 -") << "who has entered no unit owes the division itself";
  EXPECT_EQ(july.state(net.org, "divide_network_units"), "met 2024-07-31 2024-07-12");

  july.until("2024-08-02");
  must(world.move(net.officer, second, "submit"));
  EXPECT_EQ(july.state(net.org, "file_network_units", second.id), "met_late 2024-07-31 2024-08-02");
  must(world.move(net.officer, first, "start_change", "扩容"));
  EXPECT_EQ(july.state(net.org, "file_network_units", first.id), "met 2024-07-31 2024-07-12") << "a filing under change still stands";

  const std::string no = july.duty(net.org, "file_network_units", second.id).no;
  july.reading([&](store::ReadTx& tx) -> Status {
    store::DutyFilter filter;
    filter.obligations = {"file_network_units"};
    LP_TRY(const auto page, tx.snapshot_duties(chief, frozen.id, filter));
    EXPECT_EQ(page.total, 3);
    for (const model::Duty& d : page.rows) {
      if (d.no == no) {
        EXPECT_EQ(d.state, DutyState::due_soon) << "the copy of 31 July does not move on";
      }
    }
    return ok_status();
  });
  EXPECT_THAT(july.reminders(net.officer, no), ElementsAre("07-16 duty.due_soon", "07-24 duty.due_soon", "07-28 duty.due_soon",
                                                           "07-30 duty.due_soon", "08-01 duty.overdue"));
}

TEST_F(JulyStory, DecisionsOutlastTheComputation) {
  july.until("2024-07-02");
  decide(cars, "list_vehicle_platforms", campaign::Decision::not_applicable, "平台已移交集团公司");
  decide(silent, "data_catalogue", campaign::Decision::waive, "无重要数据");
  july.until("2024-08-01");
  EXPECT_EQ(july.state(cars.org, "list_vehicle_platforms"), "not_applicable 2024-07-31 -");
  EXPECT_EQ(july.state(silent.org, "data_catalogue"), "waived 2024-07-31 -");
  EXPECT_EQ(july.duty(silent.org, "data_catalogue").reason, "无重要数据");
  decide(silent, "data_catalogue", campaign::Decision::unwaive, "经查有重要数据");
  EXPECT_EQ(july.state(silent.org, "data_catalogue"), "overdue 2024-07-31 -");
}

TEST_F(JulyStory, TheAdministrationHasDutiesToo) {
  july.until("2024-07-02");
  EXPECT_EQ(july.state(office, "regulator_brief_enterprises"), "overdue 2024-06-30 -");
  for (const model::Duty& d : july.duties(office)) EXPECT_TRUE(d.obligation.starts_with("regulator_")) << d.obligation;
  auto report = july.report_by(officer, office, "regulator_detection");
  must(world.move(officer, report, "submit"));
  EXPECT_EQ(july.state(office, "regulator_detection"), "met 2024-08-31 2024-07-02");
}

TEST_F(JulyStory, RollingADayTwiceChangesNothing) {
  july.until("2024-07-16");
  EXPECT_FALSE(must(july.keeper.ledger().roll_day(july.today())).any());
  EXPECT_GT(july.changes.load(), 0);
  EXPECT_FALSE(must(july.keeper.ledger().recompute_all(plan_name, july.today())).any());
}

}  // namespace
}  // namespace lp
