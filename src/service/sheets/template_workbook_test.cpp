#include "service/sheets/template_workbook.h"

#include <gtest/gtest.h>

#include "io/files.h"
#include "io/testing.h"
#include "io/xlsx_reader.h"
#include "service/sheets/import.h"
#include "service/sheets/sheet_fields.h"
#include "service/sheets/test_kinds.h"

namespace lp::service {
namespace {

TEST(Template, MarksRequiredColumnsAndImportsBack) {
  auto dir = std::move(*io::TempDir::create("template-test"));
  const auto path = dir.path() / "t.xlsx";
  const model::Catalogue catalogue = testing::catalogue();
  model::Viewer viewer;
  viewer.role = model::Role::regulator_leader;
  model::Catalogue writable = catalogue;
  model::Kind& kind = writable.kinds.at("network_unit");
  kind.visible = {{model::Side::regulator, model::Reach::all}};
  kind.creatable = {{model::Side::regulator, true}};
  ASSERT_TRUE(write_template(writable, kind, viewer, path));
  auto book = std::move(*io::Workbook::open(path));
  ASSERT_EQ(book->sheets().size(), 3u);
  const auto rows = io::testing::read_all(**book->open_sheet(0));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0][0], "所属单位 *");
  EXPECT_EQ(rows[0][1], "定级对象名称 *");
  EXPECT_TRUE(rows[1][0].starts_with(example_mark));
  const auto codes = io::testing::read_all(**book->open_sheet(2));
  EXPECT_EQ(codes[0][0], "互联网数据中心");
  testing::MemoryTarget target;
  ImportRequest request;
  request.kind = "network_unit";
  request.file = path;
  const auto report = run_import(target, writable, request, true);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->rows, 0) << "an untouched template imports nothing";
}

TEST(SheetFields, CellsReadLikePeopleWrite) {
  const model::Catalogue c = testing::catalogue();
  const model::Kind& org = *c.kind("organisation");
  const model::Kind& unit = *c.kind("network_unit");
  EXPECT_EQ(to_cell(c, *org.find_field("region"), "320100", true).text, "南京市");
  EXPECT_EQ(to_cell(c, *org.find_field("region"), "320100", false).text, "Nanjing");
  EXPECT_EQ(to_cell(c, *org.find_field("region"), "999999", true).text, "999999");
  EXPECT_EQ(to_cell(c, *unit.find_field("cities"), json::array{"320100", "320500"}, true).text, "南京市；苏州市");
  EXPECT_EQ(to_cell(c, *unit.find_field("unit_type"), "dns", false).text, "DNS");
  EXPECT_EQ(to_cell(c, *org.find_field("important_data"), true, true).text, "是");
  EXPECT_EQ(to_cell(c, *org.find_field("employees"), 12, true).kind, io::CellKind::number);
  EXPECT_EQ(to_cell(c, *org.find_field("founded"), "2024-07-15", true).kind, io::CellKind::date);
  EXPECT_TRUE(to_cell(c, *org.find_field("founded"), nullptr, true).empty());
}

}  // namespace
}  // namespace lp::service
