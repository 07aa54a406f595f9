#include "discover/report/catalogue.h"

#include <gtest/gtest.h>

#include "base/golden.h"
#include "base/text.h"
#include "io/buffered_sink.h"
#include "discover/report/datasets.h"
#include "discover/report/example_result.h"
#include "io/files.h"
#include "io/xlsx_reader.h"

namespace lp::discover {
namespace {

std::vector<std::string> names(const ScanResult& result, const Overlay* overlay = nullptr) {
  std::vector<std::string> out;
  for (const Dataset& d : datasets_of(result, overlay)) out.push_back(d.name);
  return out;
}

TEST(Datasets, DatesInFoldersDoNotCount) {
  EXPECT_EQ(without_dates("logs/2024-07/x"), "logs/#/x");
  EXPECT_EQ(without_dates("a_20240731"), "a_#");
  EXPECT_EQ(without_dates("2024/a"), "#/a");
  EXPECT_EQ(without_dates("202413"), "202413");            // no such month
  EXPECT_EQ(without_dates("2024-07-31T"), "#T");
  EXPECT_EQ(without_dates("2024-07_31"), "#_31");
  EXPECT_EQ(without_dates("part-0001"), "part-0001");
  EXPECT_EQ(without_dates("20249"), "20249");
  EXPECT_EQ(without_dates("2024-"), "#-");
  EXPECT_EQ(without_dates(""), "");
}

TEST(Datasets, MonthlyExportsAreOne) {
  EXPECT_EQ(names(example::june()),
            (std::vector<std::string>{"config/app.env", "exports/*.csv", "exports/all/customers.csv", "vehicle/track_2024-06.csv"}));
}

TEST(Datasets, OtherColumnsAreAnother) {
  ScanResult r;
  r.source = "files";
  for (const char* path : {"a/1.csv", "a/2.csv", "a/3.csv"}) r.documents.push_back(example::customers(path, 10, ""));
  r.documents[2].findings.pop_back();
  EXPECT_EQ(names(r), (std::vector<std::string>{"a/*.csv", "a/3.csv"}));
}

TEST(Datasets, TablesGoByNameWithoutDates) {
  ScanResult r;
  r.source = "postgresql";
  for (const char* path : {"pay.bill_202406", "pay.bill_202407", "pay.staff", "pay.users"}) r.documents.push_back(example::customers(path, 10, ""));
  EXPECT_EQ(names(r), (std::vector<std::string>{"pay.bill_*", "pay.staff", "pay.users"}));
}

TEST(Datasets, NamesAreShortAndUnlike) {
  ScanResult r;
  r.source = "files";
  const std::string folder(80, 'f');
  for (int i = 0; i < 3; ++i) {
    r.documents.push_back(example::customers("客户" + folder + "/" + std::to_string(i) + "/数据.csv", 10, ""));
  }
  std::set<std::string> seen;
  for (const std::string& name : names(r)) {
    EXPECT_LE(count_codepoints(name), 50u);
    EXPECT_TRUE(is_valid_utf8(name));
    EXPECT_TRUE(seen.insert(name).second) << name;
  }
  EXPECT_EQ(seen.size(), 3u);
}

TEST(Catalogue, ProposesLevelsWithTheRuleThatDecided) {
  const Catalogue c = make_catalogue(example::june());
  ASSERT_EQ(c.rows.size(), 4u);
  EXPECT_EQ(c.rows[0].level, Level::core);
  EXPECT_EQ(c.rows[0].rule, "matrix_especially_serious_economy");
  EXPECT_EQ(c.rows[1].level, Level::important);
  EXPECT_EQ(c.rows[1].class_2, "A1-1");                        // the sensitive one
  EXPECT_EQ(c.rows[1].other_classes, (std::vector<std::string>{"A1-2", "A1-5"}));
  EXPECT_EQ(c.rows[2].records, 122'000u);
  EXPECT_EQ(c.rows[2].persons_at_least, 58'900u);
  EXPECT_EQ(c.rows[2].persons_at_most, 115'900u);
  EXPECT_EQ(c.rows[2].notes, std::vector<std::string>{"scale_check"});   // 57 000 + 58 900 may be over 100 000
  EXPECT_EQ(c.documents_left_out, 2u);
  EXPECT_FALSE(c.complete);
}

TEST(Catalogue, WhatAScanCannotKnowIsToBeFilledIn) {
  CatalogueOptions options;
  options.processor = "江苏某公司";
  const Catalogue c = make_catalogue(example::june(), options);
  std::string csv;
  ASSERT_TRUE(write_catalogue_csv(c, example::titles(), io::append_to(csv)));
  EXPECT_TRUE(starts_with(csv, "\xEF\xBB\xBF数据名称,"));
  const std::string first = csv.substr(csv.find("\r\n") + 2, csv.find("\r\n", csv.find("\r\n") + 2) - csv.find("\r\n") - 2);
  std::size_t marks = 0;
  for (std::size_t at = first.find("待填"); at != std::string::npos; at = first.find("待填", at + 1)) ++marks;
  EXPECT_EQ(marks, 13u) << first;   // carrier, source, kind and share of coverage, purpose, 11 twice, 12 to 17
  EXPECT_TRUE(contains(first, "江苏某公司"));
  golden::expect(csv, "discover-report/catalogue.csv");
}

TEST(Catalogue, Json) {
  std::string text;
  ASSERT_TRUE(write_catalogue_json(make_catalogue(example::june()), example::titles(), io::append_to(text)));
  const Result<json::value> v = parse_json(text);
  ASSERT_TRUE(v) << v.error().message;
  const json::object& row = v->at("rows").at(1).as_object();
  EXPECT_EQ(row.at("level").as_string(), "important");
  EXPECT_EQ(row.at("class_1").as_string(), "A");
  EXPECT_TRUE(row.at("purpose").is_null());
  EXPECT_EQ(row.at("to_fill").as_array().size(), 14u);
  golden::expect(text, "discover-report/catalogue.json");
}

TEST(Catalogue, NothingBecomesAFormula) {
  ScanResult r;
  r.source = "files";
  r.documents.push_back(example::customers("=cmd|'/c calc'!A1.csv", 10, ""));
  std::string csv;
  ASSERT_TRUE(write_catalogue_csv(make_catalogue(r), example::titles(), io::append_to(csv)));
  EXPECT_TRUE(contains(csv, "\r\n'=cmd|'/c calc'!A1.csv,")) << csv;
}

TEST(Catalogue, HoldsNoValueAndNoExample) {
  std::string csv, text;
  const Catalogue c = make_catalogue(example::june());
  ASSERT_TRUE(write_catalogue_csv(c, example::titles(), io::append_to(csv)));
  ASSERT_TRUE(write_catalogue_json(c, example::titles(), io::append_to(text)));
  EXPECT_FALSE(contains(csv + text, "****"));
}

TEST(Catalogue, PeopleDecideOverTheMachine) {
  const ScanResult june = example::june();
  Decision level;
  level.path = "exports/all/customers.csv";
  level.verdict = Verdict::level;
  level.level = Level::core;
  level.by = "张三";
  level.when = *parse_date("2024-07-20");
  level.why = "与车辆轨迹关联";
  Decision rejected = level;
  rejected.path = "config/app.env";
  rejected.verdict = Verdict::rejected;
  const Overlay o = apply_decisions(june, {level, rejected});
  const Catalogue c = make_catalogue(june, {}, &o);
  ASSERT_EQ(c.rows.size(), 3u);   // the rejected key is no dataset any more
  EXPECT_EQ(c.rows[1].level, Level::core);
  EXPECT_EQ(c.rows[1].rule, "human");
  EXPECT_EQ(c.rows[1].decided_by, "张三 2024-07-20: 与车辆轨迹关联");
}

TEST(Catalogue, GigabytesHaveTwoDecimals) {
  EXPECT_EQ(gigabytes_text(0), "0.00");
  EXPECT_EQ(gigabytes_text(1), "0.01");
  EXPECT_EQ(gigabytes_text(14'999'999), "0.01");
  EXPECT_EQ(gigabytes_text(15'000'000), "0.02");
  EXPECT_EQ(gigabytes_text(1'234'567'890), "1.23");
  EXPECT_EQ(gigabytes_text(~0ULL), "18446744073.71");
}

TEST(Catalogue, XlsxOpensWithTheSameCells) {
  const Result<io::TempDir> dir = io::TempDir::create("catalogue");
  ASSERT_TRUE(dir);
  const std::filesystem::path path = dir->path() / "catalogue.xlsx";
  const Catalogue c = make_catalogue(example::june());
  const Status saved = save_catalogue_xlsx(c, example::titles(), path);
  ASSERT_TRUE(saved) << saved.error().message;
  const auto book = io::Workbook::open(path);
  ASSERT_TRUE(book) << book.error().message;
  ASSERT_EQ((*book)->sheets().front().name, "重要数据和核心数据目录（草案）");
  auto sheet = (*book)->open_sheet(0);
  ASSERT_TRUE(sheet);
  std::vector<io::Row> rows;
  for (io::Row row; *(*sheet)->next(row);) rows.push_back(row);
  ASSERT_EQ(rows.size(), 5u);
  EXPECT_TRUE(starts_with(rows[0].cells[0].text, "数据名称"));
  EXPECT_EQ(rows[1].cells[3].text, "核心");
  EXPECT_EQ(rows[1].cells[4].text, "待填");
  EXPECT_EQ(rows[1].cells[6].number, 0.04);
  EXPECT_EQ(rows[1].cells[7].number, 400'000);
}

}  // namespace
}  // namespace lp::discover
