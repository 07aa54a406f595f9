#include "discover/document_scanner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "discover/file_record.h"
#include "discover/test_engine.h"
#include "discover/tree_scan.h"
#include "io/files.h"

namespace lp::discover {
namespace {

std::shared_ptr<const Engine> engine() { return testing::specs_engine(); }

Document scan(std::string_view text) {
  DocumentScanner scanner(engine());
  const auto source = io::make_memory_source(text);
  auto document = scanner.scan({"x", text.size(), 0}, *source);
  EXPECT_TRUE(document);
  return *document;
}
const Finding* find(const Document& d, std::string_view kind, std::string_view field = {}) {
  const auto at = std::find_if(d.findings.begin(), d.findings.end(), [&](const Finding& f) { return f.kind == kind && (field.empty() || f.field == field); });
  return at == d.findings.end() ? nullptr : &*at;
}

std::string customers(int rows) {
  std::string text = "姓名,手机号,身份证号,宗教信仰,订单号,备注\n";
  static const char* surnames[] = {"王", "李", "张", "刘", "陈"};
  for (int i = 0; i < rows; ++i) {
    char line[200];
    std::snprintf(line, sizeof line, "%s小%s,138%08d,32010219000101001X,%s,17%017d,无\n", surnames[i % 5], i % 2 ? "明" : "红", i % (rows / 2 + 1), i % 3 ? "佛教" : "", i);
    text += line;
  }
  return text;
}

TEST(DocumentScanner, ColumnsBecomeFindingsWithMaskedExamples) {
  const Document d = scan(customers(400));
  EXPECT_EQ(d.format, "csv");
  EXPECT_EQ(d.encoding, "utf-8");
  EXPECT_EQ(d.rows, 400U);
  const Finding* mobile = find(d, "mobile", "手机号");
  ASSERT_NE(mobile, nullptr);
  EXPECT_EQ(mobile->hits, 400U);
  EXPECT_EQ(mobile->distinct, 201U);
  EXPECT_TRUE(mobile->distinct_exact);
  EXPECT_GE(mobile->confidence, 90);
  ASSERT_FALSE(mobile->examples.empty());
  EXPECT_EQ(mobile->examples[0], "138****0000");
  EXPECT_NE(find(d, "person_name", "姓名"), nullptr);
  EXPECT_NE(find(d, "religion", "宗教信仰"), nullptr);
  EXPECT_EQ(find(d, "bank_card"), nullptr);
  EXPECT_EQ(find(d, "password_value"), nullptr);   // any word could be one: only a name makes it one
  EXPECT_EQ(find(d, "random_token"), nullptr);
  EXPECT_EQ(d.persons, 1U);   // every row has the same resident number: one person with many phones
  for (const Finding& f : d.findings) {
    for (const std::string& example : f.examples) EXPECT_EQ(example.find("32010219000101001X"), std::string::npos);
  }
}

TEST(DocumentScanner, TheSameInEveryEncoding) {
  const std::string utf8 = customers(200);
  const Document plain = scan(utf8);
  std::string utf16;
  for (const auto& [encoding, name] : {std::pair{io::Encoding::gb18030, "gb18030"}, std::pair{io::Encoding::utf16le, "utf-16le"}, std::pair{io::Encoding::utf16be, "utf-16be"},
                                       std::pair{io::Encoding::utf32le, "utf-32le"}}) {
    const Document d = scan(io::from_utf8(utf8, encoding));
    EXPECT_EQ(d.encoding, name);
    ASSERT_EQ(d.findings.size(), plain.findings.size()) << name;
    for (const Finding& f : plain.findings) {
      const Finding* same = find(d, f.kind, f.field);
      ASSERT_NE(same, nullptr) << name << ' ' << f.kind;
      EXPECT_EQ(same->hits, f.hits) << name << ' ' << f.kind;
      EXPECT_EQ(same->distinct, f.distinct) << name << ' ' << f.kind;
    }
  }
}

TEST(DocumentScanner, PlacesAreThoseOfTheStoredBytes) {
  const std::string text = "联系电话13800000000。";
  const std::string wide = io::from_utf8(text, io::Encoding::utf16le);
  DocumentScanner scanner(engine());
  std::vector<std::pair<std::uint64_t, std::uint32_t>> seen;
  scanner.listen([&](const ToldHit& hit) { seen.emplace_back(hit.offset, hit.length); });
  const std::string marked = "\xff\xfe" + wide;
  const auto source = io::make_memory_source(marked);
  ASSERT_TRUE(scanner.scan({"x", marked.size(), 0}, *source));
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].first, 2U + 8U);
  EXPECT_EQ(seen[0].second, 22U);
}

