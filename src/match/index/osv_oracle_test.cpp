// The matcher against a slow reading of the OSV schema's own evaluation, over the JSON itself: every record, every package of real
// inventories. https://ossf.github.io/osv-schema/#evaluation

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <simdjson.h>

#include "base/text.h"
#include "match/feeds/feed_format.h"
#include "match/index/index_testing.h"
#include "match/inventory/inventory_testing.h"

namespace lp::match {
namespace {

using Element = simdjson::dom::element;

std::string member(Element from, const char* name) {
  std::string_view value;
  return from[name].get(value) == simdjson::SUCCESS ? std::string(value) : std::string();
}
std::vector<Element> items(Element from, const char* name) {
  simdjson::dom::array list;
  std::vector<Element> out;
  if (from[name].get(list) == simdjson::SUCCESS)
    for (const Element e : list) out.push_back(e);
  return out;
}

// "PyPI", "Go" …: how the names of each are compared, and how its versions are ordered.
struct Ecosystem {
  const char *osv, *purl, *scheme;
};
constexpr Ecosystem ecosystems[] = {{"PyPI", "pypi", "pypi"}, {"Go", "golang", "golang"}, {"crates.io", "cargo", "cargo"}, {"AlmaLinux", "rpm", "rpm"}};

std::string plain_name(std::string_view ecosystem, std::string name) {
  if (ecosystem == "AlmaLinux") return name;
  name = to_lower_ascii(name);
  if (ecosystem == "Go") return replace_all(name, "!", "");
  for (char& c : name)
    if (c == '_' || (c == '.' && ecosystem == "PyPI")) c = '-';
  while (lp::contains(name, "--")) name = replace_all(name, "--", "-");
  return name;
}

struct Event {
  std::string version;
  enum Kind { introduced, fixed, last_affected } kind;
};
struct Range {
  std::vector<Event> events;
};
struct Entry {
  std::string id;
  std::set<std::string> versions;
  std::vector<Range> ranges;
};

class Oracle {
 public:
  void add(Element record) {
    if (!member(record, "withdrawn").empty()) return;
    for (const Element affected : items(record, "affected")) {
      Element package;
      if (affected["package"].get(package) != simdjson::SUCCESS) continue;
      Entry entry{member(record, "id"), {}, {}};
      for (const Element v : items(affected, "versions"))
        if (std::string_view text; v.get(text) == simdjson::SUCCESS) entry.versions.emplace(text);
      for (const Element range : items(affected, "ranges")) {
        if (member(range, "type") == "GIT") continue;
        Range made;
        for (const Element event : items(range, "events"))
          for (const auto& [kind, name] : {std::pair{Event::introduced, "introduced"}, {Event::fixed, "fixed"}, {Event::last_affected, "last_affected"}})
            if (const std::string v = member(event, name); !v.empty()) made.events.push_back({v, kind});
        entry.ranges.push_back(std::move(made));
      }
      const std::string ecosystem = member(package, "ecosystem");
      entries_[{ecosystem, plain_name(ecosystem.substr(0, ecosystem.find(':')), member(package, "name"))}].push_back(std::move(entry));
    }
  }
  // Ids that hold for the version; those with versions the scheme does not know go to `unsure`.
  std::set<std::string> evaluate(const std::string& ecosystem, const std::string& name, const std::string& version, const Scheme& scheme, std::set<std::string>& unsure) const {
    std::set<std::string> out;
    const auto found = entries_.find({ecosystem, name});
    if (found == entries_.end()) return out;
    for (const Entry& entry : found->second) {
      bool foreign = false;
      if (holds(entry, version, scheme, foreign)) out.insert(entry.id);
      if (foreign) unsure.insert(entry.id);
    }
    return out;
  }

