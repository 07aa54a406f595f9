// The day a filing or a report counts from, through changes, returns and withdrawals.
#include "campaign/gatherer.h"
#include "campaign/test_campaign.h"

namespace lp::campaign {
namespace {

using namespace testing;

class ProofDays : public ::testing::Test {
 protected:
  Campaign c{"2024-07-10T09:00:00+08:00"};
  House net = c.house("苏州秋水网络", "internet", "320500");
  model::Viewer officer = c.world.person(Role::regulator_officer);

  void days(int n) { c.world.clock.advance_days(n); }
  void file(model::Record& unit) {
    must(c.world.move(officer, unit, "accept"));
    must(c.world.move(officer, unit, "pass"));
    must(c.world.move(officer, unit, "file", {}, {{"filing_no", "32-0001"}}));
  }
  model::Duty first_cycle(const char* obligation) {
    for (const model::Duty& d : c.duties(net.org, obligation)) {
      if (d.cycle == 0) return d;
    }
    ADD_FAILURE() << "no duty " << obligation;
    return {};
  }
  model::Record filed_unit() {
    auto unit = c.unit(net, "门户网站", 2);
    must(c.world.move(net.officer, unit, "submit"));
    days(5);
    file(unit);
    return unit;
  }
};

TEST_F(ProofDays, AChangeDoesNotMakeAnEarlierFilingLate) {
  auto unit = filed_unit();
  EXPECT_EQ(c.state(net.org, "file_network_units", unit.id), "met 2024-07-31 2024-07-10");
  days(70);
  must(c.world.move(net.officer, unit, "start_change", "扩容"));
  must(c.world.move(net.officer, unit, "submit"));
  EXPECT_EQ(c.state(net.org, "file_network_units", unit.id), "met 2024-07-31 2024-07-10");
  EXPECT_EQ(c.state(net.org, "divide_network_units"), "met 2024-07-31 2024-07-10");
  must(c.world.move(officer, unit, "accept"));
  must(c.world.move(officer, unit, "return", "请补正"));
  must(c.world.move(net.officer, unit, "submit"));
  EXPECT_EQ(c.state(net.org, "file_network_units", unit.id), "met 2024-07-31 2024-07-10") << "a change handed in again";
}

TEST_F(ProofDays, AReturnedFirstFilingCountsFromItsNewDay) {
  auto unit = c.unit(net, "门户网站", 2);
  must(c.world.move(net.officer, unit, "submit"));
  must(c.world.move(officer, unit, "return", "请补正"));
  days(30);
  must(c.world.move(net.officer, unit, "submit"));
  EXPECT_EQ(c.state(net.org, "file_network_units", unit.id), "met_late 2024-07-31 2024-08-09");
}

TEST_F(ProofDays, AWithdrawnFilingCountsFromItsNewDay) {
  auto unit = filed_unit();
  must(c.world.move(net.officer, unit, "request_filed_withdrawal", "重新划分"));
  must(c.world.move(officer, unit, "allow_withdrawal"));
  days(30);
  must(c.world.move(net.officer, unit, "submit"));
  EXPECT_EQ(c.state(net.org, "file_network_units", unit.id), "met_late 2024-07-31 2024-08-14");
}

TEST_F(ProofDays, AReturnedYearlyReportOpensItsCycleAgain) {
  auto report = c.submitted_report(net, "training_plan");
  EXPECT_EQ(first_cycle("training_plan").state, DutyState::met);
  days(1);
  must(c.world.move(officer, report, "return", "内容不全"));
  EXPECT_EQ(first_cycle("training_plan").state, DutyState::standing);
  must(c.world.move(net.officer, report, "submit"));
  must(c.world.move(officer, report, "accept"));
  EXPECT_EQ(first_cycle("training_plan").state, DutyState::met);
  EXPECT_EQ(first_cycle("training_plan").met_on, c.today().days());
}

TEST_F(ProofDays, AnArchivedChangeStillOwesItsAssessment) {
  const model::Kind& change = *c.world.catalogue.kind("network_unit_change");
  const model::MetWhen& met = c.world.catalogue.obligation("reassess_changed_unit")->met;
  EXPECT_FALSE(owes_nothing(change, met, "accepted"));
  EXPECT_FALSE(owes_nothing(change, met, "archived"));
  EXPECT_TRUE(owes_nothing(change, met, "refused"));
}

TEST_F(ProofDays, APhasesEndIsNoDeadline) {
  days(200);
  for (const char* obligation : {"own_summary", "long_term_mechanism", "data_classification"}) {
    EXPECT_NE(c.duty(net.org, obligation).state, DutyState::overdue) << obligation;
  }
  EXPECT_EQ(c.duty(net.org, "data_catalogue").state, DutyState::overdue);
}

TEST_F(ProofDays, NoDutyRestsOnAnAssumedPeriod) {
  const auto& catalogue = c.world.catalogue;
  for (const char* name : {"training_plan", "training_management", "training_specialists", "training_all_staff"}) {
    for (const model::DueSource& due : catalogue.obligation(name)->due) EXPECT_FALSE(due.verified) << name;
  }
}

}  // namespace
}  // namespace lp::campaign