TEST(DocumentScanner, RowsOfATableAreCells) {
  DocumentScanner scanner(engine());
  const auto [d, ended] = scanner.scan_rows({"crm.users", 0, 0}, {"id", "phone", "note"}, [](const DocumentScanner::Row& row) -> Status {
    for (int i = 0; i < 100; ++i) {
      const std::string id = std::to_string(i), phone = "1380000" + std::to_string(1000 + i);
      const std::string_view cells[] = {id, phone, "a\nb,c"};
      LP_CHECK_OK(row(cells));
    }
    return ok_status();
  });
  ASSERT_TRUE(ended);
  EXPECT_EQ(d.rows, 100U);
  const Finding* mobile = find(d, "mobile", "phone");
  ASSERT_NE(mobile, nullptr);
  EXPECT_EQ(mobile->distinct, 100U);
  EXPECT_EQ(d.persons, 100U);
}

// Eighty customers with two phones each, as JSON in several layouts: eighty persons in all of them.
std::string json_customers(const char* before, const char* between, const char* after, const char* inner) {
  std::string text = before;
  for (int i = 0; i < 80; ++i) {
    char one[400];
    std::snprintf(one, sizeof one, "{%s\"name\": \"王{\\\"小\\\\\",%s\"mobile\": \"138%08d\",%s\"other\": [{\"mobile\": \"139%08d\"}],%s\"note\": \"}]\"%s}", inner, inner, i, inner, i, inner, inner);
    text += (i > 0 ? between : "") + std::string(one);
  }
  return text + after;
}

TEST(DocumentScanner, ARecordOfJsonIsAPersonHoweverItsLinesAreBroken) {
  const std::string layouts[] = {json_customers("", "\n", "\n", ""),
                                 json_customers("[", ",", "]", ""),
                                 json_customers("{\"code\": 0, \"data\": {\"list\": [", ", ", "]}}", ""),
                                 json_customers("[\n  ", ",\n  ", "\n]\n", "\n    "),
                                 json_customers("", "\r\n", "\r\n", "\n    ")};
  for (const std::string& text : layouts) {
    const Document d = scan(text);
    EXPECT_EQ(d.format, text[0] == '[' || text[1] == '"' ? d.format : "json") << text.substr(0, 60);
    // Of lines and top-level objects the first record is known as one only when the second begins.
    EXPECT_NEAR(static_cast<double>(d.persons), 80, 1) << text.substr(0, 60);
    EXPECT_NEAR(static_cast<double>(d.rows), 80, 2) << text.substr(0, 60);
  }
}

