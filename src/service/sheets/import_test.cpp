#include "service/sheets/import.h"

#include <gtest/gtest.h>

#include "io/csv_writer.h"
#include "io/files.h"
#include "io/testing.h"
#include "service/sheets/test_kinds.h"

namespace lp::service {
namespace {

constexpr const char* header = "企业名称,统一社会信用代码,地市,成立日期\n";

class ImportTest : public ::testing::Test {
 protected:
  model::Catalogue catalogue = testing::catalogue();
  testing::MemoryTarget target;
  io::TempDir dir = std::move(*io::TempDir::create("import-test"));
  std::vector<std::pair<std::int64_t, std::string>> rejected;

  ImportRequest request(const std::string& bytes, std::string kind = "organisation", ImportPolicy policy = ImportPolicy::update) {
    const auto path = dir.path() / "upload";
    EXPECT_TRUE(io::write_file_atomic(path, bytes));
    ImportRequest r;
    r.kind = std::move(kind);
    r.file = path;
    r.name = "upload.csv";
    r.policy = policy;
    return r;
  }
  ImportReport run(const ImportRequest& r, bool commit) {
    rejected.clear();
    const auto keep = [&](const io::Row& row, const std::vector<RowProblem>& problems) {
      rejected.emplace_back(row.number, problems.front().code);
      return ok_status();
    };
    auto report = run_import(target, catalogue, r, commit, keep);
    EXPECT_TRUE(report) << (report ? "" : report.error().message);
    return report ? *report : ImportReport{};
  }
};

TEST_F(ImportTest, CreatesAndIsIdempotent) {
  const auto r = request(std::string(header) + "甲公司,91320100MA1ABCDE2X,南京,2001/1/2\n乙公司,91320500MA1ABCDE3Y,苏州市,\n");
  const ImportReport checked = run(r, false);
  EXPECT_EQ(checked.create, 2);
  EXPECT_EQ(target.writes, 0) << "checking writes nothing";
  EXPECT_EQ(run(r, true).create, 2);
  EXPECT_EQ(target.writes, 2);
  const ImportReport again = run(r, true);
  EXPECT_EQ(again.unchanged, 2);
  EXPECT_EQ(again.written.size(), 0u);
  EXPECT_EQ(target.writes, 2) << "nothing is written twice";
}

TEST_F(ImportTest, FollowsThePolicyWhereRecordsDiffer) {
  target.put("organisation", {}, {{"name", "旧名"}, {"uscc", "91320100MA1ABCDE2X"}});
  const std::string text = std::string(header) + "新名,91320100MA1ABCDE2X,,\n";
  EXPECT_EQ(run(request(text, "organisation", ImportPolicy::skip), true).conflicts, 1);
  EXPECT_EQ(target.writes, 0);
  EXPECT_TRUE(run(request(text, "organisation", ImportPolicy::stop), false).stopped);
  const auto stopped = run_import(target, catalogue, request(text, "organisation", ImportPolicy::stop), true);
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, Errc::conflict);
  EXPECT_EQ(run(request(text, "organisation", ImportPolicy::update), true).update, 1);
  EXPECT_EQ(get_string(target.records["organisation"].at(1).data, "name"), "新名");
}

TEST_F(ImportTest, EmptyCellsClearNothing) {
  target.put("organisation", {}, {{"name", "甲"}, {"uscc", "91320100MA1ABCDE2X"}, {"region", "320100"}});
  EXPECT_EQ(run(request(std::string(header) + "甲,91320100MA1ABCDE2X,,\n"), true).unchanged, 1);
}

TEST_F(ImportTest, RejectsBadRowsAndGoesOn) {
  const auto r = request(std::string(header) + "甲,91320100MA1ABCDE2X,南京,2024-02-30\n,91320100MA1ABCDE4Z,,\n丙,短,,\n丁,91320500MA1ABCDE3Y,,\n戊,91320500ma1abcde3y,,\n" +
                         std::string(3'500'000, 'x') + ",91320500MA1ABCDE5Y,,\n好,91320500MA1ABCDE6Y,,\n");
  const ImportReport checked = run(r, false);
  EXPECT_EQ(checked.rows, 7);
  EXPECT_EQ(checked.valid, 2);
  EXPECT_EQ(rejected, (std::vector<std::pair<std::int64_t, std::string>>{{2, "invalid_date"}, {3, "required"}, {4, "uscc_length"}, {6, "duplicate_in_file"}, {7, "too_long"}}));
  const ImportReport done = run(r, true);
  EXPECT_EQ(done.create, 2);
  EXPECT_EQ(done.rejected, 5);
  EXPECT_EQ(rejected.size(), 5u);
  for (const RowProblem& p : done.problems) EXPECT_FALSE(p.zh.empty() || p.en.empty()) << p.code;
}

TEST_F(ImportTest, ResolvesOrganisationsWithinTheWall) {
  const RecordId a = target.put("organisation", {}, {{"name", "甲公司"}, {"uscc", "91320100MA1ABCDE2X"}});
  target.put("organisation", {}, {{"name", "同名公司"}, {"uscc", "1"}});
  target.put("organisation", {}, {{"name", "同名公司"}, {"uscc", "2"}});
  const auto r = request("所属单位,系统名称,网络单元类型\n甲公司,核心网,域名系统\n91320100ma1abcde2x,边缘网,idc\n别家公司,x,idc\n同名公司,y,idc\n,z,idc\n", "network_unit");
  const ImportReport done = run(r, true);
  EXPECT_EQ(done.create, 2);
  EXPECT_EQ(rejected, (std::vector<std::pair<std::int64_t, std::string>>{{4, "org_unknown"}, {5, "org_ambiguous"}, {6, "org_required"}}));
  for (const auto& [id, record] : target.records["network_unit"]) EXPECT_EQ(record.org, to_org(a));
  EXPECT_EQ(run(r, true).unchanged, 2);
}

TEST_F(ImportTest, SameNameInAnotherOrganisationIsAnotherRecord) {
  target.put("network_unit", {7}, {{"name", "核心网"}, {"unit_type", "dns"}});
  auto r = request("系统名称,网络单元类型\n核心网,idc\n", "network_unit");
  r.org = {8};
  EXPECT_EQ(run(r, true).create, 1);
  r.org = {7};
  EXPECT_EQ(run(r, true).update, 1);
}

TEST_F(ImportTest, RefusesAWrongSheetClearly) {
  const auto wrong = run_import(target, catalogue, request("颜色,口味\n红,甜\n"), false);
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().message_zh.find("工作表"), std::string::npos);
  EXPECT_FALSE(wrong.error().hint.empty());
}

