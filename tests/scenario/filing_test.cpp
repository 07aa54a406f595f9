// One filing lived through by both sides: what each sees, who looked, what the journal proves.
#include <gtest/gtest.h>

#include "records/check.h"
#include "records/diff.h"
#include "records/links.h"
#include "records/portal_sheet.h"
#include "records/test_plant.h"

namespace lp {
namespace {

using model::Role;
using namespace records::testing;

class FilingStory : public ::testing::Test {
 protected:
  World world;
  OrgId org = world.add_org("江苏云岭数据有限公司", "internet");
  model::Viewer officer = world.person(Role::enterprise_officer, org);
  model::Viewer leader = world.person(Role::enterprise_leader, org);
  model::Viewer regulator = world.person(Role::regulator_officer);
  const model::Kind& kind = *world.catalogue.kind("network_unit");

  model::Record draft() {
    auto data = Sampler(world, 1).data(kind);
    for (const char* factor : {"impact", "scale", "importance"}) data[factor] = 2;
    data["lifecycle"] = "in_operation", data["has_public_ip"] = true;
    return world.read(must(world.engine.create(officer, "network_unit", {}, data)));
  }
  template <class T, class Work>
  T reading(const Work& work) {
    T out{};
    must(world.store->read([&](store::ReadTx& tx) -> Status {
      LP_TRY(out, work(tx));
      return ok_status();
    }));
    return out;
  }
};

TEST_F(FilingStory, FromDraftToFiledWithAReturn) {
  auto unit = draft();
  must(world.move(officer, unit, "submit"));
  world.clock.advance_days(1);
  must(world.engine.get(regulator, "network_unit", unit.id));
  must(world.move(regulator, unit, "return", "边界描述不完整", {{"review_note", "电话已告知"}}));
  must(world.engine.update(officer, "network_unit", unit.id, unit.version, {{"boundary", "与骨干网以防火墙相接"}}));
  unit = world.read(unit);
  must(world.move(officer, unit, "submit"));
  must(world.move(regulator, unit, "pass"));
  world.clock.advance_days(3);
  must(world.move(regulator, unit, "file", "", {{"filing_no", "苏通备2024001"}}));
  EXPECT_EQ(unit.state, "filed");
  EXPECT_EQ(get_string(unit.data, "submitted_on"), "2024-07-16");
  EXPECT_EQ(get_string(unit.data, "passed_on"), "2024-07-16");

  // The enterprise's leader reads everything but the reviewer's note.
  EXPECT_FALSE(must(world.engine.get(leader, "network_unit", unit.id)).data.contains("review_note"));
  const auto history = reading<std::vector<model::HistoryEntry>>(
      [&](store::ReadTx& tx) { return tx.history(leader, "network_unit", unit.id); });
  EXPECT_EQ(history.size(), static_cast<std::size_t>(unit.version));
  bool boundary_told = false;
  for (const auto& entry : history) {
    for (const auto& change : records::changes_of(world.catalogue, kind, entry)) {
      boundary_told |= entry.action == "update" && change.title.zh == "网络边界描述";
    }
  }
  EXPECT_TRUE(boundary_told);

  // Who looked: the regulator, once.
  const auto readers = reading<std::vector<store::JournalEntry>>(
      [&](store::ReadTx& tx) { return tx.readers_of(leader, "network_unit", unit.id, 10); });
  ASSERT_EQ(readers.size(), 1U);
  EXPECT_EQ(readers[0].user, regulator.user);
}

TEST_F(FilingStory, AnExpertReviewIsLinkedToItsUnit) {
  auto unit = draft();
  must(world.move(officer, unit, "submit"));
  auto review = must(world.engine.create(regulator, "expert_review", org, {{"title", "七月评审会"}, {"unit", unit.id.value}}));
  must(world.move(regulator, unit, "send_to_experts", "", {{"expert_review", review.id.value}}));
  const std::vector<model::Record> page{unit, review};
  const auto links = reading<json::object>(
      [&](store::ReadTx& tx) { return records::resolve_links(tx, officer, world.catalogue, page); });
  EXPECT_EQ(get_string(links, fmt::format("expert_review:{}", review.id.value)), "七月评审会");
  EXPECT_EQ(get_string(links, fmt::format("network_unit:{}", unit.id.value)), get_string(unit.data, "name"));
}

TEST_F(FilingStory, TwoClerksEditingAtOnceLoseNothing) {
  const auto unit = draft();
  must(world.engine.update(officer, "network_unit", unit.id, unit.version, {{"users", "甲填写"}}));
  const auto late = refused(world.engine.update(officer, "network_unit", unit.id, unit.version, {{"users", "乙填写"}}));
  EXPECT_EQ(late.code, Errc::conflict);
  EXPECT_EQ(get_string(world.read(unit).data, "users"), "甲填写");
}

TEST_F(FilingStory, TheSheetToCopyFromIsComplete) {
  const auto unit = draft();
  const auto sheet = must(records::portal_sheet(world.catalogue, kind, unit, true));
  EXPECT_NE(to_text(sheet).find(get_string(unit.data, "name")), std::string::npos);
}

}  // namespace
}  // namespace lp
