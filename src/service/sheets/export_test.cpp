// Exports over a real store: exactly the filtered set in each format, personal data masked unless
// a reason is given and journalled, nothing from behind the wall.
#include "service/sheets/export.h"

#include <gmock/gmock.h>

#include "base/text.h"
#include "io/csv_reader.h"
#include "io/files.h"
#include "io/xlsx_reader.h"
#include "records/test_plant.h"

namespace lp::service {
namespace {

using namespace records::testing;
using model::Predicate;
using model::Role;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class ExportTest : public ::testing::Test {
 protected:
  World world;
  OrgId ours = world.add_org("本单位", "internet", "320100"), theirs = world.add_org("别家单位", "internet", "320500");
  model::Viewer officer = world.person(Role::enterprise_officer, ours), chief = world.person(Role::regulator_leader);
  io::TempDir dir = std::move(*io::TempDir::create("export-test"));

  model::Record app(OrgId org, const std::string& name) {
    json::object data = Planter(world, org).data(*world.catalogue.kind("app"));
    data["name"] = name;
    return world.read(must(world.engine.create(model::Viewer::system("test"), "app", org, data)));
  }
  static ExportRequest request(std::string_view kind, ExportFormat format) {
    ExportRequest out;
    out.query.kind = std::string(kind);
    out.format = format;
    return out;
  }
  std::filesystem::path path() const { return dir.path() / "out"; }
  std::int64_t write(const model::Viewer& viewer, const ExportRequest& r) { return must(export_records(*world.store, viewer, r, path())); }
  std::string text() { return must(io::read_file(path(), 10 << 20)); }
  std::vector<std::string> names_as_json(const model::Viewer& viewer, const ExportRequest& r) {
    write(viewer, r);
    std::vector<std::string> names;
    const auto parsed = parse_json(text());
    EXPECT_TRUE(parsed) << text();
    for (const json::value& row : parsed->as_array()) names.push_back(get_string(*find_object(row.as_object(), "data"), "name"));
    std::sort(names.begin(), names.end());
    return names;
  }
};

TEST_F(ExportTest, HoldsExactlyTheFilteredSet) {
  app(ours, "甲"), app(ours, "乙"), app(ours, "丙");
  auto r = request("app", ExportFormat::json);
  EXPECT_THAT(names_as_json(officer, r), ElementsAre("丙", "乙", "甲"));
  r.query.where = Predicate::compare("name", model::Op::in, json::array{"甲", "丙"});
  EXPECT_THAT(names_as_json(officer, r), ElementsAre("丙", "甲"));
  r.query.limit = 1;
  r.query.offset = 5;
  EXPECT_THAT(names_as_json(officer, r), ElementsAre("丙", "甲")) << "an export has no pages";
  r.query.where = Predicate::equals("name", "没有");
  EXPECT_THAT(names_as_json(officer, r), ElementsAre());
}

TEST_F(ExportTest, AllFormatsHoldTheSameRows) {
  for (int i = 0; i < 30; ++i) app(ours, "应用" + std::to_string(i));
  EXPECT_EQ(write(officer, request("app", ExportFormat::csv)), 30);
  const std::string csv = text();
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 31) << "a header and a line each";
  EXPECT_THAT(csv, HasSubstr("编号"));
  EXPECT_EQ(write(officer, request("app", ExportFormat::xlsx)), 30);
  EXPECT_EQ(text().substr(0, 2), "PK");
  EXPECT_EQ(write(officer, request("app", ExportFormat::json)), 30);
}

TEST_F(ExportTest, NothingFromBehindTheWall) {
  app(ours, "自己的"), app(theirs, "别人的");
  EXPECT_THAT(names_as_json(officer, request("app", ExportFormat::json)), ElementsAre("自己的"));
  auto city = world.person(Role::regulator_officer);
  city.regions = {"320500"};
  EXPECT_THAT(names_as_json(city, request("app", ExportFormat::json)), ElementsAre("别人的"));
  EXPECT_THAT(names_as_json(chief, request("app", ExportFormat::json)), ElementsAre("别人的", "自己的"));
  EXPECT_THAT(names_as_json(world.person(Role::administrator), request("app", ExportFormat::json)), ElementsAre());
  write(officer, request("app", ExportFormat::csv));
  EXPECT_THAT(text(), Not(HasSubstr("别家单位"))) << "not even as a name";
}

TEST_F(ExportTest, PersonalDataNeedsAReasonThatIsJournalled) {
  const std::string mobile = "13912345678", name = "欧阳某某";
  must(world.engine.create(officer, "contact", {}, {{"name", name}, {"role", "network_security"}, {"mobile", mobile}}));
  for (const ExportFormat format : {ExportFormat::csv, ExportFormat::json}) {
    auto r = request("contact", format);
    write(officer, r);
    EXPECT_THAT(text(), Not(HasSubstr(mobile)));
    EXPECT_THAT(text(), Not(HasSubstr(name)));
    r.reason = "核对联系人";
    write(officer, r);
    EXPECT_THAT(text(), HasSubstr(mobile));
    EXPECT_THAT(text(), HasSubstr(name));
  }
  std::vector<std::string> lines;
  must(world.store->read([&](store::ReadTx& tx) -> Status {
    LP_TRY(const auto entries, tx.journal(model::Viewer::system("test"), 0, 1000));
    for (const auto& e : entries) {
      if (e.action == "record.export") lines.push_back(e.kind + to_text(e.detail));
    }
    return ok_status();
  }));
  EXPECT_EQ(lines.size(), 4U) << "each export is journalled";
  EXPECT_EQ(std::count_if(lines.begin(), lines.end(), [](const auto& l) { return contains(l, "核对联系人"); }), 2);
}

TEST_F(ExportTest, FieldsAreChosenByNameAndMistakesNamed) {
  app(ours, "甲");
  auto r = request("app", ExportFormat::json);
  r.fields = {"name"};
  write(officer, r);
  EXPECT_THAT(text(), HasSubstr(R"("data":{"name":"甲"})"));
  r.fields = {"name", "nosuch"};
  const Error error = refused(export_records(*world.store, officer, r, path()));
  EXPECT_EQ(error.code, Errc::invalid);
  EXPECT_THAT(error.message, HasSubstr("nosuch"));
  EXPECT_THAT(error.message_zh, HasSubstr("nosuch"));
  const Error kind = refused(export_records(*world.store, officer, request("spaceship", ExportFormat::json), path()));
  EXPECT_EQ(kind.code, Errc::not_found);
  EXPECT_FALSE(kind.message_zh.empty());
}

// Fields the regulator keeps for itself are no fields to an enterprise.
TEST_F(ExportTest, FieldsOfTheRegulatorStayThere) {
  for (const auto& [name, kind] : world.catalogue.kinds) {
    for (const auto& field : kind.fields) {
      if (!field.regulator_only) continue;
      auto r = request(name, ExportFormat::json);
      r.fields = {field.name};
      EXPECT_FALSE(export_records(*world.store, officer, r, path())) << name << "." << field.name;
      EXPECT_TRUE(export_records(*world.store, chief, r, path())) << name << "." << field.name;
    }
  }
}

TEST_F(ExportTest, FormulasAreText) {
  app(ours, "=HYPERLINK(1)");
  app(ours, "@SUM(A1)");
  write(officer, request("app", ExportFormat::csv));
  const std::string written = text();
  for (const std::string_view line : split(written, '\n')) {
    for (const std::string_view cell : split(line, ',')) {
      const std::string_view inner = cell.starts_with('"') ? cell.substr(1) : cell;
      EXPECT_FALSE(inner.starts_with('=') || inner.starts_with('@')) << line;
    }
  }
}

TEST_F(ExportTest, AFolderThatIsNotThereIsSaid) {
  app(ours, "甲");
  for (const ExportFormat format : {ExportFormat::csv, ExportFormat::json, ExportFormat::xlsx}) {
    const Error error = refused(export_records(*world.store, officer, request("app", format), dir.path() / "no" / "such" / "out"));
    EXPECT_NE(error.code, Errc::internal);
    EXPECT_FALSE(error.message.empty());
  }
}

TEST_F(ExportTest, FormatsHaveNamesAndTypes) {
  for (const auto& [name, type] : {std::pair{"xlsx", "spreadsheetml"}, {"csv", "text/csv"}, {"json", "application/json"}}) {
    ASSERT_TRUE(parse_export_format(name)) << name;
    EXPECT_THAT(std::string(media_type(*parse_export_format(name))), HasSubstr(type));
  }
  for (const char* other : {"", "xls", "XLSX", "pdf", "xlsx "}) EXPECT_FALSE(parse_export_format(other)) << other;
}

}  // namespace
}  // namespace lp::service
