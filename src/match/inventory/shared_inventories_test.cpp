// Real and conformance inventories, where a checkout has them beside it.
#include <gtest/gtest.h>

#include <algorithm>

#include <set>

#include "base/json.h"
#include "base/text.h"
#include "match/inventory/inventory_testing.h"

namespace lp::match {
namespace {

std::string name_of(const std::string& path) { return path.substr(path.rfind('/') + 1); }
std::string stem_of(const std::string& path) { return path.substr(0, path.rfind('.')); }
std::size_t count_code(const ReadInventory& read, std::string_view code) {
  return static_cast<std::size_t>(std::ranges::count(read.diagnostics.items(), code, &Diagnostic::code));
}
std::uint64_t found(const ReadInventory& read) { return read.statistics.taken + read.statistics.refused + read.left_out(); }

// Another program's view of the same document: the objects in lists of components and services.
std::size_t listed(const json::value& parent, std::string_view member) {
  std::size_t sum = 0;
  const json::array* list = parent.is_object() ? find_array(parent.as_object(), member) : nullptr;
  if (list == nullptr) return 0;
  for (const json::value& item : *list) sum += 1 + listed(item, member);
  return sum;
}
std::size_t listed_in(const json::value& bom) {
  const json::object* metadata = find_object(bom.as_object(), "metadata");
  const json::object* subject = metadata == nullptr ? nullptr : find_object(*metadata, "component");
  return listed(bom, "components") + listed(bom, "services") + (subject == nullptr ? 0 : listed(json::value(*subject), "components"));
}

// The two documents of one name that list other components in XML than in JSON.
bool differ_themselves(const std::string& name) {
  return name.starts_with("valid-bom-1.") || name.starts_with("valid-component-ref-1.") || name.starts_with("valid-cryptography-implementation-");
}

// Every component of the conformance files is accounted for, the same in JSON and XML.
TEST(SharedInventories, CycloneDxConformance) {
  if (shared_match_data().empty()) GTEST_SKIP() << "../shared/data/match is not there";
  const auto files = shared_files("sbom-spec/cyclonedx-specification-test-resources.tar.zst");
  std::size_t json_files = 0, xml_files = 0, pairs = 0;
  for (const auto& [path, text] : files) {
    const bool is_json = path.ends_with(".json"), is_xml = path.ends_with(".xml");
    if (!is_json && !is_xml) continue;
    const ReadInventory read = read_all(text, {.file = name_of(path), .format = is_json ? "cyclonedx_json" : "cyclonedx_xml"});
    (is_json ? json_files : xml_files) += 1;
    const bool valid = name_of(path).starts_with("valid");
    if (valid) {
      EXPECT_EQ(read.error, "") << path;
      EXPECT_EQ(read.statistics.refused, 0u) << path << '\n' << shown(read);
      EXPECT_EQ(read.statistics.parts, 0u) << path << '\n' << shown(read);
    }
    if (is_json && read.error.empty()) {
      EXPECT_EQ(found(read), listed_in(json::parse(text))) << path;
    }
    if (const auto other = files.find(stem_of(path) + ".json"); is_xml && valid && other != files.end() && !differ_themselves(name_of(path))) {
      ++pairs;
      EXPECT_EQ(found(read), found(read_all(other->second))) << path;
    }
  }
  EXPECT_EQ(json_files, 359u);
  EXPECT_EQ(xml_files, 418u);
  EXPECT_GT(pairs, 180u);
}

// What is invalid in a way that matters here is said; the rest of the file is read.
TEST(SharedInventories, InvalidFilesSayWhy) {
  if (shared_match_data().empty()) GTEST_SKIP() << "../shared/data/match is not there";
  struct Case { std::string_view file, says; };
  const Case cases[] = {{"invalid-bomformat-", "\"bomFormat\" is not \"CycloneDX\""}, {"invalid-empty-component-", "a component without a name"}, {"invalid-component-type-", "a component of no known type"}, {"invalid-missing-component-type-", "a component without a type"}};
  std::size_t seen = 0;
  for (const auto& [path, text] : shared_files("sbom-spec/cyclonedx-specification-test-resources.tar.zst")) {
    if (path.ends_with(".textproto")) continue;
    const ReadInventory read = read_all(text);
    for (const Case& c : cases)
      if (name_of(path).starts_with(c.file)) {
        ++seen;
        EXPECT_NE(shown(read).find(c.says), std::string::npos) << path << '\n' << shown(read);
      }
  }
  EXPECT_GT(seen, 35u);
}

// Package URLs per tool and image, as extracted by another program: "tool<TAB>image<TAB>name<TAB>version<TAB>purl<TAB>cpes".
std::map<std::string, std::multiset<std::string>> extracted_purls() {
  std::map<std::string, std::multiset<std::string>> out;
  for (const auto& [path, text] : shared_files("sbom/bom-shelter-components.tsv.zst"))
    for (const std::string_view line : split(text, '\n')) {
      const auto cells = split(line, '\t');
      if (cells.size() >= 5 && !cells[4].empty()) out["spdx-" + std::string(cells[0]) + '-' + std::string(cells[1]) + ".json"].emplace(cells[4]);
    }
  return out;
}

TEST(SharedInventories, RealSboms) {
  if (shared_match_data().empty()) GTEST_SKIP() << "../shared/data/match is not there";
  if (sanitized) std::printf("every tenth of the real SBOMs only: a sanitizer is on\n");
  const auto expected = sanitized ? decltype(extracted_purls()){} : extracted_purls();
  // What is none: another program's own JSON, a page's words behind the document, notes.
  const std::set<std::string> no_inventory{"README.md", "cyclonedx-in-the-wild-dataset-metadata.csv", "spdx-in-the-wild-dataset-metadata.csv", "bashrc2-sbom-cdx.json", "scanoss-sbom-cdx.json", "maubot-spdx.json", "powershell-2.2.6.spdx.json"};
  std::size_t read_files = 0, refused_files = 0, compared = 0, components = 0, purls = 0, broken = 0, n = 0;
  for (const auto& [path, text] : shared_files("sbom/bom-shelter-pairs-and-wild.tar.zst")) {
    if (sanitized && n++ % 10 != 0) continue;
    const ReadInventory read = read_all(text);
    if (no_inventory.contains(name_of(path))) {
      EXPECT_NE(read.error, "") << path;
      ++refused_files;
      continue;
    }
    EXPECT_EQ(read.error, "") << path;
    EXPECT_EQ(read.statistics.refused, 0u) << path << '\n' << shown(read).substr(0, 2000);
    EXPECT_EQ(read.components.size(), read.statistics.taken) << path;
    ++read_files;
    components += read.components.size();
    const std::size_t with_purl = static_cast<std::size_t>(std::ranges::count_if(read.components, [](const Component& c) { return c.purl.has_value(); })), bad = count_code(read, "broken_purl");
    purls += with_purl, broken += bad;
    const auto other = expected.find(name_of(path));
    if (other == expected.end()) continue;
    ++compared;
    EXPECT_EQ(with_purl + bad, other->second.size()) << path;
    std::multiset<std::string> ours, theirs;
    for (const Component& c : read.components)
      if (c.purl) ours.insert(to_string(*c.purl));
    for (const std::string& purl : other->second)
      if (const auto parsed = parse_purl(purl)) theirs.insert(to_string(*parsed));
    EXPECT_EQ(ours, theirs) << path;
  }
  std::printf("%zu files, %zu components, %zu package URLs, %zu broken; %zu files compared with another program's\n", read_files, components, purls, broken, compared);
  if (!sanitized) {
    EXPECT_EQ(read_files, 259u);
    EXPECT_EQ(refused_files, 7u);
    EXPECT_EQ(compared, 206u);
    EXPECT_GT(components, 50'000u);
  }
}

TEST(SharedInventories, ScansOfNmap) {
  if (shared_match_data().empty()) GTEST_SKIP() << "../shared/data/match is not there";
  std::map<std::string, ReadInventory> scans;
  for (const auto& [path, text] : shared_files("scanner-output/defectdojo-scans.tar.zst"))
    if (path.find("/nmap/") != path.npos) scans[name_of(path)] = read_all(text);
  ASSERT_EQ(scans.size(), 3u);
  for (const auto& [name, read] : scans) EXPECT_EQ(read.error, "") << name;
  EXPECT_EQ(scans["nmap_1port.xml"].statistics.taken, 0u);
  ASSERT_FALSE(scans["issue4406.xml"].components.empty());
  for (const Component& c : scans["issue4406.xml"].components) {
    EXPECT_EQ(c.asset, "10.250.195.71");
    EXPECT_FALSE(c.name.empty());
  }
  EXPECT_EQ(found(scans["issue4406.xml"]), 25u);
}

// A list as it is stored: compressed.
TEST(SharedInventories, CompressedListOfCpes) {
  if (shared_match_data().empty()) GTEST_SKIP() << "../shared/data/match is not there";
  Diagnostics out;
  std::size_t taken = 0;
  const auto read = read_inventory_file(shared_match_data() / "cve" / "vulsio-integration-cpes.txt.zst", {}, [&](Component&&) { ++taken; }, out);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->format, "cpe_list");
  EXPECT_EQ(taken, 37'404u);
  EXPECT_EQ(read->refused, 2u) << "two have no product";
}

}  // namespace
}  // namespace lp::match
