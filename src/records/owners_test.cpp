#include "records/owners.h"

#include "records/test_world.h"

namespace lp::records::testing {
namespace {

model::Kind kind_asking(model::Predicate condition) {
  model::Kind kind;
  kind.fields.resize(2);
  kind.fields[1].required_when = std::move(condition);
  return kind;
}

TEST(Owners, AskedOnlyWhenAConditionNamesTheOrganisation) {
  using model::Predicate;
  const auto of_owner = Predicate::equals("org.types", "internet"), of_record = Predicate::equals("grade", 3);
  EXPECT_TRUE(asks_owner(kind_asking(of_owner)));
  EXPECT_TRUE(asks_owner(kind_asking(Predicate::all_of({of_record, Predicate::negation(of_owner)}))));
  EXPECT_FALSE(asks_owner(kind_asking(of_record)));
  EXPECT_FALSE(asks_owner(model::Kind()));
}

TEST(Owners, KeepTheDataOfTheLastOneAlone) {
  Owners owners;
  EXPECT_EQ(owners.data({}), nullptr);
  owners.keep({7}, {{"name", "甲"}});
  owners.note({7});
  EXPECT_EQ(get_string(*owners.data({7}), "name"), "甲");
  EXPECT_EQ(owners.data({8}), nullptr);
  owners.keep({8}, {});
  EXPECT_EQ(owners.data({7}), nullptr);
  EXPECT_TRUE(owners.known({7}));
  EXPECT_FALSE(owners.known({8}));
}

// A batch must refuse what single writes refuse: the owner behind the wall, before and after a good row.
TEST(Owners, ABatchStillStopsAtTheWall) {
  World world;
  const OrgId near = world.add_org("南京甲", "internet", "320100"), far = world.add_org("苏州乙", "internet", "320500");
  model::Viewer officer;
  officer.role = model::Role::regulator_officer;
  officer.user = {5};
  officer.regions = {"320100"};
  const json::object app{{"name", "掌上"}, {"kind", "app"}};
  must(world.store->write([&](store::WriteTx& tx) -> Status {
    Owners owners;
    const auto create = [&](OrgId org) { return world.engine.create(tx, officer, "app", org, app, "import", &owners); };
    EXPECT_EQ(refused(create(far)).code, Errc::not_found);
    EXPECT_EQ(must(create(near)).org, near);
    EXPECT_EQ(must(create(near)).org, near);
    EXPECT_EQ(refused(create(far)).code, Errc::not_found);
    return {};
  }));
}

}  // namespace
}  // namespace lp::records::testing
