#include "model/kind_json.h"

#include <gtest/gtest.h>

namespace lp::model {
namespace {

Kind unit() {
  Kind kind;
  kind.name = "unit";
  kind.version = 3;
  kind.title = {"单元", "Unit"};
  kind.task = 1;
  kind.number_prefix = "NU";
  Field life;
  life.name = "life";
  life.type = FieldType::enumeration;
  life.title = {"状态", "Life"};
  life.section = {"基本", "Basic"};
  life.options = {{"live", {"运行", "Live"}, "", false, "x"}};
  life.required_from = {"filed"};
  life.required_when = Predicate::equals("life", "live");
  life.min = 1;
  kind.fields = {life};
  State draft;
  draft.name = "draft";
  draft.title = {"草稿", "Draft"};
  Move file;
  file.name = "file";
  file.title = {"备案", "File"};
  file.from = {"draft"};
  file.to = "filed";
  file.by = {Side::regulator};
  file.needs = {"reason"};
  file.guards = {Predicate::equals("life", "live")};
  file.guard_titles = {{"运行中", "Live"}};
  kind.workflow = {"draft", {draft}, {file}};
  kind.visible[Side::enterprise] = Reach::own;
  kind.creatable[Side::enterprise] = true;
  return kind;
}

TEST(KindJson, NamesAreWireNames) {
  const json::object out = to_json(unit());
  EXPECT_EQ(out.at("name"), "unit");
  EXPECT_EQ(out.at("version"), 3);
  EXPECT_EQ(out.at("label"), "name");
  EXPECT_EQ(out.at("visible").at("enterprise"), "own");
  const json::value& field = out.at("fields").at(0);
  EXPECT_EQ(field.at("type"), "enum");
  EXPECT_EQ(field.at("options").at(0).at("verified"), false);
  EXPECT_EQ(field.at("required_when").at("life"), "live");
  EXPECT_EQ(out.at("workflow").at("moves").at(0).at("by").at(0), "regulator");
  EXPECT_EQ(out.at("workflow").at("moves").at(0).at("guards").at(0).at("title").at("zh"), "运行中");
  EXPECT_EQ(out.at("workflow").at("states").at(0).at("tone"), "neutral");
  EXPECT_EQ(out.at("sections").at(0).at("en"), "Basic");
}

TEST(KindJson, SilentOptionsAreLeftOut) {
  const json::object field = to_json(unit().fields[0]);
  for (const char* key : {"required", "multi", "personal", "help", "pattern", "unit", "aliases", "default"}) EXPECT_FALSE(field.contains(key)) << key;
}

TEST(KindJson, EqualKindsGiveEqualBytes) {
  EXPECT_EQ(to_canonical_text(to_json(unit())), to_canonical_text(to_json(unit())));
}

TEST(PlanJson, DutiesClocksPlans) {
  Obligation duty;
  duty.name = "file_units";
  duty.force = Force::regulator_must;
  duty.each_kind = "unit";
  DueSource due;
  due.kind = DueSource::Kind::after_state;
  due.state = "filed";
  due.within = {30, PeriodUnit::days};
  duty.due = {due};
  const json::object out = to_json(duty);
  EXPECT_EQ(out.at("force"), "regulator_must");
  EXPECT_EQ(out.at("due").at(0).at("within"), "30d");
  EXPECT_EQ(out.at("each").at("kind"), "unit");
  ClockRule clock;
  clock.limit = {20, PeriodUnit::working_days};
  EXPECT_EQ(to_json(clock).at("limit_words").at("zh"), "20个工作日");
  Plan plan;
  plan.name = "p";
  plan.tasks = {{1, {"备案", "File"}, {}, "g"}};
  plan.obligations = {"file_units"};
  EXPECT_EQ(to_json(plan).at("tasks").at(0).at("number"), 1);
  EXPECT_EQ(to_json(plan).at("obligations").at(0), "file_units");
  Taxonomy taxonomy;
  taxonomy.name = "t";
  taxonomy.entries = {{"a", {"甲", "A"}, "", true, ""}};
  EXPECT_FALSE(to_json(taxonomy).at("entries").at(0).as_object().contains("parent"));
}

}  // namespace
}  // namespace lp::model
