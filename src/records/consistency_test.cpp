#include "records/consistency.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "records/test_sample.h"

namespace lp::records {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

AddressRow row(std::string addresses, std::string unit = {}, std::string grade = {}, std::string category = {}) {
  return {std::move(addresses), std::move(unit), std::move(grade), std::move(category), "row " + unit};
}

std::vector<std::string> told(const ConsistencyReport& report) {
  std::vector<std::string> out;
  for (const auto& f : report.findings) {
    out.push_back(f.rule + " " + f.value + " in " + std::string(to_string(f.present)) + " not " + std::string(to_string(f.missing)));
  }
  return out;
}

TEST(Consistency, ExpandsRangesAndComparesBothWays) {
  ConsistencyInput input;
  input.sets[AddressSet::filing] = {row("203.0.113.1-3")};
  input.sets[AddressSet::ip_filing] = {row("203.0.113.2，203.0.113.3; 203.0.113.9")};
  const auto report = check_consistency(input);
  EXPECT_THAT(told(report), ElementsAre("a_b 203.0.113.1 in filing not ip_filing", "a_b 203.0.113.9 in ip_filing not filing"));
  EXPECT_EQ(report.sizes.at(AddressSet::filing), 3U);
}

TEST(Consistency, LeavesOutPrivateAndExcludedAddresses) {
  ConsistencyInput input;
  input.sets[AddressSet::filing] = {row("10.0.0.0/24"), row("203.0.113.1-4"), row("192.168.1.1")};
  input.sets[AddressSet::own_ledger] = {row("203.0.113.1")};
  input.exclude = {"203.0.113.3-4"};
  EXPECT_THAT(told(check_consistency(input)), ElementsAre("a_e 203.0.113.2 in filing not own_ledger"));
}

TEST(Consistency, TriplesCompareUnitAndGrade) {
  ConsistencyInput input;
  input.sets[AddressSet::filing] = {row("203.0.113.1", "城域网 核心层", "3"), row("203.0.113.2", "门户", "2")};
  input.sets[AddressSet::asset_platform] = {row("203.0.113.1", "城域网核心层", "2"), row("203.0.113.2", "门 户", "2")};
  const auto report = check_consistency(input);
  ASSERT_EQ(report.findings.size(), 1U);
  EXPECT_EQ(report.findings[0].rule, "triple_a_c");
  EXPECT_EQ(report.findings[0].value, "203.0.113.1 / 城域网 核心层 / 3");
  EXPECT_EQ(report.findings[0].other, "203.0.113.1 / 城域网核心层 / 2");
}

TEST(Consistency, OneWayRulesLookOneWay) {
  ConsistencyInput input;
  input.sets[AddressSet::host_list] = {row("203.0.113.5")};
  input.sets[AddressSet::ip_filing] = {row("203.0.113.6")};
  input.sets[AddressSet::asset_platform] = {row("203.0.113.5", "", "", "操作系统"), row("203.0.113.7", "", "", "操作系统"),
                                            row("203.0.113.8", "", "", "数据库")};
  EXPECT_THAT(told(check_consistency(input)), ElementsAre("d_in_b 203.0.113.5 in host_list not ip_filing",
                                                          "c_in_d 203.0.113.7 in asset_platform not host_list"));
}

TEST(Consistency, SetsNotGivenAreNotCompared) {
  ConsistencyInput input;
  input.sets[AddressSet::filing] = {row("203.0.113.1")};
  EXPECT_THAT(check_consistency(input).findings, IsEmpty());
}

TEST(Consistency, BadRowsAreReportedAndTheRestGoesOn) {
  ConsistencyInput input;
  input.max_addresses = 300;
  input.sets[AddressSet::filing] = {row("203.0.113.300"), row("8.0.0.0/8"), row("203.0.113.1")};
  input.sets[AddressSet::ip_filing] = {row("2001:db8::1")};
  const auto report = check_consistency(input);
  EXPECT_EQ(report.problems.errors(), 2U);
  EXPECT_EQ(report.findings.size(), 2U);
  EXPECT_EQ(to_json(report).at("problems").as_array().size(), 2U);
}

TEST(Consistency, SetAComesFromUnitsHandedIn) {
  using namespace testing;
  World world;
  const OrgId org = world.add_org("江苏云岭数据有限公司", "internet"), other = world.add_org("旁人", "internet");
  const auto officer = world.person(model::Role::enterprise_officer, org);
  const auto& kind = *world.catalogue.kind("network_unit");
  auto data = Sampler(world, 1).data(kind);
  data["lifecycle"] = "in_operation", data["impact"] = 2, data["scale"] = 2, data["importance"] = 2, data["has_public_ip"] = true;
  data["public_ips"] = json::array{json::object{{"range", "203.0.113.16/30"}}};
  auto unit = must(world.engine.create(officer, "network_unit", {}, data));
  const auto rows_for = [&](OrgId whose) {
    Result<std::vector<AddressRow>> rows = make_error(Errc::internal, "not run");
    must(world.store->read([&](store::ReadTx& tx) {
      rows = read_filing_set(tx, officer, whose);
      return ok_status();
    }));
    return rows;
  };
  EXPECT_TRUE(must(rows_for(org)).empty());
  must(world.move(officer, unit, "submit"));
  const auto rows = must(rows_for(org));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].addresses, "203.0.113.16/30");
  EXPECT_EQ(rows[0].grade, "2");
  EXPECT_EQ(rows[0].source, unit.no);
  EXPECT_EQ(refused(rows_for(other)).code, Errc::not_found);
}

}  // namespace
}  // namespace lp::records