TEST(DocumentScanner, ALineWithoutEndIsOneRowInLittleMemory) {
  std::string text;
  for (int i = 0; i < 30'000; ++i) text += "138" + std::to_string(10'000'000 + i) + " ";
  const Document d = scan(text);
  EXPECT_EQ(d.persons, 1U) << "all of one row";
  const Finding* mobile = find(d, "mobile");
  ASSERT_NE(mobile, nullptr);
  EXPECT_EQ(mobile->hits, 30'000U);
}

TEST(DocumentScanner, AnElementThatComesAgainIsAPerson) {
  const auto customers = [](const char* before, const char* inner, const char* after) {
    std::string text = before;
    for (int i = 0; i < 80; ++i) {
      char one[400];
      std::snprintf(one, sizeof one, "<user kind='a'>%s<name>王小明</name>%s<empty/>%s<contact><mobile>138%08d</mobile></contact>%s<other><mobile>139%08d</mobile></other>%s</user>%s", inner, inner, inner, i, inner, i, inner, inner);
      text += one;
    }
    return text + after;
  };
  for (const std::string& text : {customers("<?xml version='1.0'?><users>", "", "</users>"), customers("<?xml version='1.0'?>\n<r><code>0</code><list>\n", "\n", "</list></r>\n")}) {
    const Document d = scan(text);
    EXPECT_EQ(d.format, "xml");
    EXPECT_EQ(d.persons, 80U) << text.substr(0, 60);
    EXPECT_EQ(d.rows, 80U) << text.substr(0, 60);
  }
  std::string table = "<!DOCTYPE html><html><body><table>";
  for (int i = 0; i < 80; ++i) table += "<tr><td>138" + std::to_string(10000000 + i) + "</td>\n<td>139" + std::to_string(10000000 + i) + "</td><br></tr>";
  EXPECT_EQ(scan(table + "</table></body></html>").persons, 80U);
}

TEST(DocumentScanner, AValueThatIsAKeyIsNotShown) {
  std::string text;
  for (int i = 0; i < 40; ++i) text += "{\"13800138000\": \"13900139000\", \"phone-13800138000\": \"13900139002\", \"13800138000_home\": \"13900139003\", \"zhang.san@example.cn\": \"13900139001\", \"order_20240101\": 7}\n";
  const Document d = scan(text);
  ASSERT_FALSE(d.findings.empty());
  for (const Finding& f : d.findings) {
    EXPECT_EQ(f.field.find("13800138000"), std::string::npos) << f.field;
    EXPECT_EQ(f.field.find("zhang.san@example"), std::string::npos) << f.field;
  }
  EXPECT_NE(std::ranges::find_if(d.findings, [](const Finding& f) { return f.field.find('*') != std::string::npos; }), d.findings.end());
}

TEST(DocumentScanner, NamesOfThingsAreNoPersons) {
  const auto has_person = [](const std::string& column) {
    std::string text = column + ",n\n";
    for (const char* value : {"Costa Rica", "John Smith", "New Zealand", "Maria Garcia"}) text += std::string(value) + ",1\n";
    return find(scan(text), "person_name", column) != nullptr;
  };
  for (const char* column : {"officer_name", "nickname", "full_name"}) EXPECT_TRUE(has_person(column)) << column;
  for (const char* column : {"country_name", "storm_name", "fileName", "product name"}) EXPECT_FALSE(has_person(column)) << column;
}

TEST(DocumentScanner, RowsBeforeAnErrorOfTheSourceAreLookedAt) {
  DocumentScanner scanner(engine());
  const auto [d, ended] = scanner.scan_rows({"t", 0, 0}, {"a"}, [](const DocumentScanner::Row& row) -> Status {
    const std::string_view cells[] = {"13800138000"};
    LP_CHECK_OK(row(cells));
    return make_error(Errc::unavailable, "gone");
  });
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().code, Errc::unavailable);
  EXPECT_EQ(d.rows, 1U);
  EXPECT_EQ(d.findings.size(), 1U);
}

TEST(Levels, PersonsBeyondTheThresholdAreImportant) {
  Document d;
  d.persons = 100'001;
  d.findings.push_back({});
  d.findings[0].kind = "vin";
  propose_level(engine()->levels(), d);
  EXPECT_EQ(d.level, Level::important);
  EXPECT_EQ(d.level_rule, "vehicle_pi_over_100000");
  d.persons = 99'999;
  propose_level(engine()->levels(), d);
  EXPECT_EQ(d.level, Level::general);
}

TEST(Levels, FollowFromTheMatrixOfHarm) {
  const std::filesystem::path specs = std::filesystem::path(LP_SOURCE_DIR) / "specs";
  Diagnostics out;
  const auto matrix = load_grading_matrix(specs, out);
  ASSERT_TRUE(matrix);
  EXPECT_EQ(matrix->size(), 15U);
  EXPECT_EQ(matrix->level_of("national_security", "severe"), Level::core);
  EXPECT_EQ(matrix->level_of("economy", "severe"), Level::important);
  EXPECT_EQ(matrix->level_of("public_interest", "ordinary"), Level::general);
  EXPECT_EQ(matrix->level_of("nothing", "severe"), std::nullopt);
  Document d;
  d.findings.push_back({});
  d.findings[0].kind = "charging_record";
  propose_level(engine()->levels(), d);
  EXPECT_EQ(d.level, Level::important);
  EXPECT_EQ(d.level_rule, "vehicle_charging_operation");

  const auto dir = io::TempDir::create("levels");
  std::filesystem::create_directories(dir->path() / "levels");
  std::ofstream(dir->path() / "levels" / "a.yaml") << "rule: a\nharm: {object: nothing, degree: severe}\nverified: true\n";
  const auto rules = load_level_rules(dir->path(), out);
  ASSERT_TRUE(rules);
  EXPECT_TRUE(rules->empty());
  EXPECT_EQ(out.errors(), 1U);
}

class Tree : public ::testing::Test {
 protected:
  void SetUp() override {
    dir = std::make_unique<io::TempDir>(*io::TempDir::create("tree"));
    root = dir->path() / "data";
    std::filesystem::create_directories(root / "sub");
    put("a.csv", customers(50));
    put("sub/b.txt", "电话 13800000000");
    put("empty", "");
    put("sub/picture.png", std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) + std::string(500, '\x01'));
    std::filesystem::create_symlink(root, root / "sub" / "loop");
  }
  void put(const std::string& name, const std::string& bytes) { std::ofstream(root / name, std::ios::binary) << bytes; }
  Result<ScanResult> scan(TreeOptions options = {}) {
    options.root = root;
    options.threads = 2;
    TreeScan tree(engine(), clock, options);
    return tree.run();
  }
  SystemClock clock;
  std::unique_ptr<io::TempDir> dir;
  std::filesystem::path root;
};