 private:
  static int order(const Scheme& scheme, const std::string& a, const std::string& b, bool& foreign) {
    const auto compared = compare_versions(scheme, a, b);
    if (!compared) foreign = true;
    return !compared ? 0 : *compared < 0 ? -1 : *compared > 0 ? 1 : 0;
  }
  static bool holds(const Entry& entry, const std::string& version, const Scheme& scheme, bool& foreign) {
    for (const std::string& v : entry.versions) {
      if (v == version) return true;
      bool ignored = false;
      if (order(scheme, v, version, ignored) == 0 && !ignored) return true;
    }
    for (const Range& range : entry.ranges) {
      std::vector<Event> events = range.events;
      std::stable_sort(events.begin(), events.end(), [&](const Event& a, const Event& b) {
        if (a.version == "0" || b.version == "0") return a.version == "0" && b.version != "0";
        return order(scheme, a.version, b.version, foreign) < 0;
      });
      bool vulnerable = false;
      for (const Event& e : events) {
        const int compared = e.version == "0" ? 1 : order(scheme, version, e.version, foreign);
        if (e.kind == Event::introduced && compared >= 0) vulnerable = true;
        if (e.kind == Event::fixed && compared >= 0) vulnerable = false;
        if (e.kind == Event::last_affected && compared > 0) vulnerable = false;
      }
      if (vulnerable && !foreign) return true;
    }
    return false;
  }
  std::map<std::pair<std::string, std::string>, std::vector<Entry>> entries_;
};

class WholeText final : public io::UnpackVisitor {
 public:
  std::string text;
  Status leaf(const io::Leaf&, io::ByteSource& bytes) override {
    std::vector<char> block(65536);
    for (;;) {
      LP_TRY(const std::size_t n, bytes.read(block.data(), block.size()));
      if (n == 0) return ok_status();
      text.append(block.data(), n);
    }
  }
  void skipped(const io::SkippedPart&) override {}
};
std::string whole_text(const std::filesystem::path& file) {
  WholeText all;
  EXPECT_TRUE(io::unpack(file, {}, all)) << file;
  return std::move(all.text);
}

std::string ecosystem_of(const Ecosystem& e, const Component& component) {
  if (std::string_view(e.osv) != "AlmaLinux") return e.osv;
  const auto names = keys_of(component);
  for (const PackageKey& key : names)
    if (key.realm.starts_with("almalinux:")) return "AlmaLinux:" + key.realm.substr(10);
  return {};
}

TEST(OsvOracle, EveryRecordAndEveryPackageOfRealInventories) {
  const auto folder = shared_match_data();
  if (folder.empty()) GTEST_SKIP() << "../shared/data/match is not there";
  Oracle oracle;
  AdvisoryIndexBuilder builder;
  simdjson::dom::parser parser;
  for (const char* file : {"alma", "go", "pypa_w", "rustsec"}) {
    if (sanitized && std::string_view(file) != "rustsec" && std::string_view(file) != "go") continue;
    const std::string text = whole_text(folder / "advisories" / (std::string(file) + ".jsonl.zst"));
    Diagnostics diagnostics;
    FeedTakers takers;
    takers.advisory = [&](Advisory&& a) { builder.add(a); };
    ASSERT_TRUE(read_feed(text, {.file = file}, takers, diagnostics));
    for (const std::string_view line : split(text, '\n'))
      if (Element record; !line.empty() && parser.parse(line.data(), line.size()).get(record) == simdjson::SUCCESS) oracle.add(record);
  }
  const Matcher matcher{AdvisoryLayers(builder.build())};
  std::set<std::string> purls;
  const std::string rows = whole_text(folder / "sbom" / "bom-shelter-components.tsv.zst");
  for (const std::string_view line : split(rows, '\n'))
    if (const auto cells = split(line, '\t'); cells.size() > 4) purls.emplace(cells[4]);
  std::size_t compared = 0, findings = 0, unsure_pairs = 0, different = 0;
  for (const std::string& text : purls) {
    if (sanitized && std::hash<std::string>()(text) % 40 != 0) continue;
    const auto purl = parse_purl(text);
    if (!purl || purl->version.empty()) continue;
    for (const Ecosystem& e : ecosystems) {
      if (purl->type != e.purl) continue;
      const Component component = purl_component(text);
      const std::string ecosystem = ecosystem_of(e, component);
      if (ecosystem.empty()) continue;
      std::string version = purl->version;
      if (const auto epoch = purl->qualifiers.find("epoch"); epoch != purl->qualifiers.end() && purl->type == "rpm" && !lp::contains(version, ":")) version = epoch->second + ":" + version;
      const std::string name = purl->ns.empty() || purl->type == "rpm" ? purl->name : purl->ns + "/" + purl->name;
      std::set<std::string> unsure, ours, foreign;
      const std::set<std::string> expected = oracle.evaluate(ecosystem, plain_name(e.osv, name), version, *find_scheme(e.scheme), unsure);
      for (const Match& m : matcher.match(component)) {
        const std::string id = matcher.layers().name(m.advisory).id;
        (m.doubts.has(Doubt::version_foreign) || m.doubts.has(Doubt::bound_foreign) ? foreign : ours).insert(id);
      }
      ++compared;
      findings += expected.size();
      for (const std::set<std::string>* side : std::initializer_list<const std::set<std::string>*>{&expected, &ours})
        for (const std::string& id : *side) {
          if (expected.contains(id) == ours.contains(id)) continue;
          if (unsure.contains(id) || foreign.contains(id)) {
            ++unsure_pairs;
            continue;
          }
          if (++different <= 20) ADD_FAILURE() << text << ' ' << id << (expected.contains(id) ? ": only the oracle" : ": only the matcher");
        }
    }
  }
  EXPECT_EQ(different, 0u);
  EXPECT_GT(compared, sanitized ? 100u : 10'000u);
  EXPECT_GT(findings, sanitized ? 50u : 5'000u);
  std::printf("%zu packages compared%s, %zu findings, %zu left out for versions that are none of their ecosystem\n", compared, sanitized ? " (a sample: a sanitizer is on)" : "", findings, unsure_pairs);
}

}  // namespace
}  // namespace lp::match
