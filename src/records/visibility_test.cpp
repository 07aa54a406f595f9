#include "records/visibility.h"

#include <gtest/gtest.h>

#include "records/test_world.h"

namespace lp::records {
namespace {

using model::Role;
using testing::parse_object;
using testing::real_catalogue;

model::Viewer viewer(Role role) {
  model::Viewer v;
  v.role = role;
  return v;
}

TEST(Visibility, RegulatorFieldsAreForRegulators) {
  const auto& kind = *real_catalogue().kind("network_unit");
  const auto& note = *kind.find_field("review_note");
  EXPECT_FALSE(may_see(viewer(Role::enterprise_officer), note));
  EXPECT_FALSE(may_see(viewer(Role::assessor), note));
  EXPECT_TRUE(may_see(viewer(Role::regulator_officer), note));
  EXPECT_TRUE(may_see(viewer(Role::enterprise_leader), *kind.find_field("name")));
}

TEST(Visibility, HistoryHidesThemToo) {
  const auto& kind = *real_catalogue().kind("network_unit");
  model::HistoryEntry entry;
  entry.changes = parse_object(R"({"review_note":[null,"x"],"name":["a","b"]})");
  hide_fields(viewer(Role::enterprise_officer), kind, entry);
  EXPECT_EQ(to_text(entry.changes), R"({"name":["a","b"]})");
}

TEST(Visibility, MasksPeople) {
  const auto& kind = *real_catalogue().kind("network_unit");
  model::Record record;
  record.data = parse_object(R"({"name":"核心网","head_name":"张三丰","head_phone":"13800001234"})");
  mask_personal(kind, record);
  EXPECT_EQ(get_string(record.data, "name"), "核心网");
  EXPECT_EQ(get_string(record.data, "head_name"), "张**");
  EXPECT_EQ(get_string(record.data, "head_phone"), "138****1234");
}

TEST(Visibility, MasksColumnsOfRows) {
  const auto& kind = *real_catalogue().kind("expert_review");
  model::Record record;
  record.data = parse_object(R"({"experts":[{"name":"李四光","employer":"某院"}]})");
  mask_personal(kind, record);
  EXPECT_EQ(to_text(record.data), R"({"experts":[{"name":"李**","employer":"某院"}]})");
}

TEST(Visibility, MasksMail) {
  model::Field field;
  field.type = model::FieldType::email;
  EXPECT_EQ(masked(field, "wang@example.cn"), json::value("w***@example.cn"));
}

}  // namespace
}  // namespace lp::records
