// What the owner may not change about itself.
#include "records/test_plant.h"

namespace lp::records {
namespace {

using namespace testing;
using model::Role;

class ProtectedFields : public ::testing::Test {
 protected:
  World world;
  OrgId org = world.add_org("苏州秋水网络", "internet", "320500");
  model::Viewer officer = world.person(Role::enterprise_officer, org);
  model::Viewer regulator = world.person(Role::regulator_officer);

  Result<model::Record> patch(const model::Viewer& who, json::object data) {
    return world.engine.update(who, "organisation", RecordId{org.value}, Engine::any_version, data);
  }
};

TEST_F(ProtectedFields, AnOfficerDoesNotRewriteWhatTheWallStandsOn) {
  const std::string other = sample_uscc(77);
  for (const auto& [field, value] : {std::pair<const char*, json::value>{"types", json::array{"assessor"}}, {"region", "320100"}, {"uscc", json::value(other)}, {"name", "另一家"}}) {
    const Error e = refused(patch(officer, {{field, value}}));
    EXPECT_EQ(e.code, Errc::invalid);
    ASSERT_EQ(e.fields.size(), 1u) << field;
    EXPECT_EQ(e.fields[0].field, field);
    EXPECT_EQ(e.fields[0].code, "not_writable");
    must(patch(regulator, {{field, value}}));
  }
  must(patch(officer, {{"short_name", "秋水"}}));
}

TEST_F(ProtectedFields, TheCodeOfAnotherIsNotToldApartFromAFreeOne) {
  const OrgId second = world.add_org("无锡惠山网络", "internet", "320200");
  const std::string taken = get_string(world.read("organisation", RecordId{second.value}).data, "uscc");
  const Error known = refused(patch(officer, {{"uscc", taken}})), unknown = refused(patch(officer, {{"uscc", sample_uscc(88)}}));
  ASSERT_EQ(known.fields.size(), unknown.fields.size());
  EXPECT_EQ(known.fields[0].code, unknown.fields[0].code);
}

TEST_F(ProtectedFields, FormsAreToldSo) {
  const auto record = world.read("organisation", RecordId{org.value});
  const auto editable = world.engine.editable_fields(officer, record);
  EXPECT_EQ(std::count(editable.begin(), editable.end(), "region"), 0);
  EXPECT_EQ(std::count(editable.begin(), editable.end(), "short_name"), 1);
}

}  // namespace
}  // namespace lp::records