TEST_F(Tree, EveryByteIsScannedOrSkippedWithAReason) {
  const auto result = scan();
  ASSERT_TRUE(result);
  const Coverage& c = result->coverage;
  EXPECT_EQ(c.bytes_found, c.bytes_scanned + c.bytes_skipped);
  EXPECT_GT(c.bytes_skipped, 0U);
  EXPECT_TRUE(c.skipped_by_reason.count("needs_ocr")) << "a picture";
  EXPECT_TRUE(c.skipped_by_reason.count("link"));
  std::uint64_t told = 0;
  for (const auto& [reason, bytes] : c.skipped_by_reason) told += bytes;
  EXPECT_EQ(told, c.bytes_skipped);
  ASSERT_EQ(result->documents.size(), 2U);
  EXPECT_EQ(result->documents[0].path, "a.csv");
  EXPECT_EQ(result->documents[1].path, "sub/b.txt");
  EXPECT_FALSE(c.complete());
}

TEST_F(Tree, AStateFileSkipsWhatDidNotChangeAndForgetsWhatIsGone) {
  TreeOptions options;
  options.state = dir->path() / "state";
  const auto first = scan(options);
  ASSERT_TRUE(first);
  put("sub/c.txt", "邮箱 a@example.com");
  std::filesystem::remove(root / "sub/b.txt");
  int told = 0;
  options.root = root;
  TreeScan again(engine(), clock, options);
  again.listen([&](const std::string&, const ToldHit&) { ++told; });
  const auto second = again.run();
  ASSERT_TRUE(second);
  EXPECT_EQ(told, 1);   // only the new file was read
  ASSERT_EQ(second->documents.size(), 2U);
  EXPECT_EQ(second->documents[1].path, "sub/c.txt");
  EXPECT_EQ(second->documents[0], first->documents[0]);
}

TEST_F(Tree, AStoppedScanGoesOnWhereItWas) {
  for (int i = 0; i < 300; ++i) put("sub/f" + std::to_string(i), customers(20));
  TreeOptions options;
  options.root = root;
  options.threads = 1;
  options.state = dir->path() / "state";
  {
    TreeScan tree(engine(), clock, options);
    std::atomic<int> told{0};
    tree.listen([&](const std::string&, const ToldHit&) { if (++told == 500) tree.stop(); });
    const auto stopped = tree.run();
    ASSERT_TRUE(stopped);
    EXPECT_TRUE(stopped->interrupted);
    EXPECT_LT(stopped->documents.size(), 302U);
  }
  const auto whole = scan(options);
  ASSERT_TRUE(whole);
  EXPECT_FALSE(whole->interrupted);
  EXPECT_EQ(whole->documents.size(), 302U);
  options.state.clear();
  const auto fresh = scan(options);
  ASSERT_TRUE(fresh);
  EXPECT_EQ(whole->documents, fresh->documents);
}

TEST_F(Tree, GlobsAndLimitsAreNotedAsSkips) {
  TreeOptions options;
  options.exclude = {"*.csv"};
  options.largest_file = 100;
  const auto result = scan(options);
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->coverage.skipped_by_reason.count("excluded"));
  EXPECT_TRUE(result->coverage.skipped_by_reason.count("too_large"));
  EXPECT_EQ(result->coverage.bytes_found, result->coverage.bytes_scanned + result->coverage.bytes_skipped);
}

TEST_F(Tree, WhatTheScanWritesIsNotScanned) {
  put("hits.tsv", "13800000001");
  TreeOptions options;
  options.state = root / "scan.state";
  options.own_files = {root / "hits.tsv"};
  const auto result = scan(options);
  ASSERT_TRUE(result);
  for (const char* own : {"scan.state", "hits.tsv"})
    EXPECT_TRUE(std::ranges::any_of(result->coverage.skips, [&](const Skip& s) { return s.path == own && s.reason == "own_file"; })) << own;
  EXPECT_EQ(result->documents.size(), 2U);
}

TEST(FileRecord, SkipsAddUpToTheStoredBytes) {
  const auto settled = [](std::uint64_t skipped, std::vector<Skip> skips) {
    FileRecord record;
    record.skipped = skipped;
    record.skips = std::move(skips);
    record.settle_skips("a.zip");
    std::uint64_t own = 0;
    for (const Skip& skip : record.skips) own += skip.path == "a.zip" ? skip.bytes : 0;
    EXPECT_EQ(own, skipped);
    return record.skips;
  };
  EXPECT_TRUE(settled(0, {}).empty());
  EXPECT_EQ(settled(10, {}).at(0).reason, "trailing");
  EXPECT_EQ(settled(10, {{"a.zip!b", 500, "encrypted", "AES"}, {"a.zip!c", 5, "needs_ocr", ""}}).back().reason, "encrypted");
  settled(10, {{"a.zip", 7, "corrupt", ""}});
  settled(10, {{"a.zip", 7, "corrupt", ""}, {"a.zip", 10, "changed_while_read", ""}});
  settled(3, {{"a.zip", 7, "corrupt", ""}});
}

TEST_F(Tree, NoSuchRoot) {
  root = dir->path() / "nothing";
  const auto result = scan();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, Errc::not_found);
}

}  // namespace
}  // namespace lp::discover
