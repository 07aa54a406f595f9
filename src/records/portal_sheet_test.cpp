#include "records/portal_sheet.h"

#include <gtest/gtest.h>

#include "records/test_sample.h"

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

// The portal's six panels with its own columns in its own order, as people must type them there.
TEST(PortalSheet, EveryPanelHasThePortalsColumns) {
  const std::pair<const char*, std::vector<const char*>> panels[] = {
      {"主要硬件", {"类型", "品牌", "型号", "数量", "维护方式", "所在机房", "已运行时间", "存在问题", "问题详细"}},
      {"安全系统", {"品牌", "型号", "数量", "维护方式", "所在机房", "已运行时间", "存在问题", "问题详细"}},
      {"基础软件", {"类型", "厂商", "版本", "套数", "维护方式", "所在机房", "已运行时间", "所在设备", "正版", "存在问题", "问题详细"}},
      {"应用软件", {"名称", "研发方", "版本", "套数", "维护方式", "所在机房", "已运行时间", "所在设备", "存在问题", "问题详细"}},
      {"公网IP地址段", {"IP分类", "IP地址段", "描述"}},
      {"主要协议和端口", {"端口", "端口描述", "IP"}}};
  const auto& kind = *real_catalogue().kind("network_unit");
  const auto sheet = testing::must(portal_sheet(real_catalogue(), kind, {}, true));
  for (const auto& [title, columns] : panels) {
    const json::object* found = nullptr;
    for (const auto& section : sheet.at("sections").as_array()) {
      if (get_string(section.as_object(), "title") == title) found = &section.as_object();
    }
    ASSERT_NE(found, nullptr) << title;
    const json::array& shown = found->at("tables").as_array().at(0).as_object().at("columns").as_array();
    ASSERT_EQ(shown.size(), columns.size()) << title << to_text(shown);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      EXPECT_NE(std::string(shown[i].as_string()).find(columns[i]), std::string::npos) << title << " column " << i << ": " << shown[i].as_string();
    }
  }
}

// Everything a person filled in is on the sheet, in both languages; nothing is left to be looked up elsewhere.
TEST(PortalSheet, NothingFilledInIsLeftOut) {
  testing::World world;
  const auto& kind = *world.catalogue.kind("network_unit");
  model::Record record;
  record.data = testing::Sampler(world, 1).data(kind, true);
  for (const bool zh : {true, false}) {
    const auto sheet = testing::must(portal_sheet(world.catalogue, kind, record, zh));
    std::size_t filled = 0;
    for (const auto& section : sheet.at("sections").as_array()) {
      EXPECT_FALSE(get_string(section.as_object(), "title").empty());
      for (const auto& row : section.at("rows").as_array()) {
        EXPECT_FALSE(get_string(row.as_object(), "label").empty());
        filled += get_string(row.as_object(), "value").empty() ? 0 : 1;
      }
      for (const auto& table : section.at("tables").as_array()) {
        const auto& rows = table.at("rows").as_array();
        ASSERT_EQ(rows.size(), 1U) << to_text(table);
        EXPECT_EQ(rows[0].as_array().size(), table.at("columns").as_array().size());
        for (const auto& cell : rows[0].as_array()) filled += cell.is_string() && !cell.as_string().empty() ? 1 : 0;
      }
    }
    EXPECT_GT(filled, 50U);
  }
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
