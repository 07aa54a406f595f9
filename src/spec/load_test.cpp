#include "spec/load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace lp::spec {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view unit_yaml = R"(
title: {zh: 网络单元, en: Network unit}
number: NU
source: [工业和信息化部令第11号 第七条]
sections: {grading: {zh: 定级, en: Grading}}
fields:
  name: {type: text, max: 100, required: true, search: true, list: true, title: {zh: 名称, en: Name}, aliases: [网元名称]}
  impact: {type: int, in: [1, 5], required_from: [submitted], section: grading, title: {zh: 影响, en: Impact}}
  life: {type: enum, of: [{code: trial, title: {zh: 试运行, en: Trial}}, {code: live, title: {zh: 运行, en: Live}}], default: live, title: {zh: 状态, en: Life}}
  hardware: {type: rows, columns: {brand: {type: text, title: {zh: 品牌, en: Brand}}}, title: {zh: 硬件, en: Hardware}}
  ips: {type: list, item: ip_range, required_when: {life: live}, title: {zh: 地址, en: IPs}}
workflow:
  start: draft
  states:
    draft: {title: {zh: 草稿, en: Draft}}
    submitted: {title: {zh: 已提交, en: Submitted}, tone: info, lock: true, editable: [ips], clock: review_20wd}
    filed: {title: {zh: 已备案, en: Filed}, end: true}
  moves:
    submit: {title: {zh: 提交, en: Submit}, from: draft, to: submitted, by: enterprise}
    file: {title: {zh: 备案, en: File}, from: [submitted], to: filed, by: [regulator], needs: [reason, impact], not_by: submit, stamps: [filed_on], guard: [{when: {impact: {gte: 1}}, title: {zh: 已定级, en: graded}}]}
visible: {enterprise: own, regulator: region}
create: [enterprise, regulator]
)";

TEST(Load, ReadsARecordKind) {
  model::Catalogue catalogue;
  Diagnostics out;
  load_text("records/unit.yaml", unit_yaml, catalogue, out);
  EXPECT_THAT(out.items(), ::testing::IsEmpty());
  const model::Kind* kind = catalogue.kind("unit");
  ASSERT_NE(kind, nullptr);
  EXPECT_EQ(kind->title.zh, "网络单元");
  ASSERT_EQ(kind->fields.size(), 5u);
  EXPECT_EQ(kind->find_field("impact")->section.en, "Grading");
  EXPECT_EQ(kind->find_field("impact")->max, 5.0);
  EXPECT_EQ(kind->find_field("life")->options[1].code, "live");
  EXPECT_EQ(kind->find_field("hardware")->columns[0].name, "brand");
  EXPECT_EQ(kind->find_field("hardware")->filter, false);
  EXPECT_EQ(kind->find_field("ips")->item, model::FieldType::ip_range);
  EXPECT_TRUE(kind->find_field("ips")->required_when.has_value());
  EXPECT_EQ(kind->find_field("name")->where, (SourceRef{"records/unit.yaml", 7, 3}));
  const model::Move* file = kind->workflow.find_move("file");
  ASSERT_NE(file, nullptr);
  EXPECT_THAT(file->sets, ::testing::ElementsAre("impact"));
  EXPECT_THAT(file->stamps, ::testing::ElementsAre("filed_on"));
  EXPECT_EQ(file->guards.size(), 1u);
  EXPECT_EQ(kind->visible.at(model::Side::regulator), model::Reach::region);
  EXPECT_TRUE(kind->creatable.at(model::Side::regulator));
}

TEST(Load, ReadsAnObligation) {
  model::Catalogue catalogue;
  Diagnostics out;
  load_text("obligations/file_units.yaml", R"(
title: {zh: 定级备案, en: File units}
task: 1
basis: [{doc: 苏通函〔2024〕88号, clause: 二(一)1}, {doc: 第11号令, clause: 第八条, verified: false}]
verified: true
applies_to: {type: [basic_telecom, internet]}
each: {kind: network_unit, where: {lifecycle: in_operation}}
met_when: {kind: assessment, state: [accepted], where: {type: risk}, object: unit, date: ended_at, at_least: 2}
due:
  - {on: 2024-07-31}
  - {after_state: review_passed, within: 30d}
  - {after_field: go_live, within: 20wd}
  - {every: {field: grade, cycles: {"3": 1y, "2": 2y}}, verified: false}
proof: [filing_receipt]
submit_to: telecom_protection_system
remind: [-15d, -1d, overdue, {overdue: 3d, escalate: true}]
)", catalogue, out);
  EXPECT_THAT(out.items(), ::testing::IsEmpty());
  const model::Obligation* duty = catalogue.obligation("file_units");
  ASSERT_NE(duty, nullptr);
  EXPECT_EQ(duty->basis[1].verified, false);
  EXPECT_EQ(duty->each_kind, "network_unit");
  EXPECT_EQ(duty->met.at_least, 2);
  EXPECT_EQ(duty->met.object_field, "unit");
  ASSERT_EQ(duty->due.size(), 4u);
  EXPECT_EQ(to_string(duty->due[0].date), "2024-07-31");
  EXPECT_EQ(duty->due[2].within, (model::Period{20, model::PeriodUnit::working_days}));
  EXPECT_EQ(duty->due[3].cycles[0].first, "3");
  EXPECT_FALSE(duty->due[3].verified);
  ASSERT_EQ(duty->remind.size(), 4u);
  EXPECT_EQ(duty->remind[0].before.amount, 15);
  EXPECT_TRUE(duty->remind[3].escalate);
}

