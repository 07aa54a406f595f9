#include "model/viewer.h"

#include <gtest/gtest.h>

namespace lp::model {
namespace {

Kind unit_kind() {
  Kind k;
  k.name = "network_unit";
  k.visible = {{Side::enterprise, Reach::own}, {Side::assessor, Reach::assigned}, {Side::regulator, Reach::region}};
  return k;
}

Viewer viewer(Role role) {
  Viewer v;
  v.role = role;
  v.org = OrgId{7};
  return v;
}

bool sees(const Viewer& v, const Kind& kind, std::int64_t org, const char* region, const char* type) {
  const json::object record{{"id", org}, {"org_id", org}, {"region", region}, {"types", json::array{type}}};
  const json::object owner{{"region", region}, {"types", json::array{type}}};
  return test(wall(v, kind), ObjectSource(record, &owner), Date());
}

TEST(Wall, EnterpriseSeesItsOwnOnly) {
  for (Role role : {Role::enterprise_officer, Role::enterprise_leader}) {
    EXPECT_TRUE(sees(viewer(role), unit_kind(), 7, "320100", "internet"));
    EXPECT_FALSE(sees(viewer(role), unit_kind(), 8, "320100", "internet"));
  }
  Viewer homeless = viewer(Role::enterprise_officer);
  homeless.org = {};
  EXPECT_FALSE(sees(homeless, unit_kind(), 0, "320100", "internet"));
}

TEST(Wall, AssessorSeesAssignedOnly) {
  Viewer v = viewer(Role::assessor);
  EXPECT_FALSE(sees(v, unit_kind(), 7, "320100", "internet"));
  v.assigned = {OrgId{9}};
  EXPECT_TRUE(sees(v, unit_kind(), 9, "320100", "internet"));
  EXPECT_FALSE(sees(v, unit_kind(), 8, "320100", "internet"));
}

TEST(Wall, OfficerIsLimitedByRegionAndSector) {
  Viewer v = viewer(Role::regulator_officer);
  v.regions = {"320100", "320500"};
  v.sectors = {"internet"};
  EXPECT_TRUE(sees(v, unit_kind(), 1, "320100", "internet"));
  EXPECT_FALSE(sees(v, unit_kind(), 1, "320200", "internet"));
  EXPECT_FALSE(sees(v, unit_kind(), 1, "320100", "basic_telecom"));
  EXPECT_TRUE(sees(viewer(Role::regulator_leader), unit_kind(), 1, "320200", "basic_telecom"));
}

TEST(Wall, OrganisationRegisterStandsOnItsOwnId) {
  Kind k = unit_kind();
  k.name = "organisation";
  k.owned = false;
  EXPECT_TRUE(sees(viewer(Role::enterprise_officer), k, 7, "320100", "internet"));
  EXPECT_FALSE(sees(viewer(Role::enterprise_officer), k, 8, "320100", "internet"));
  Viewer v = viewer(Role::regulator_officer);
  v.regions = {"320500"};
  EXPECT_FALSE(sees(v, k, 8, "320100", "internet"));
}

TEST(Wall, AdministratorSeesNoRecordAndUnlistedSidesNone) {
  EXPECT_FALSE(sees(viewer(Role::administrator), unit_kind(), 7, "320100", "internet"));
  Kind secret = unit_kind();
  secret.visible = {{Side::regulator, Reach::all}};
  EXPECT_FALSE(sees(viewer(Role::enterprise_officer), secret, 7, "320100", "internet"));
  EXPECT_FALSE(sees(viewer(Role::assessor), secret, 7, "320100", "internet"));
}

TEST(Role, NamesRoundTrip) {
  for (int i = 0; i <= static_cast<int>(Role::system); ++i) {
    const Role role = static_cast<Role>(i);
    EXPECT_EQ(parse_role(to_string(role)), role);
  }
  EXPECT_FALSE(parse_role("root"));
}

TEST(Role, LeadersAuditorsAndAdministratorsWriteNothing) {
  EXPECT_TRUE(may_write_records(Role::enterprise_officer));
  for (Role role : {Role::enterprise_leader, Role::auditor, Role::administrator}) EXPECT_FALSE(may_write_records(role));
}

}  // namespace
}  // namespace lp::model
