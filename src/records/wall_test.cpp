// The wall, generated: every kind of specs/ × every role that has a tenant or a region. A canary
// record of somebody else never shows in get, list, count, groups, export rows, search, history
// or an error, and cannot be written.
#include <gtest/gtest.h>

#include "records/test_plant.h"

namespace lp::records {
namespace {

using model::Role;
using namespace testing;

const std::string canary = "金丝雀CANARY";

struct Probe {
  World& world;
  const model::Viewer& viewer;
  const model::Record& foreign;
  std::string seen;   // all text the viewer got

  void note(const Error& error) {
    EXPECT_EQ(error.code, Errc::not_found) << error.message;
    seen += error.message + error.message_zh + error.hint;
    for (const auto& field : error.fields) seen += field.field + field.zh + field.en;
  }
  void note(const model::Record& record) { seen += record.no + to_text(record.data); }
};

store::RecordQuery query_of(const model::Record& record, std::string search = {}) {
  store::RecordQuery query;
  query.kind = record.kind;
  query.search = std::move(search);
  query.limit = 500;
  return query;
}

Status read_everything(store::ReadTx& tx, Probe& probe) {
  const auto& foreign = probe.foreign;
  probe.note(refused(tx.get(probe.viewer, foreign.kind, foreign.id)));
  probe.note(refused(tx.history(probe.viewer, foreign.kind, foreign.id)));
  for (const std::string& search : {std::string(), canary, std::string("金丝雀")}) {
    const auto query = query_of(foreign, search);
    LP_TRY(const auto page, tx.list(probe.viewer, query));
    for (const auto& row : page.rows) probe.note(row);
    LP_TRY(const auto count, tx.count(probe.viewer, query));
    EXPECT_EQ(count, page.total);
    if (!search.empty()) {
      EXPECT_EQ(count, 0);
    }
    LP_CHECK_OK(tx.each(probe.viewer, query, [&](const model::Record& row) {
      probe.note(row);
      return true;
    }));
    LP_TRY(const auto hits, tx.search(probe.viewer, search.empty() ? foreign.no : search, 100));
    for (const auto& hit : hits) probe.seen += hit.no + hit.label;
  }
  auto exact = query_of(foreign);
  exact.where = model::Predicate::equals("id", foreign.id.value);
  LP_TRY(const auto found, tx.count(probe.viewer, exact));
  EXPECT_EQ(found, 0);
  LP_TRY(const auto groups, tx.count_by(probe.viewer, query_of(foreign), {"no"}));
  for (const auto& group : groups) probe.seen += to_text(json::array(group.key.begin(), group.key.end()));
  return ok_status();
}

void write_everything(Probe& probe, const model::Kind& kind) {
  const auto& engine = probe.world.engine;
  const auto& foreign = probe.foreign;
  probe.note(refused(engine.get(probe.viewer, foreign.kind, foreign.id)));
  if (!model::may_write_records(probe.viewer.role)) return;
  probe.note(refused(engine.update(probe.viewer, foreign.kind, foreign.id, foreign.version, {{kind.label_field, "x"}})));
  for (const auto& move : kind.workflow.moves) {
    probe.note(refused(engine.move(probe.viewer, foreign.kind, foreign.id, foreign.version, move.name, "试")));
  }
  probe.note(refused(engine.preview_moves(probe.viewer, foreign)));
  auto made = engine.create(probe.viewer, foreign.kind, foreign.org, foreign.data);
  EXPECT_FALSE(made) << kind.name;
  if (!made) probe.seen += made.error().message + made.error().message_zh;
}

class WallTest : public ::testing::TestWithParam<Role> {
 protected:
  World world;
  OrgId mine = world.add_org("本单位", "internet", "320100");
  OrgId theirs = world.add_org(canary, "basic_telecom", "320500");

  model::Viewer viewer() {
    const Role role = GetParam();
    const bool enterprise = role == Role::enterprise_officer || role == Role::enterprise_leader;
    auto who = world.person(role, enterprise ? mine : OrgId{});
    if (role == Role::assessor) who.assigned = {mine};
    if (role == Role::regulator_officer) who.regions = {"320100"};
    return who;
  }
};

TEST_P(WallTest, CanaryOfAnotherTenantNeverShows) {
  const auto who = viewer();
  Planter own(world, mine), other(world, theirs, canary);
  for (const auto& [name, kind] : world.catalogue.kinds) {
    const bool register_itself = name == "organisation";
    if (!kind.owned && !register_itself) continue;
    if (!register_itself) own.plant(kind);
    const auto foreign = register_itself ? world.read("organisation", to_record(theirs)) : other.plant(kind);
    Probe probe{world, who, foreign, {}};
    must(world.store->read([&](store::ReadTx& tx) { return read_everything(tx, probe); }));
    write_everything(probe, kind);
    EXPECT_EQ(probe.seen.find("CANARY"), std::string::npos) << name << ": " << probe.seen;
    if (!register_itself) {
      EXPECT_EQ(probe.seen.find(foreign.no), std::string::npos) << name << ": " << probe.seen;
    }
    EXPECT_EQ(to_text(world.read(foreign).data), to_text(foreign.data)) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(Roles, WallTest,
                         ::testing::Values(Role::enterprise_officer, Role::enterprise_leader, Role::assessor,
                                           Role::regulator_officer, Role::administrator),
                         [](const auto& role) { return std::string(model::to_string(role.param)); });

// The probe works: who may see the canary does.
TEST(Wall, TheRegulatorsLeaderSeesTheCanary) {
  World world;
  Planter other(world, world.add_org(canary, "internet"), canary);
  const auto leader = world.person(Role::regulator_leader);
  for (const auto& [name, kind] : world.catalogue.kinds) {
    if (!kind.owned) continue;
    const auto record = other.plant(kind);
    EXPECT_TRUE(world.engine.get(leader, name, record.id)) << name;
    must(world.store->read([&](store::ReadTx& tx) -> Status {
      LP_TRY(const auto count, tx.count(leader, query_of(record)));
      EXPECT_GT(count, 0) << name;
      return ok_status();
    }));
  }
}

TEST(Wall, SectorsLimitAnOfficerToo) {
  World world;
  const OrgId internet = world.add_org("互联网企业", "internet"), carrier = world.add_org("基础企业", "basic_telecom");
  auto officer = world.person(Role::regulator_officer);
  officer.sectors = {"internet"};
  EXPECT_TRUE(world.engine.get(officer, "organisation", to_record(internet)));
  EXPECT_EQ(refused(world.engine.get(officer, "organisation", to_record(carrier))).code, Errc::not_found);
}

}  // namespace
}  // namespace lp::records
