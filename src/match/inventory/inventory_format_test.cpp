#include "match/inventory/inventory_format.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/golden.h"
#include "io/encoding.h"
#include "io/files.h"
#include "io/xlsx_writer.h"
#include "io/zip_writer.h"
#include "match/inventory/inventory_testing.h"

namespace lp::match {
namespace {

std::string sample(std::string_view file) { return golden::read(golden::folder() / "inventory" / file); }

struct Sample { std::string_view file, format; InventoryOptions options{}; };
const std::vector<Sample>& samples() {
  static const std::vector<Sample> all{
      {"cyclonedx.json", "cyclonedx_json"}, {"cyclonedx.xml", "cyclonedx_xml"}, {"spdx.json", "spdx_json"}, {"tag_value.spdx", "spdx_tag_value"}, {"cpe_list.txt", "cpe_list"},
      {"dpkg_status.txt", "dpkg", {.asset = "db01", .distribution = "Debian:12"}}, {"dpkg_list.txt", "dpkg", {.distribution = "debian 12.4"}}, {"dpkg_query.txt", "dpkg"},
      {"rpm_qa.txt", "rpm", {.distribution = "Rocky Linux:9"}}, {"rpm_fields.txt", "rpm"}, {"rpm_dnf.txt", "rpm"}, {"apk_installed.txt", "apk", {.distribution = "alpine-3.17.2"}}, {"apk_info.txt", "apk"},
      {"network_unit.json", "network_unit"}, {"nmap.xml", "nmap_xml"}, {"table_zh.csv", "csv_table"}, {"table_en.tsv", "csv_table", {.asset = "pc-7"}},
      {"table_mapped.csv", "csv_table", {.mapping = golden::folder() / "inventory" / "mapping.yaml"}}, {"table_numbers.csv", "csv_table", {.mapping = golden::folder() / "inventory" / "mapping_numbers.yaml"}},
  };
  return all;
}
ReadInventory read_sample(const Sample& s, std::string_view bytes) {
  InventoryOptions options = s.options;
  options.file = s.file;
  return read_all(bytes, options);
}

TEST(InventoryFormat, Goldens) {
  for (const Sample& s : samples()) {
    const ReadInventory read = read_sample(s, sample(s.file));
    EXPECT_EQ(read.statistics.format, s.format) << s.file << ' ' << read.error;
    EXPECT_EQ(read.components.size(), read.statistics.taken);
    golden::expect(shown(read), "inventory/" + std::string(s.file) + ".read");
  }
}

TEST(InventoryFormat, EveryFormatHasASample) {
  for (const InventoryFormat& format : builtin_inventorys()) {
    EXPECT_FALSE(format.zh.empty() || format.en.empty()) << format.id;
    const bool sampled = std::ranges::any_of(samples(), [&](const Sample& s) { return s.format == format.id; });
    EXPECT_TRUE(sampled || format.id == "xlsx_table") << format.id;
  }
}

// Cut anywhere: no crash, and what stands before the cut is as it was. A cut of JSON is an error
// with its place besides.
TEST(InventoryFormat, TruncatedAnywhere) {
  for (const Sample& s : samples()) {
    const std::string whole = sample(s.file);
    const ReadInventory full = read_sample(s, whole);
    const bool json = s.file.ends_with(".json");
    std::size_t most = 0;
    std::set<std::string> starts;
    for (const Component& c : full.components) starts.insert(shown(c).substr(0, 50));
    for (std::size_t size = 1; size < whole.size(); size += sanitized ? 7 : 1) {
      InventoryOptions options = s.options;
      options.file = s.file;
      options.format = s.format;
      const ReadInventory read = read_all(std::string_view(whole).substr(0, size), options);
      if (json) {
        const bool only_blanks_cut = whole.find_first_not_of(" \r\n", size) == std::string::npos;
        EXPECT_TRUE(only_blanks_cut || read.error.find(" in line ") != std::string::npos) << s.file << ' ' << size << ' ' << read.error;
        for (const Component& c : read.components) ASSERT_TRUE(starts.contains(shown(c).substr(0, 50))) << s.file << ' ' << size << ' ' << shown(c);
      }
      // Never fewer than at an earlier cut but for the one that the cut goes through, and those before it are the same.
      EXPECT_GE(read.components.size() + 1, most) << s.file << ' ' << size;
      most = std::max(most, read.components.size());
      for (std::size_t i = 0; !json && i + 1 < read.components.size() && i < full.components.size(); ++i)
        ASSERT_EQ(shown(read.components[i]).substr(0, 60), shown(full.components[i]).substr(0, 60)) << s.file << ' ' << size;
    }
    EXPECT_TRUE(json || most + 1 >= full.components.size()) << s.file;  // small JSON is parsed whole
  }
}

TEST(InventoryFormat, ErrorsOfJsonHaveAPlace) {
  const ReadInventory cut = read_all("{\"bomFormat\": \"CycloneDX\",\n \"components\": [\n  {\"name\": \"a\"},\n  {\"name\" \"b\"}\n]}", {.file = "x.json"});
  EXPECT_EQ(cut.error, "x.json: no valid JSON: it breaks off or is malformed in line 4, column 11");
  EXPECT_EQ(read_all("{\"bomFormat\": \"CycloneDX\", \"components\": [", {.file = "x"}).error, "x: no valid JSON: it breaks off or is malformed in line 1, column 43");
  EXPECT_EQ(read_all("[1]", {.file = "x", .format = "cyclonedx_json"}).error, "x: it is no JSON object");
  EXPECT_EQ(read_all("{\"components\": []}", {.file = "x", .format = "cyclonedx_json"}).error, "x: \"bomFormat\" is not \"CycloneDX\" (at /bomFormat)");
}

TEST(InventoryFormat, WhatIsNone) {
  for (const std::string_view text : {"", "   ", "hello world", "{}", "[]", "<html></html>", "a,b\n1,2\n", "\x7f" "ELF....", "{\"name\": 1}"}) {
    EXPECT_NE(read_all(text).error, "") << text;
  }
  EXPECT_NE(read_all("cpe:/a:x:y", {.format = "no_such_format"}).error, "");
}

TEST(InventoryFormat, DocumentTypesAreNotExpanded) {
  const ReadInventory bomb = read_all("<?xml version=\"1.0\"?><!DOCTYPE bom [<!ENTITY a \"b\">]><bom xmlns=\"http://cyclonedx.org/schema/bom/1.4\"><components><component type=\"library\"><name>&a;</name></component></components></bom>");
  EXPECT_NE(bomb.error.find("document type"), std::string::npos) << bomb.error;
  EXPECT_TRUE(bomb.components.empty());
}

TEST(InventoryFormat, OtherEncodings) {
  const std::string csv = "名称,当前版本,厂商\n用友NC,6.5,用友\n";
  for (const io::Encoding e : {io::Encoding::gb18030, io::Encoding::utf8}) {
    const ReadInventory read = read_all(io::from_utf8(csv, e));
    ASSERT_EQ(read.components.size(), 1u) << to_string(e) << ' ' << read.error;
    EXPECT_EQ(read.components[0].name, "用友NC");
  }
  std::string wide = "\xFF\xFE";
  for (const char c : sample("cpe_list.txt")) (wide += c) += '\0';
  EXPECT_EQ(read_all(wide).components.size(), 3u);
  EXPECT_EQ(read_all("\xEF\xBB\xBF" + sample("cyclonedx.json")).error, "");
}

struct TempFile {
  io::TempDir folder = *io::TempDir::create("inventory");
  std::filesystem::path path = folder.path() / "file";
  std::string bytes() const { return golden::read(path); }
};

std::string zipped(const std::vector<std::pair<std::string, std::string>>& members) {
  const TempFile file;
  const auto zip = io::ZipWriter::create(file.path, 6);
  EXPECT_TRUE(zip);
  for (const auto& [name, text] : members) {
    EXPECT_TRUE((*zip)->begin(name, text.size()));
    EXPECT_TRUE((*zip)->append(text));
  }
  EXPECT_TRUE((*zip)->finish());
  return file.bytes();
}

TEST(InventoryFormat, ArchivesOfSeveral) {
  const ReadInventory read = read_all(zipped({{"a/sbom.json", sample("cyclonedx.json")}, {"b/sbom.xml", sample("cyclonedx.xml")}, {"README", "no inventory at all"}, {"inner.zip", zipped({{"cpes.txt", sample("cpe_list.txt")}})}}), {.file = "all.zip"});
  EXPECT_EQ(read.error, "");
  const std::size_t expected = read_all(sample("cyclonedx.json")).components.size() + read_all(sample("cyclonedx.xml")).components.size() + read_all(sample("cpe_list.txt")).components.size();
  EXPECT_EQ(read.components.size(), expected);
  EXPECT_EQ(read.statistics.taken, expected);
  EXPECT_EQ(read.statistics.left_out.at("file_not_read"), 1u);
  EXPECT_NE(read_all(zipped({{"README", "nothing"}}), {.file = "x.zip"}).error, "");
}

TEST(InventoryFormat, Workbooks) {
  const std::vector<io::Column> hardware{{.title = "类型"}, {.title = "品牌"}, {.title = "型号"}, {.title = "数量"}};
  const std::vector<io::Column> software{{.title = "名称"}, {.title = "研发方"}, {.title = "当前版本"}, {.title = "所在设备"}};
  const TempFile file;
  {
    const auto sink = io::XlsxSink::create(file.path);
    ASSERT_TRUE(sink);
    const auto write = [&](const std::vector<std::string>& row) {
      std::vector<io::Cell> cells;
      for (const std::string& text : row) cells.push_back(io::Cell::of(text));
      EXPECT_TRUE((*sink)->write(cells));
    };
    EXPECT_TRUE((*sink)->begin("主要硬件", hardware));
    write({"路由器", "华为", "NE40E-X8", "4"});
    write({"交换机", "中兴", "", "2"});
    EXPECT_TRUE((*sink)->begin("应用软件", software));
    write({"用友NC", "用友", "6.5", "app01"});
    EXPECT_TRUE((*sink)->finish());
  }
  const ReadInventory read = read_all(file.bytes(), {.file = "unit.xlsx"});
  EXPECT_EQ(shown(read),
            "xlsx_table of '': taken 2, refused 1, parts 0\n"
            "主要硬件!A2: hardware vendor=华为 name=NE40E-X8 model=NE40E-X8\n"
            "应用软件!A2: other asset=app01 vendor=用友 name=用友NC version=6.5\n"
            "unit.xlsx no_name: a row without a name, model, package URL or CPE (at 主要硬件!A3)\n");
}

TEST(InventoryFormat, MappingsSayWhatIsWrong) {
  const auto folder = golden::folder() / "inventory";
  const ReadInventory missing = read_all("a,b\n", {.file = "t.csv", .format = "csv_table", .mapping = folder / "no-such.yaml"});
  EXPECT_NE(missing.error.find("its mapping: "), std::string::npos) << missing.error;
  const ReadInventory list = read_all("a,b\n", {.file = "t.csv", .format = "csv_table", .mapping = folder / "cpe_list.txt"});
  EXPECT_NE(list.error.find("its mapping: "), std::string::npos) << list.error;
}

}  // namespace
}  // namespace lp::match
