#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "records/test_sample.h"

namespace lp::records {
namespace {

using model::Role;
using namespace testing;
using ::testing::Contains;
using ::testing::Not;

class EngineTest : public ::testing::Test {
 protected:
  World world;
  OrgId org = world.add_org("江苏云岭数据有限公司", "internet");
  OrgId other = world.add_org("苏州秋水网络有限公司", "internet", "320500");
  model::Viewer officer = world.person(Role::enterprise_officer, org);
  model::Viewer leader = world.person(Role::enterprise_leader, org);
  model::Viewer stranger = world.person(Role::enterprise_officer, other);
  model::Viewer regulator = world.person(Role::regulator_leader);
  const model::Kind& unit_kind = *world.catalogue.kind("network_unit");

  json::object unit_data(std::int64_t seed = 1) {
    auto data = Sampler(world, seed).data(unit_kind);
    data["lifecycle"] = "in_operation";
    data["has_public_ip"] = true;
    data["impact"] = 2, data["scale"] = 2, data["importance"] = 2;
    return data;
  }
  model::Record add_unit(std::int64_t seed = 1) {
    return world.read(must(world.engine.create(officer, "network_unit", {}, unit_data(seed))));
  }
  static std::vector<std::string> codes(const Error& error) {
    std::vector<std::string> out;
    for (const auto& field : error.fields) out.push_back(field.field + ":" + field.code);
    return out;
  }
};

TEST_F(EngineTest, EnterpriseRecordsBelongToItsOrganisation) {
  const auto unit = add_unit();
  EXPECT_EQ(unit.org, org);
  EXPECT_EQ(unit.state, "draft");
  EXPECT_EQ(unit.version, 1);
  EXPECT_EQ(unit.no, "NU-2024-000001");
  EXPECT_EQ(get_int(unit.data, "grade"), 2);
}

TEST_F(EngineTest, NamingAnotherOrganisationFindsNothing) {
  const auto error = refused(world.engine.create(officer, "network_unit", other, unit_data()));
  EXPECT_EQ(error.code, Errc::not_found);
}

// Grade 3 needs the experts' opinion on what was submitted, not on what stood there before.
TEST_F(EngineTest, AnOldOpinionDoesNotPassANewSubmission) {
  auto data = unit_data();
  data["impact"] = 3, data["scale"] = 3, data["importance"] = 3;
  auto unit = world.read(must(world.engine.create(officer, "network_unit", {}, data)));
  must(world.move(officer, unit, "submit"));
  must(world.move(regulator, unit, "send_to_experts"));
  must(world.move(regulator, unit, "record_opinion", {}, {{"expert_opinion", "agree"}, {"expert_grade", 3}}));
  EXPECT_EQ(unit.state, "expert_reviewed");
  must(world.move(regulator, unit, "return", "边界变了"));
  must(world.move(officer, unit, "submit", {}, {{"expert_opinion", "agree"}}));
  EXPECT_THAT(codes(refused(world.move(regulator, unit, "pass"))), Contains(":guard"));
  must(world.move(regulator, unit, "accept"));
  EXPECT_THAT(codes(refused(world.move(regulator, unit, "pass"))), Contains(":guard"));
  must(world.move(regulator, unit, "send_to_experts"));
  must(world.move(regulator, unit, "record_opinion", {}, {{"expert_opinion", "raise"}, {"expert_grade", 4}}));
  must(world.move(regulator, unit, "pass"));
  EXPECT_EQ(unit.state, "review_passed");
}

TEST_F(EngineTest, LeaderAuditorAndAdministratorWriteNothing) {
  const auto unit = add_unit();
  for (Role role : {Role::enterprise_leader, Role::auditor, Role::administrator}) {
    const auto viewer = world.person(role, role == Role::enterprise_leader ? org : OrgId{});
    EXPECT_EQ(refused(world.engine.create(viewer, "network_unit", org, unit_data(2))).code, Errc::denied);
    const auto update = refused(world.engine.update(viewer, "network_unit", unit.id, 1, {{"users", "x"}}));
    EXPECT_EQ(update.code, role == Role::administrator ? Errc::not_found : Errc::denied);
    EXPECT_FALSE(world.engine.move(viewer, "network_unit", unit.id, 1, "submit", ""));
  }
}

TEST_F(EngineTest, StrangersFindNothing) {
  const auto unit = add_unit();
  EXPECT_EQ(refused(world.engine.get(stranger, "network_unit", unit.id)).code, Errc::not_found);
  EXPECT_EQ(refused(world.engine.update(stranger, "network_unit", unit.id, 1, {{"name", "x"}})).code, Errc::not_found);
  EXPECT_EQ(refused(world.engine.move(stranger, "network_unit", unit.id, 1, "submit", "")).code, Errc::not_found);
}

TEST_F(EngineTest, StaleVersionsConflict) {
  const auto unit = add_unit();
  must(world.engine.update(officer, "network_unit", unit.id, 1, {{"users", "一万户"}}));
  const auto error = refused(world.engine.update(officer, "network_unit", unit.id, 1, {{"users", "两万户"}}));
  EXPECT_EQ(error.code, Errc::conflict);
  EXPECT_FALSE(error.message_zh.empty());
}

TEST_F(EngineTest, SendingTheWholeFormBackChangesNothing) {
  const auto unit = add_unit();
  const auto same = must(world.engine.update(officer, "network_unit", unit.id, 1, unit.data));
  EXPECT_EQ(same.version, 1);
}

TEST_F(EngineTest, NullClears) {
  const auto unit = add_unit();
  const auto cleared = must(world.engine.update(officer, "network_unit", unit.id, 1, {{"division_reason", nullptr}}));
  EXPECT_FALSE(cleared.data.contains("division_reason"));
}

TEST_F(EngineTest, ComputedFieldsFollowTheirInputsAndCannotBeWritten) {
  const auto unit = add_unit();
  const auto error = refused(world.engine.update(officer, "network_unit", unit.id, 1, {{"grade", 5}}));
  EXPECT_THAT(codes(error), Contains("grade:computed"));
  const auto raised = must(world.engine.update(officer, "network_unit", unit.id, 1, {{"impact", 4}, {"scale", 4}, {"importance", 3}}));
  EXPECT_EQ(get_int(raised.data, "grade"), 4);
}

TEST_F(EngineTest, UnknownAndMalformedValuesAreNamed) {
  const auto unit = add_unit();
  const auto error = refused(world.engine.update(officer, "network_unit", unit.id, 1,
                                                 {{"no_such", 1}, {"impact", 9}, {"go_live", "2024-02-30"}, {"head_phone", "12"}}));
  EXPECT_EQ(error.code, Errc::invalid);
  EXPECT_THAT(codes(error), ::testing::IsSupersetOf({"no_such:unknown_field", "impact:range", "go_live:invalid_date", "head_phone:phone"}));
}

TEST_F(EngineTest, RegulatorOnlyFieldsAreHiddenFromTheEnterprise) {
  const auto unit = add_unit();
  const auto error = refused(world.engine.update(officer, "network_unit", unit.id, 1, {{"review_note", "x"}}));
  EXPECT_THAT(codes(error), Contains("review_note:not_writable"));
  must(world.engine.update(regulator, "network_unit", unit.id, 1, {{"review_note", "内部备注"}}));
  EXPECT_FALSE(must(world.engine.get(officer, "network_unit", unit.id)).data.contains("review_note"));
  EXPECT_TRUE(must(world.engine.get(regulator, "network_unit", unit.id)).data.contains("review_note"));
}

TEST_F(EngineTest, StampedDatesAreNobodysToWrite) {
  const auto unit = add_unit();
  const auto error = refused(world.engine.update(officer, "network_unit", unit.id, 1, {{"submitted_on", "2024-07-01"}}));
  EXPECT_THAT(codes(error), Contains("submitted_on:not_writable"));
}

TEST_F(EngineTest, RequiredFieldsAreAskedOnCreate) {
  const auto error = refused(world.engine.create(officer, "network_unit", {}, {}));
  EXPECT_THAT(codes(error), ::testing::IsSupersetOf({"name:required", "unit_type:required"}));
  EXPECT_THAT(codes(error), Not(Contains("topology:required")));
}

TEST_F(EngineTest, SubmittingAsksForTheWholeForm) {
  auto data = unit_data();
  data.erase("topology");
  data.erase("public_ips");
  auto unit = must(world.engine.create(officer, "network_unit", {}, data));
  const auto error = refused(world.engine.move(officer, "network_unit", unit.id, 1, "submit", ""));
  EXPECT_THAT(codes(error), ::testing::IsSupersetOf({"topology:required", "public_ips:required", ":guard"}));
  EXPECT_EQ(world.read(unit).state, "draft");
}

TEST_F(EngineTest, LockedStatesKeepTheirFields) {
  auto unit = add_unit();
  must(world.move(officer, unit, "submit"));
  EXPECT_EQ(get_string(unit.data, "submitted_on"), "2024-07-15");
  EXPECT_EQ(unit.submitted_by, officer.user);
  const auto error = refused(world.engine.update(officer, "network_unit", unit.id, unit.version, {{"name", "改名"}}));
  EXPECT_THAT(codes(error), Contains("name:locked_field"));
  EXPECT_TRUE(world.engine.editable_fields(officer, unit).empty());
}

TEST_F(EngineTest, MovesKeepToStateSideAndReason) {
  auto unit = add_unit();
  EXPECT_EQ(refused(world.engine.move(regulator, "network_unit", unit.id, 1, "pass", "")).code, Errc::locked);
  EXPECT_EQ(refused(world.engine.move(regulator, "network_unit", unit.id, 1, "submit", "")).code, Errc::denied);
  EXPECT_EQ(refused(world.engine.move(officer, "network_unit", unit.id, 1, "fly", "")).code, Errc::unsupported);
  must(world.move(officer, unit, "submit"));
  const auto error = refused(world.engine.move(regulator, "network_unit", unit.id, unit.version, "return", " "));
  EXPECT_THAT(codes(error), Contains("reason:required"));
  must(world.move(regulator, unit, "return", "拓扑图不清晰"));
  EXPECT_EQ(unit.state, "returned");
}

TEST_F(EngineTest, ReviewersDoNotPassWhatTheySubmitted) {
  auto unit = add_unit();
  must(world.move(officer, unit, "submit"));
  auto turncoat = regulator;
  turncoat.user = officer.user;   // one person with two hats
  EXPECT_EQ(refused(world.engine.move(turncoat, "network_unit", unit.id, unit.version, "pass", "")).code, Errc::denied);
  must(world.move(regulator, unit, "pass"));
}

TEST_F(EngineTest, UniqueNamesAreFreeAgainWhenTheRecordEnds) {
  auto unit = add_unit();
  auto data = unit_data(50);
  data["name"] = unit.data.at("name");
  const auto error = refused(world.engine.create(officer, "network_unit", {}, data));
  EXPECT_THAT(codes(error), Contains("name:not_unique"));
  must(world.engine.create(stranger, "network_unit", {}, data));  // unique_in_org
  must(world.move(officer, unit, "discard", "重复"));
  must(world.engine.create(officer, "network_unit", {}, data));
}

TEST_F(EngineTest, EndStatesAreImmutable) {
  auto unit = add_unit();
  must(world.move(officer, unit, "discard", "填错"));
  EXPECT_EQ(refused(world.engine.update(officer, "network_unit", unit.id, unit.version, {{"name", "x"}})).code, Errc::locked);
  EXPECT_EQ(refused(world.engine.update(regulator, "network_unit", unit.id, unit.version, {{"review_note", "x"}})).code, Errc::locked);
}

TEST_F(EngineTest, ReferencesStayInsideTheOrganisation) {
  const auto unit = add_unit();
  const auto foreign = world.read(must(world.engine.create(stranger, "network_unit", {}, unit_data(90))));
  auto app = Sampler(world, 5).data(*world.catalogue.kind("app"));
  app["unit"] = foreign.id.value;
  EXPECT_THAT(codes(refused(world.engine.create(officer, "app", {}, app))), Contains("unit:no_such_record"));
  EXPECT_THAT(codes(refused(world.engine.create(regulator, "app", org, app))), Contains("unit:other_org"));
  app["unit"] = unit.id.value;
  must(world.engine.create(officer, "app", {}, app));
}

TEST_F(EngineTest, FilesMustHaveBeenUploaded) {
  auto data = unit_data();
  data["topology"] = json::object{{"hash", std::string(64, 'a')}, {"name", "x.pdf"}, {"size", 3}, {"type", "application/pdf"}};
  EXPECT_THAT(codes(refused(world.engine.create(officer, "network_unit", {}, data))), Contains("topology:no_such_file"));
}

TEST_F(EngineTest, ReadingAsTheRegulatorIsJournalled) {
  const auto unit = add_unit();
  must(world.engine.get(officer, "network_unit", unit.id));
  must(world.engine.get(regulator, "network_unit", unit.id));
  std::vector<store::JournalEntry> readers;
  must(world.store->read([&](store::ReadTx& tx) -> Status {
    LP_TRY(readers, tx.readers_of(officer, "network_unit", unit.id, 10));
    return ok_status();
  }));
  ASSERT_EQ(readers.size(), 1U);
  EXPECT_EQ(readers[0].user, regulator.user);
  EXPECT_EQ(readers[0].action, "record.read");
}

TEST_F(EngineTest, PreviewSaysWhatIsMissing) {
  auto data = unit_data();
  data.erase("topology");
  const auto unit = world.read(must(world.engine.create(officer, "network_unit", {}, data)));
  for (const auto& preview : must(world.engine.preview_moves(officer, unit))) {
    if (preview.move->name == "submit") {
      EXPECT_FALSE(preview.allowed);
      EXPECT_TRUE(preview.offered);
      ASSERT_EQ(preview.missing.size(), 1U);
      EXPECT_EQ(preview.missing[0].field, "topology");
      EXPECT_NE(preview.why_not.zh.find("拓扑图"), std::string::npos);
    }
    if (preview.move->name == "discard") {
      EXPECT_TRUE(preview.allowed);
    }
    if (preview.move->name == "import_filed") {
      EXPECT_FALSE(preview.offered);
    }
  }
}

TEST_F(EngineTest, PreviewAgreesWithTheMove) {
  auto unit = add_unit();
  must(world.move(officer, unit, "submit"));
  for (const auto& viewer : {officer, leader, regulator}) {
    for (const auto& preview : must(world.engine.preview_moves(viewer, unit))) {
      const bool with_input = !preview.move->needs.empty();
      if (preview.allowed && with_input) continue;
      bool made = false;
      must(world.store->write([&](store::WriteTx& tx) -> Status {
        made = world.engine.move(tx, viewer, unit.kind, unit.id, Engine::any_version, preview.move->name, "试").has_value();
        return make_error(Errc::cancelled, "undone");
      }).error().code == Errc::cancelled ? Status() : Status(make_error(Errc::internal, "expected to be undone")));
      EXPECT_EQ(made, preview.allowed) << preview.move->name << ": " << preview.why_not.en;
    }
  }
}

TEST_F(EngineTest, SystemTakesOverFilingsInAnyState) {
  const auto system = model::Viewer::system("stock-taking");
  auto data = unit_data();
  data["filing_no"] = "苏通备2023001";
  data["submitted_on"] = "2023-05-01";
  Result<model::Record> made = make_error(Errc::internal, "not run");
  must(world.store->write_bulk([&](store::WriteTx& tx) -> Status {
    made = world.engine.create_in_state(tx, system, "network_unit", org, data, "filed");
    EXPECT_EQ(refused(world.engine.create_in_state(tx, officer, "network_unit", org, data, "filed")).code, Errc::denied);
    return ok_status();
  }));
  EXPECT_EQ(must(std::move(made)).state, "filed");
}

TEST_F(EngineTest, CheckSaysWhatCreateWouldRefuseAndWritesNothing) {
  std::vector<FieldProblem> problems;
  must(world.store->read([&](store::ReadTx& tx) -> Status {
    LP_TRY(problems, world.engine.check(tx, officer, "network_unit", {}, {}, {{"impact", 7}}));
    return ok_status();
  }));
  EXPECT_GE(problems.size(), 3U);
}

}  // namespace
}  // namespace lp::records
