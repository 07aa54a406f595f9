#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "records/check.h"
#include "records/test_world.h"

namespace lp::records {
namespace {

using testing::parse_object;
using testing::real_catalogue;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Case {
  std::string kind = "network_unit";
  model::Record record;
  json::object org = parse_object(R"({"name":"江苏云岭数据有限公司"})");
  std::map<std::string, std::vector<model::Record>> siblings;
  std::vector<std::int64_t> peers;
  std::vector<model::HistoryEntry> history;

  explicit Case(std::string_view data, std::string kind_name = "network_unit") : kind(std::move(kind_name)) {
    record.kind = kind;
    record.id = {7};
    record.state = "submitted";
    record.data = parse_object(data);
  }
  void add_sibling(const std::string& of, std::string_view data, std::int64_t id = 8) {
    model::Record other;
    other.kind = of;
    other.id = {id};
    other.no = "X-1";
    other.data = parse_object(data);
    siblings[of].push_back(other);
  }
  std::vector<std::string> run(std::string_view name) const {
    std::vector<std::string> codes;
    for (const auto& check : builtin_checks()) {
      if (check.name != name) continue;
      for (const auto& finding : check.run({real_catalogue(), *real_catalogue().kind(kind), record, org, siblings, peers,
                                            history, *parse_date("2024-07-15")})) {
        EXPECT_FALSE(finding.text.zh.empty() || finding.text.en.empty()) << finding.code;
        codes.push_back(finding.code);
      }
    }
    return codes;
  }
};

TEST(Checks, AreCollectedWithKindsThatExist) {
  EXPECT_GE(builtin_checks().size(), 4U);
  for (const auto& check : builtin_checks()) {
    EXPECT_FALSE(check.title.empty()) << check.name;
    for (const auto& kind : check.kinds) EXPECT_NE(real_catalogue().kind(kind), nullptr) << check.name << ": " << kind;
    for (const auto& kind : check.sibling_kinds) EXPECT_NE(real_catalogue().kind(kind), nullptr) << check.name << ": " << kind;
  }
}

TEST(UnitDivision, AsksForAddressesOrTheStatementThatThereAreNone) {
  EXPECT_THAT(Case(R"({"has_public_ip":true})").run("unit_division"), ElementsAre("no_address"));
  EXPECT_THAT(Case(R"({"has_public_ip":false})").run("unit_division"), IsEmpty());
  EXPECT_THAT(Case(R"({"has_public_ip":false,"public_ips":[{"range":"203.0.113.1"}]})").run("unit_division"), ElementsAre("address_denied"));
}

TEST(UnitDivision, FindsAnAddressInTwoUnitsAndAFutureStart) {
  Case c(R"({"lifecycle":"in_operation","go_live":"2024-08-01","public_ips":[{"range":"203.0.113.1-20"}]})");
  c.add_sibling("network_unit", R"({"name":"门户","public_ips":[{"range":"203.0.113.20"}]})");
  EXPECT_THAT(c.run("unit_division"), ElementsAre("address_twice", "not_yet_in_operation"));
}

TEST(UnitDivision, TellsLayersOfDifferentGradesApart) {
  Case c(R"({"has_public_ip":false,"name":"城域网","unit_type":"a","grade":2})");
  c.add_sibling("network_unit", R"({"name":"城域网","unit_type":"a","grade":3})");
  EXPECT_THAT(c.run("unit_division"), ElementsAre("grades_differ"));
}

TEST(UnitCoverage, NamesWhatNoUnitHolds) {
  Case c(R"({"name":"江苏云岭数据有限公司"})", "organisation");
  c.add_sibling("network_unit", R"({"domains":["example.cn"],"public_ips":[{"range":"203.0.113.0/24"}]})");
  c.add_sibling("app", R"({"name":"甲","unit":8,"domains":["api.example.cn"],"ips":["203.0.113.9"]})", 9);
  EXPECT_THAT(c.run("unit_coverage"), IsEmpty());
  c.add_sibling("app", R"({"name":"乙","domains":["notexample.cn"],"ips":["198.51.100.9"]})", 10);
  EXPECT_THAT(c.run("unit_coverage"), ElementsAre("app_without_unit", "domain_without_unit", "address_without_unit"));
}

TEST(AppFiling, SuffixFollowsTheKind) {
  EXPECT_THAT(Case(R"({"kind":"app","filing_no":"苏ICP备2024000001号-4A"})", "app").run("app_filing"), IsEmpty());
  EXPECT_THAT(Case(R"({"kind":"mini_program","filing_no":"苏ICP备2024000001号-4A"})", "app").run("app_filing"), ElementsAre("suffix_mismatch"));
  EXPECT_THAT(Case(R"({"kind":"app","filing_no":"苏ICP备2024000001号"})", "app").run("app_filing"), ElementsAre("suffix_mismatch"));
}

TEST(AppFiling, OwnerAndDomainsAgreeWithTheEnterprise) {
  Case c(R"({"kind":"app","owner_name":"江苏云岭数据有限公司","domains":["a.example.cn","b.example.net"],"unit":8})", "app");
  c.add_sibling("network_unit", R"({"domains":["example.cn"]})");
  EXPECT_THAT(c.run("app_filing"), ElementsAre("domain_not_in_unit"));
  c.record.data["owner_name"] = "别家公司";
  EXPECT_THAT(c.run("app_filing"), ElementsAre("owner_differs", "domain_not_in_unit"));
}

TEST(AppFiling, ChangesAfterTheFilingAreNamed) {
  Case c(R"({"kind":"app","number_shown":true})", "app");
  c.record.state = "filed";
  model::HistoryEntry filed, changed;
  filed.version = 3, filed.state = "filed";
  changed.version = 4, changed.state = "filed", changed.changes = parse_object(R"({"domains":[["a.cn"],["b.cn"]]})");
  c.history = {filed, changed};
  EXPECT_THAT(c.run("app_filing"), ElementsAre("changed_after_filing"));
}

TEST(GradingOutlier, ComparesWithTheMedianOfPeers) {
  Case c(R"({"grade":2,"impact":2,"scale":2,"importance":2})");
  c.peers = {2, 3, 3, 3};
  EXPECT_THAT(c.run("grading_outlier"), IsEmpty()) << "four peers are too few";
  c.peers.push_back(3);
  EXPECT_THAT(c.run("grading_outlier"), ElementsAre("below_median"));
}

TEST(GradingOutlier, SeesLightWeightsOnesAndLoweredGrades) {
  EXPECT_THAT(Case(R"({"impact":5,"scale":1,"importance":1,"weight_impact":0.1})").run("grading_outlier"), ElementsAre("light_weight"));
  EXPECT_THAT(Case(R"({"impact":1,"scale":1,"importance":1,"has_public_ip":true})").run("grading_outlier"), ElementsAre("all_ones"));
  Case c(R"({"grade":2})");
  model::HistoryEntry entry;
  entry.state = "changing", entry.changes = parse_object(R"({"grade":[3,2]})");
  c.history = {entry};
  EXPECT_THAT(c.run("grading_outlier"), ElementsAre("grade_lowered"));
}

TEST(RunChecks, GathersWithinTheWall) {
  using namespace testing;
  World world;
  const OrgId org = world.add_org("江苏云岭数据有限公司", "internet");
  const auto officer = world.person(model::Role::enterprise_officer, org);
  const auto app = must(world.engine.create(officer, "app", {}, {{"name", "云岭"}, {"kind", "app"}, {"domains", json::array{"a.example.cn"}}}));
  std::vector<Finding> findings;
  must(world.store->read([&](store::ReadTx& tx) -> Status {
    LP_TRY(findings, run_checks(tx, officer, world.catalogue, app, world.clock.today()));
    return ok_status();
  }));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].check, "app_filing");
  EXPECT_EQ(findings[0].code, "domain_not_in_unit");
}

}  // namespace
}  // namespace lp::records
