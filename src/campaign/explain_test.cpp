// Why a duty is as it is: the clause, the rule, what was looked at, what is missing, where the date comes from.
#include "campaign/explain.h"

#include <gmock/gmock.h>

#include "campaign/test_campaign.h"

namespace lp::campaign {
namespace {

using namespace testing;
using ::testing::HasSubstr;

class ExplainTest : public ::testing::Test {
 protected:
  Campaign c;
  House net = c.house("苏州秋水网络", "internet", "320500");
  House other = c.house("无锡静默科技", "internet", "320200");
  model::Viewer officer = c.world.person(Role::regulator_officer);

  json::object explained(const model::Viewer& viewer, const std::string& no) {
    json::object out;
    c.reading([&](store::ReadTx& tx) -> Status {
      LP_TRY(out, explain(tx, viewer, c.world.catalogue, no, c.today()));
      return ok_status();
    });
    return out;
  }
  json::object explained(const char* obligation, RecordId object = {}) {
    return explained(net.officer, c.duty(net.org, obligation, object).no);
  }
  static std::vector<std::string> verdicts(const json::object& e) {
    std::vector<std::string> out;
    for (const auto& v : *find_array(e, "considered")) out.push_back(get_string(v.get_object(), "no") + " " + get_string(v.get_object(), "verdict"));
    return out;
  }
  static const json::object& item(const json::object& e, std::string_view key, std::size_t i) { return find_array(e, key)->at(i).get_object(); }
};

TEST_F(ExplainTest, AnOpenDutySaysClauseRuleAndWhatIsMissing) {
  const auto draft = c.report(net, "data_self_check_report");
  const auto e = explained("data_self_check_report");
  EXPECT_EQ(get_string(item(e, "clauses", 0), "doc"), "苏通函〔2024〕88号");
  EXPECT_EQ(get_string(item(e, "clauses", 0), "clause"), "三(二)");
  EXPECT_THAT(get_string(*find_object(e, "rule"), "zh"), HasSubstr("【必须】"));
  EXPECT_THAT(get_string(*find_object(e, "rule"), "zh"), HasSubstr("期限：不晚于 2024-07-15。"));
  EXPECT_THAT(get_string(*find_object(e, "rule"), "en"), HasSubstr("Due: by 2024-07-15."));
  ASSERT_EQ(verdicts(e), std::vector<std::string>{draft.no + " wrong_state"});
  EXPECT_EQ(get_int(e, "considered_total"), 1);
  const json::object& why = *find_object(item(e, "considered", 0), "why");
  EXPECT_EQ(get_string(why, "zh"), "状态为“草稿”，须为“已提交”或“已接收”");
  EXPECT_EQ(get_string(why, "en"), "in state \"Draft\", must be \"Submitted\" or \"Accepted\"");
  ASSERT_EQ(find_array(e, "missing")->size(), 2U);
  EXPECT_THAT(get_string(item(e, "missing", 0), "zh"), HasSubstr("还没有："));
  EXPECT_THAT(get_string(item(e, "missing", 1), "en"), HasSubstr(draft.no));
  EXPECT_TRUE(get_bool(item(e, "due_from", 0), "chosen"));
  EXPECT_EQ(get_string(item(e, "due_from", 0), "date"), "2024-07-15");
  EXPECT_EQ(find_array(e, "history")->size(), 1U);
}

TEST_F(ExplainTest, AMetDutyNamesTheOneProof) {
  const auto first = c.submitted_report(net, "data_self_check_report");
  c.world.clock.advance_days(2);
  const auto second = c.submitted_report(net, "data_self_check_report");
  const auto e = explained("data_self_check_report");
  EXPECT_THAT(verdicts(e), ::testing::UnorderedElementsAre(first.no + " meets", second.no + " counts"));
  EXPECT_TRUE(find_array(e, "missing")->empty());
  const json::object& duty = *find_object(e, "duty");
  EXPECT_EQ(get_string(duty, "state"), "met");
  EXPECT_EQ(get_string(duty, "met_on"), "2024-07-01");
  EXPECT_EQ(get_string(*find_object(duty, "proof"), "kind"), "task_report");
  EXPECT_EQ(get_int(*find_object(duty, "proof"), "id"), first.id.value);
}

TEST_F(ExplainTest, TheChosenDateIsMarkedAmongSeveral) {
  auto unit = c.unit(net, "门户", 2);
  must(c.world.move(net.officer, unit, "submit"));
  c.world.clock.advance_days(4);
  must(c.world.move(officer, unit, "pass"));
  const auto e = explained("complete_unit_filing", unit.id);
  ASSERT_EQ(find_array(e, "due_from")->size(), 2U);
  int chosen = 0;
  for (const auto& d : *find_array(e, "due_from")) {
    EXPECT_EQ(get_string(d.get_object(), "date"), "2024-08-04");
    EXPECT_TRUE(get_bool(d.get_object(), "verified"));
    chosen += get_bool(d.get_object(), "chosen") ? 1 : 0;
  }
  EXPECT_EQ(chosen, 1);
  EXPECT_THAT(get_string(*find_object(e, "rule"), "zh"), HasSubstr("（取最早）"));
  EXPECT_EQ(get_string(*find_object(*find_object(e, "duty"), "object"), "label"), "门户");
}

TEST_F(ExplainTest, AnUnverifiedDateSaysSoAndIsNeverOverdue) {
  const auto e = explained("own_drill");
  EXPECT_FALSE(get_bool(item(e, "due_from", 0), "verified"));
  EXPECT_THAT(get_string(item(e, "due_from", 0), "zh"), HasSubstr("未核实"));
  EXPECT_THAT(get_string(item(e, "due_from", 0), "en"), HasSubstr("not verified"));
  EXPECT_FALSE(get_bool(*find_object(e, "duty"), "verified"));
  c.world.clock.set(*parse_timestamp("2024-09-30T09:00:00+08:00"));
  EXPECT_EQ(c.state(net.org, "own_drill"), "due_soon 2024-08-31 -");
}

TEST_F(ExplainTest, TextInBothLanguages) {
  c.report(net, "data_self_check_report");
  c.world.clock.set(*parse_timestamp("2024-07-18T09:00:00+08:00"));
  const auto e = explained("data_self_check_report");
  const std::string zh = to_text(e, true), en = to_text(e, false);
  for (const char* words : {"单位：苏州秋水网络", "状态：已逾期，期限 2024-07-15", "依据", "规则", "→ 2024-07-15 不晚于 2024-07-15", "经过"}) EXPECT_THAT(zh, HasSubstr(words));
  for (const char* words : {"organisation: 苏州秋水网络", "state: overdue, due 2024-07-15", "Where the date comes from", "Hand in the data security self-check"}) {
    EXPECT_THAT(en, HasSubstr(words));
  }
  EXPECT_THAT(en, ::testing::Not(HasSubstr("已逾期")));
}

TEST_F(ExplainTest, NothingIsExplainedAcrossTheWall) {
  const std::string no = c.duty(net.org, "data_self_check_report").no;
  c.reading([&](store::ReadTx& tx) -> Status {
    const auto e = explain(tx, other.officer, c.world.catalogue, no, c.today());
    EXPECT_FALSE(e);
    EXPECT_EQ(e.error().code, Errc::not_found);
    EXPECT_EQ(explain(tx, officer, c.world.catalogue, "LP2024-9999999", c.today()).error().code, Errc::not_found);
    return ok_status();
  });
}

TEST_F(ExplainTest, EveryDutyOfEveryTypeCanBeExplained) {
  const std::vector<OrgId> orgs{net.org, c.house("云桥", "basic_telecom").org, c.house("标识", "industrial_identifier").org,
                                c.house("平台", "industrial_platform").org, c.house("智行", "vehicle_platform").org, c.house("管局", "regulator").org};
  c.unit(net, "单元", 3);
  std::size_t told = 0;
  for (const OrgId org : orgs) {
    for (const model::Duty& d : c.duties(org)) {
      SCOPED_TRACE(d.obligation);
      const auto e = explained(model::Viewer::system("test"), d.no);
      EXPECT_FALSE(find_array(e, "clauses")->empty());
      EXPECT_EQ(find_array(e, "due_from")->size(), c.world.catalogue.obligation(d.obligation)->due.size());
      EXPECT_FALSE(to_text(e, true).empty());
      EXPECT_THAT(to_text(e, false), ::testing::Not(HasSubstr("unknown kind")));
      ++told;
    }
  }
  EXPECT_GT(told, 200U);
}

TEST_F(ExplainTest, ADutyAsTheApiShowsIt) {
  auto unit = c.unit(net, "门户", 2);
  const model::Duty duty = c.duty(net.org, "file_network_units", unit.id);
  c.reading([&](store::ReadTx& tx) -> Status {
    LP_TRY(const json::object mine, duty_to_json(tx, net.officer, c.world.catalogue, duty, c.today()));
    EXPECT_EQ(get_string(mine, "org_name"), "苏州秋水网络");
    EXPECT_EQ(get_int(mine, "days_left"), 30);
    EXPECT_EQ(get_string(*find_object(mine, "object"), "label"), "门户");
    EXPECT_EQ(get_string(*find_object(mine, "report"), "kind"), "network_unit");
    EXPECT_EQ(get_string(mine, "submit_to"), "telecom_protection_system");
    EXPECT_FALSE(get_string(*find_object(mine, "next"), "zh").empty());
    EXPECT_TRUE(get_bool(mine, "verified"));
    LP_TRY(const json::object blind, duty_to_json(tx, other.officer, c.world.catalogue, duty, c.today(), "x"));
    EXPECT_EQ(get_string(*find_object(blind, "object"), "label"), "") << "no label through the wall";
    return ok_status();
  });
}

}  // namespace
}  // namespace lp::campaign
