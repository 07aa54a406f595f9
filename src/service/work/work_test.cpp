// My work and the review queue over the real rules: what is owed to whom by when, in which order,
// with totals that are recounts, and nothing of anybody else.
#include <gmock/gmock.h>

#include "campaign/test_campaign.h"
#include "service/work/review_queue.h"
#include "service/work/work_list.h"

namespace lp::service {
namespace {

using namespace campaign::testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class WorkTest : public ::testing::Test {
 protected:
  Campaign c{"2024-07-08T09:00:00+08:00"};
  House net = c.house("苏州秋水网络", "internet", "320500"), cars = c.house("盐城智行", "vehicle_platform", "320900");
  OrgId office = c.world.add_org("省通信管理局（测试）", "regulator");
  model::Viewer officer = c.world.person(Role::regulator_officer, office), chief = c.world.person(Role::regulator_leader, office);

  json::object work(const model::Viewer& viewer) {
    c.settle();
    json::object out;
    c.reading([&](store::ReadTx& tx) -> Status {
      LP_TRY(out, work_list(tx, viewer, c.world.engine, c.today()));
      return ok_status();
    });
    return out;
  }
  static std::int64_t total(const json::object& work, std::string_view queue) { return get_int(*find_object(work, queue), "total"); }
  static std::vector<std::string> numbers(const json::object& work, std::string_view queue) {
    std::vector<std::string> out;
    for (const json::value& row : *find_array(*find_object(work, queue), "rows")) out.push_back(get_string(row.as_object(), "no"));
    return out;
  }
  // Waiting for review; the houses' own entries in the register wait too and are left out.
  std::vector<std::string> waiting(const model::Viewer& viewer) {
    auto all = numbers(work(viewer), "waiting_review");
    std::erase_if(all, [](const std::string& no) { return no.starts_with("ORG-"); });
    return all;
  }
  std::vector<std::string> queue(const model::Viewer& viewer, std::string_view kind = {}, std::int64_t offset = 0, std::int64_t limit = 50, std::int64_t* all = nullptr) {
    std::vector<std::string> out;
    c.reading([&](store::ReadTx& tx) -> Status {
      LP_TRY(const ReviewPage page, review_queue(tx, viewer, c.world.engine, kind, offset, limit));
      for (const auto& record : page.rows) out.push_back(record.no);
      if (all != nullptr) *all = page.total;
      return ok_status();
    });
    return out;
  }
  // The same counts, one duty at a time.
  std::int64_t recount(OrgId org, std::initializer_list<DutyState> states, int from, int to) {
    std::int64_t n = 0;
    for (const model::Duty& d : c.duties(org)) {
      const bool wanted = std::find(states.begin(), states.end(), d.state) != states.end();
      n += wanted && d.due != model::Duty::no_date && d.due - c.today().days() >= from && d.due - c.today().days() <= to ? 1 : 0;
    }
    return n;
  }
};

TEST_F(WorkTest, AnEnterprisesDutiesAreARecountByDay) {
  for (const char* day : {"2024-07-08", "2024-07-15", "2024-07-16", "2024-07-24", "2024-07-31", "2024-09-03"}) {
    c.world.clock.set(start_of_day_in_china(*parse_date(day)).plus_seconds(9 * 3600));
    const json::object mine = work(net.officer);
    EXPECT_EQ(total(mine, "due_today"), recount(net.org, {DutyState::not_due, DutyState::due_soon}, 0, 0)) << day;
    EXPECT_EQ(total(mine, "due_week"), recount(net.org, {DutyState::not_due, DutyState::due_soon}, 1, 7)) << day;
    EXPECT_EQ(total(mine, "overdue"), recount(net.org, {DutyState::overdue}, -10'000, -1)) << day;
    EXPECT_LE(numbers(mine, "overdue").size(), 20U) << "the first page of them";
    EXPECT_EQ(total(work(net.leader), "overdue"), total(mine, "overdue")) << "the leader sees what the officer owes";
  }
}

TEST_F(WorkTest, TheDayTheReportIsDueStandsUnderToday) {
  c.world.clock.advance_days(7);
  const auto no = c.duty(net.org, "data_self_check_report").no;
  EXPECT_THAT(numbers(work(net.officer), "due_today"), ::testing::Contains(no));
  c.submitted_report(net, "data_self_check_report");
  EXPECT_THAT(numbers(work(net.officer), "due_today"), ::testing::Not(::testing::Contains(no))) << "met is no work";
}

TEST_F(WorkTest, ARecordWandersThroughTheQueues) {
  auto report = c.report(net, "list_apps");
  json::object mine = work(net.officer);
  EXPECT_THAT(numbers(mine, "drafts"), ElementsAre(report.no));
  EXPECT_THAT(waiting(officer), IsEmpty());
  must(c.world.move(net.officer, report, "submit"));
  EXPECT_EQ(total(work(net.officer), "drafts"), 0);
  EXPECT_THAT(waiting(officer), ElementsAre(report.no));
  EXPECT_THAT(waiting(chief), ElementsAre(report.no));
  must(c.world.move(officer, report, "return", "未盖章"));
  mine = work(net.officer);
  EXPECT_THAT(numbers(mine, "returned"), ElementsAre(report.no));
  EXPECT_EQ(total(mine, "drafts"), 0);
  EXPECT_EQ(total(work(net.leader), "returned"), 0) << "leaders read";
  EXPECT_THAT(waiting(officer), IsEmpty());
  must(c.world.move(net.officer, report, "submit"));
  must(c.world.move(officer, report, "accept"));
  EXPECT_THAT(waiting(officer), IsEmpty());
  EXPECT_EQ(total(work(net.officer), "returned"), 0);
}

TEST_F(WorkTest, NobodyWorksOnOthersRecords) {
  c.report(net, "list_apps");
  c.submitted_report(net, "data_catalogue");
  const json::object theirs = work(cars.officer);
  for (const char* name : {"returned", "waiting_review", "drafts"}) EXPECT_EQ(total(theirs, name), 0) << name;
  auto far = officer;
  far.regions = {"320100"};
  EXPECT_THAT(waiting(far), IsEmpty()) << "another city's";
  far.regions = {"320500"};
  EXPECT_EQ(waiting(far).size(), 1U);
}

TEST_F(WorkTest, OthersHaveNoDutiesHere) {
  c.submitted_report(net, "data_catalogue");
  for (Role role : {Role::auditor, Role::administrator, Role::assessor}) {
    const json::object mine = work(c.world.person(role));
    for (const auto& queue : mine) EXPECT_EQ(get_int(queue.value().as_object(), "total"), 0) << model::to_string(role) << " " << queue.key();
  }
}

TEST_F(WorkTest, TheAdministrationOwesItsOwnDutiesOnly) {
  const json::object mine = work(chief);
  EXPECT_GT(total(mine, "overdue") + total(mine, "due_week") + total(mine, "due_today"), 0);
  for (const char* queue : {"overdue", "due_week", "due_today"}) {
    for (const json::value& row : *find_array(*find_object(mine, queue), "rows")) {
      EXPECT_TRUE(get_string(row.as_object(), "obligation").starts_with("regulator_")) << to_text(row);
    }
  }
}

TEST_F(WorkTest, TheEarliestDeadlineIsReviewedFirst) {
  auto old_unit = c.unit(net, "老单元", 2);
  must(c.world.move(net.officer, old_unit, "submit"));
  c.world.clock.advance_days(2);
  auto report = c.submitted_report(net, "list_apps");   // no clock: after everything that has one
  auto young_unit = c.unit(net, "新单元", 2);
  must(c.world.move(net.officer, young_unit, "submit"));
  std::int64_t all = 0;
  const auto everything = queue(officer, {}, 0, 50, &all);
  EXPECT_THAT(std::vector<std::string>(everything.begin(), everything.begin() + 2), ElementsAre(old_unit.no, young_unit.no));
  EXPECT_THAT(everything, ::testing::Contains(report.no)) << "without a deadline, behind";
  EXPECT_EQ(all, static_cast<std::int64_t>(everything.size()));
  EXPECT_THAT(queue(officer, "network_unit", 0, 50, &all), ElementsAre(old_unit.no, young_unit.no));
  EXPECT_EQ(all, 2);
  EXPECT_THAT(queue(officer, {}, 1, 1, &all), ElementsAre(young_unit.no)) << "a page";
  EXPECT_EQ(all, static_cast<std::int64_t>(everything.size())) << "the total is of all pages";
  EXPECT_THAT(queue(officer, {}, all, 10), IsEmpty());
  EXPECT_THAT(queue(net.officer), IsEmpty()) << "who submits does not review";
  EXPECT_THAT(queue(c.world.person(Role::auditor)), IsEmpty());
}

TEST_F(WorkTest, AnUnknownKindIsNoEmptyQueue) {
  c.reading([&](store::ReadTx& tx) -> Status {
    const auto page = review_queue(tx, officer, c.world.engine, "spaceship", 0, 10);
    EXPECT_FALSE(page);
    EXPECT_EQ(page.error().code, Errc::not_found);
    return ok_status();
  });
}

// Every kind's reviewers can be found: a state with a review move is in somebody's queue.
TEST_F(WorkTest, EveryReviewMoveHasAQueue) {
  for (const auto& [name, kind] : c.world.catalogue.kinds) {
    for (const model::Move& move : kind.workflow.moves) {
      if (!move.review) continue;
      bool found = false;
      for (Role role : {Role::regulator_officer, Role::enterprise_officer, Role::assessor}) {
        const auto states = review_states(c.world.person(role, office), kind);
        for (const std::string& from : move.from) found = found || std::find(states.begin(), states.end(), from) != states.end();
      }
      EXPECT_TRUE(found) << name << "." << move.name;
    }
  }
}

}  // namespace
}  // namespace lp::service
