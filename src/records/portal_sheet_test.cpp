#include "records/portal_sheet.h"

#include <gtest/gtest.h>

#include "records/test_world.h"

namespace lp::records {
namespace {

using testing::parse_object;
using testing::real_catalogue;

TEST(PortalSheet, FollowsThePortalsPanels) {
  const auto& kind = *real_catalogue().kind("network_unit");
  model::Record record;
  record.data = parse_object(R"({"name":"核心网","impact":3,"hardware":[{"brand":"甲","model":"A1","quantity":2,"problem":false}]})");
  const auto sheet = testing::must(portal_sheet(real_catalogue(), kind, record, true));
  const auto& sections = sheet.at("sections").as_array();
  ASSERT_EQ(sections.size(), find_array(kind.portal_sheet, "sections")->size());
  EXPECT_EQ(to_text(sections[0].as_object().at("rows").as_array()[0]), R"({"label":"定级对象名称","value":"核心网"})");
  const auto& table = sections[4].as_object().at("tables").as_array()[0].as_object();
  EXPECT_EQ(to_text(table.at("columns").as_array()[1]), R"("品牌")");
  const auto& cells = table.at("rows").as_array()[0].as_array();
  EXPECT_EQ(cells[1], json::value("甲"));
  EXPECT_EQ(cells[7], json::value("否"));
}

TEST(PortalSheet, SpeaksEnglishToo) {
  const auto& kind = *real_catalogue().kind("network_unit");
  const auto sheet = testing::must(portal_sheet(real_catalogue(), kind, {}, false));
  EXPECT_EQ(get_string(sheet, "title"), "Fields to copy into the MIIT system");
}

TEST(PortalSheet, KindsWithoutALayoutHaveNone) {
  model::Kind kind;
  kind.name = "contact";
  const auto sheet = portal_sheet(real_catalogue(), kind, {}, true);
  ASSERT_FALSE(sheet);
  EXPECT_EQ(sheet.error().code, Errc::unsupported);
}

}  // namespace
}  // namespace lp::records