TEST(Load, ReadsPlansClocksCalendarsGradingRoles) {
  model::Catalogue catalogue;
  Diagnostics out;
  load_text("plans/p.yaml", R"(
title: {zh: 计划, en: Plan}
document: 苏通函〔2024〕88号
issued: 2024-06-28
region: "320000"
groups: [{name: foundation, title: {zh: 夯基, en: Foundation}}]
phases: [{name: mobilise, title: {zh: 动员, en: Mobilise}, from: 2024-06-01, to: 2024-06-30}]
tasks: [{number: 1, group: foundation, title: {zh: 备案, en: File}}]
obligations: [file_units]
)", catalogue, out);
  load_text("clocks/review_20wd.yaml", "title: {zh: 审, en: r}\nlimit: 20wd\nstart: {zh: 起, en: s}\nsubject: regulator\nbasis: [{doc: x}]\nremind: [-3wd, overdue]\n", catalogue, out);
  load_text("calendars/cn-2024.yaml", "year: 2024\nsource: x\nholidays: {2024-01-01: {zh: 元旦, en: New Year}}\nmake_up_days: [2024-02-04]\n", catalogue, out);
  load_text("grading/g.yaml", "title: {zh: 法, en: m}\nfunction: telecom_grade\nsource: x\nparameters: {weights: [0.5, 0.25, 0.25], rounding: round_int}\n", catalogue, out);
  load_text("roles/auditor.yaml", "title: {zh: 审计, en: Auditor}\n", catalogue, out);
  EXPECT_THAT(out.items(), ::testing::IsEmpty());
  EXPECT_EQ(catalogue.plan("p")->phases[0].name, "mobilise");
  EXPECT_EQ(catalogue.clock("review_20wd")->remind[0].before.unit, model::PeriodUnit::working_days);
  EXPECT_TRUE(catalogue.calendar.covers(2024));
  EXPECT_EQ(catalogue.gradings.at("g").parameters.at("weights").as_array().size(), 3u);
  EXPECT_EQ(catalogue.roles.at("auditor").title.en, "Auditor");
}

TEST(Load, ABadFileNeverStopsTheRest) {
  const auto folder = std::filesystem::path(::testing::TempDir()) / "load_rest";
  std::filesystem::remove_all(folder);
  for (const char* sub : {"roles", "records", "schema", "attic"}) std::filesystem::create_directories(folder / sub);
  const auto write = [&](const char* path, std::string_view text) { std::ofstream(folder / path) << text; };
  write("roles/a_bad.yaml", "title: [unclosed\n");
  write("roles/b_good.yaml", "title: {zh: 好, en: Good}\n");
  write("roles/c_bin.yaml", std::string("\0\1\2", 3));
  write("roles/d.yml", "title: {zh: 好, en: Good}\n");
  write("roles/Bad Name.yaml", "title: {zh: 好, en: Good}\n");
  write("roles/e_empty.yaml", "# nothing\n");
  write("attic/x.yaml", "a: 1\n");
  write("schema/x.schema.json", "{}");
  write("README.md", "# specs\n");
  Diagnostics out;
  const auto catalogue = load(folder, out);
  ASSERT_TRUE(catalogue);
  EXPECT_TRUE(catalogue->roles.contains("b_good"));
  EXPECT_EQ(catalogue->roles.size(), 1u);
  std::vector<std::string> codes;
  for (const Diagnostic& d : out.items()) codes.push_back(d.where.file + " " + d.code);
  EXPECT_THAT(codes, ::testing::UnorderedElementsAre("attic/x.yaml unknown_folder", "roles/a_bad.yaml yaml_syntax", "roles/c_bin.yaml control_character",
                                            "roles/d.yml wrong_extension", "roles/Bad Name.yaml bad_name", "roles/e_empty.yaml empty_file"));
}

TEST(Load, AMissingFolderIsAnError) {
  Diagnostics out;
  const auto catalogue = load("/nonexistent/specs", out);
  ASSERT_FALSE(catalogue);
  EXPECT_EQ(catalogue.error().code, Errc::not_found);
}

TEST(Load, AnOversizedFileIsRefused) {
  const auto folder = std::filesystem::path(::testing::TempDir()) / "load_big";
  std::filesystem::create_directories(folder / "roles");
  std::ofstream(folder / "roles/big.yaml") << "title: \"" << std::string(3u << 20, 'x') << "\"\n";
  Diagnostics out;
  ASSERT_TRUE(load(folder, out));
  ASSERT_EQ(out.errors(), 1u);
  EXPECT_EQ(out.items()[0].code, "too_large");
}

}  // namespace
}  // namespace lp::spec
