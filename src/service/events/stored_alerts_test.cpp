#include "service/events/stored_alerts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lp::service {
namespace {

store::StoredAlert alert() {
  return {.id = "a1", .state = 2, .severity = 3, .kind = "rule", .rule = "r1", .entity = "ip:10.0.0.1", .object = "门户", .org = {}, .owner = "=甲,公司", .count = 9,
          .first = 1'793'491'200'000'000, .last = 1'793'491'201'000'000, .json = R"({"title":{"zh":"挖矿","en":"Mining"}})"};
}

TEST(StoredAlerts, TitlesComeFromTheirJson) {
  store::StoredAlert a = alert();
  EXPECT_EQ(title_of(a, true), "挖矿");
  EXPECT_EQ(title_of(a, false), "Mining");
  a.json = "{broken";
  EXPECT_EQ(title_of(a, true), "r1");
  a.json = R"({"title":{"zh":""}})";
  EXPECT_EQ(title_of(a, true), "r1");
}

TEST(StoredAlerts, CsvHoldsThemAndNoFormula) {
  const std::string csv = alerts_csv(std::vector{alert()});
  EXPECT_THAT(csv, ::testing::StartsWith("\xEF\xBB\xBFid,state,kind"));
  EXPECT_THAT(csv, ::testing::HasSubstr("a1,closed,rule,r1,挖矿,Mining,high,ip:10.0.0.1,\"'=甲,公司\",门户,9,2026-11-01T00:00:00.000000Z,2026-11-01T00:00:01.000000Z\r\n"));
}

TEST(StoredAlerts, CountsAreKeyedForPrograms) {
  EXPECT_EQ(wire_key(store::AlertGroup::severity, "4"), "critical");
  EXPECT_EQ(wire_key(store::AlertGroup::severity, "250"), "critical") << "a number nobody gave is no crash";
  EXPECT_EQ(wire_key(store::AlertGroup::org, "0"), "");
  EXPECT_EQ(wire_key(store::AlertGroup::org, "甲公司"), "甲公司");
  EXPECT_EQ(wire_key(store::AlertGroup::day, "2026-11-01"), "2026-11-01");
  EXPECT_EQ(counts_csv("severity", store::AlertGroup::severity, std::vector<store::AlertCount>{{"1", 2, 3}}), "\xEF\xBB\xBFseverity,alerts,events\r\nlow,2,3\r\n");
}

TEST(StoredAlerts, GroupsHaveNames) {
  EXPECT_EQ(parse_alert_group("rule"), store::AlertGroup::rule);
  EXPECT_EQ(parse_alert_group("severity"), store::AlertGroup::severity);
  EXPECT_EQ(parse_alert_group("org"), store::AlertGroup::org);
  EXPECT_EQ(parse_alert_group("day"), store::AlertGroup::day);
  EXPECT_EQ(parse_alert_group("hour"), std::nullopt);
}

}  // namespace
}  // namespace lp::service