TEST_F(ImportTest, RefusesMappingsToUnknownOrComputedFields) {
  auto r = request("系统名称,等级\n甲,3\n", "network_unit");
  r.org = {1};
  r.mapping = {{0, "name"}, {1, "grade"}};
  EXPECT_FALSE(run_import(target, catalogue, r, false));
  r.mapping = {{0, "name"}, {1, "nonsense"}};
  EXPECT_FALSE(run_import(target, catalogue, r, false));
}

TEST_F(ImportTest, TroubleOfTheStoreEndsTheImport) {
  target.fail_writes = make_error(Errc::unavailable, "disk full");
  const auto failed = run_import(target, catalogue, request(std::string(header) + "甲,91320100MA1ABCDE2X,,\n"), true);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, Errc::unavailable);
}

TEST_F(ImportTest, ReadsGbkAndBrokenQuotes) {
  const std::string text = std::string(header) + "\"甲,91320100MA1ABCDE2X,南京,\n\"乙\",91320500MA1ABCDE3Y,苏州,2020年1月1日\n";
  const ImportReport done = run(request(io::from_utf8(text, io::Encoding::gb18030)), true);
  EXPECT_EQ(done.create, 2);
  EXPECT_EQ(get_string(target.records["organisation"].at(2).data, "founded"), "2020-01-01");
}

TEST_F(ImportTest, ReadsAWorkbookAPersonMade) {
  const std::string styles = R"(<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>)";
  const std::string rows = R"(<row r="1"><c r="A1" t="str"><v>2024年企业名录</v></c></row>)"
                           R"(<row r="2"><c r="A2" t="str"><v>单位名称</v></c><c r="B2" t="str"><v>统一社会信用代码</v></c><c r="C2" t="str"><v>成立日期</v></c></row>)"
                           R"(<row r="3"><c r="A3" t="str"><v>甲公司</v></c><c r="B3" t="str"><v>91320100MA1ABCDE2X</v></c><c r="C3" s="1"><v>45488</v></c></row>)"
                           R"(<row r="4"><c r="A4" t="str"><v>示例：乙公司</v></c><c r="B4" t="str"><v>91320100MA1ABCDE3X</v></c></row>)";
  const auto r = request(io::testing::make_workbook({{"hidden notes", io::testing::sheet_xml("<row><c><v>1</v></c></row>")}, {"名录", io::testing::sheet_xml(rows, R"(<mergeCells><mergeCell ref="A1:C1"/></mergeCells>)")}}, "", "", styles));
  EXPECT_EQ(run(r, true).create, 1) << "example rows are left out";
  EXPECT_EQ(get_string(target.records["organisation"].at(1).data, "founded"), "2024-07-15");
}

TEST(ImportPolicyTest, NamesRoundTrip) {
  for (const ImportPolicy p : {ImportPolicy::skip, ImportPolicy::update, ImportPolicy::stop}) EXPECT_EQ(parse_import_policy(to_string(p)), p);
  EXPECT_EQ(parse_import_policy("overwrite"), std::nullopt);
}

}  // namespace
}  // namespace lp::service
