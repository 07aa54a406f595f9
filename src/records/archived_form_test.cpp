#include "records/archived_form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/kind_json.h"
#include "records/form_json.h"
#include "records/test_sample.h"

namespace lp::records {
namespace {

using model::Role;
using namespace testing;

model::Catalogue next_year() {
  model::Catalogue catalogue = real_catalogue();
  auto& kind = catalogue.kinds.at("task_report");
  kind.version += 1;
  model::Field added;
  added.name = "added_next_year";
  added.title = {"新增栏目", "Added"};
  added.required_from = {"submitted", "accepted"};
  kind.fields.push_back(added);
  return catalogue;
}

TEST(FormJson, EveryFormReadsBackAsItWasArchived) {
  for (const auto& [name, kind] : real_catalogue().kinds) {
    const auto form = must(parse_form(model::to_json(kind)));
    ASSERT_EQ(form.fields.size(), kind.fields.size()) << name;
    for (std::size_t i = 0; i < form.fields.size(); ++i) {
      auto expected = model::to_json(kind.fields[i]);
      expected.erase("aliases");   // of importers, not of the form
      EXPECT_EQ(to_canonical_text(model::to_json(form.fields[i])), to_canonical_text(expected)) << name;
    }
  }
}

TEST(FormJson, RefusesWhatIsNoForm) {
  EXPECT_EQ(refused(parse_form(json::value(7))).code, Errc::corrupt);
  EXPECT_EQ(refused(parse_form(json::object{{"fields", json::array{7}}})).code, Errc::corrupt);
  EXPECT_EQ(refused(parse_form(json::object{{"fields", json::array{json::object{{"name", "x"}, {"type", "magic"}}}}})).code, Errc::corrupt);
}

TEST(ArchivedForm, ASubmissionIsJudgedByTheFormItWasFiledWith) {
  World world;
  const OrgId org = world.add_org("江苏云岭数据有限公司", "internet");
  const auto officer = world.person(Role::enterprise_officer, org);
  const auto regulator = world.person(Role::regulator_leader);
  const auto data = Sampler(world, 1).data(*world.catalogue.kind("task_report"));
  auto handed_in = must(world.engine.create(officer, "task_report", {}, data));
  auto waiting = must(world.engine.create(officer, "task_report", {}, data));
  must(world.move(officer, handed_in, "submit"));
  world.store.reset();

  const model::Catalogue later = next_year();
  const auto store = must(store::Store::open({world.folder}, later, world.clock));
  const Engine engine(*store, later);
  // The old submission is accepted without the new field; the draft must fill it and takes the new version.
  EXPECT_EQ(must(engine.move(regulator, "task_report", handed_in.id, handed_in.version, "accept", "")).form_version, 1);
  const auto error = refused(engine.move(officer, "task_report", waiting.id, waiting.version, "submit", ""));
  ASSERT_EQ(error.fields.size(), 1U);
  EXPECT_EQ(error.fields[0].field, "added_next_year");
  const auto sent = must(engine.move(officer, "task_report", waiting.id, waiting.version, "submit", "", {{"added_next_year", "已填"}}));
  EXPECT_EQ(sent.form_version, 2);
}

}  // namespace
}  // namespace lp::records
