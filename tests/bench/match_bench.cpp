// What the advisory index costs: import, reopening, memory, matching. Real material only (match_data.h).
//   match_bench import | match | all
#include <cstring>
#include <map>
#include <random>
#include <set>

#include "io/files.h"
#include "match/index/advisory_index.h"
#include "match/index/matcher.h"
#include "match/inventory/inventory_format.h"
#include "match_data.h"

namespace {

using namespace lp;
using namespace lp::match;

struct Imported {
  std::shared_ptr<const AdvisoryIndex> index;
  double seconds = 0;
};

// Texts are unpacked before: the goal is for JSON.
Imported import(std::initializer_list<const char*> folders) {
  AdvisoryIndexBuilder builder;
  Imported out;
  std::uint64_t bytes = 0, records = 0;
  double parsing = 0, adding = 0;
  for (const char* folder : folders)
    for (const auto& file : feeds_below(match_data() / folder)) {
      const std::string text = whole_text(file);
      bytes += text.size();
      Diagnostics diagnostics(10);
      const double from = cpu_seconds();
      FeedTakers takers;
      takers.advisory = [&](Advisory&& advisory) {
        const double begin = cpu_seconds();
        builder.add(advisory);
        adding += cpu_seconds() - begin;
      };
      const auto read = read_feed(text, {.file = file.filename().string()}, takers, diagnostics);
      parsing += cpu_seconds() - from;
      std::uint64_t n = 0;
      if (read)
        for (const auto& [format, count] : read->records) n += count;
      records += n;
      std::printf("  %-28s %8.1f MB %8llu records %6.2f s%s\n", file.filename().c_str(), static_cast<double>(text.size()) / 1e6, static_cast<unsigned long long>(n), cpu_seconds() - from,
                  read ? "" : (" " + read.error().message).c_str());
    }
  const double from = cpu_seconds();
  out.index = builder.build();
  const double building = cpu_seconds() - from;
  out.seconds = parsing + building;
  const IndexStatistics& s = out.index->statistics();
  std::printf("import: %llu records, %.1f MB: %.2f s (reading %.2f, adding %.2f, index %.2f); image %.1f MB, looked at by matching %.1f MB\n", static_cast<unsigned long long>(records),
              static_cast<double>(bytes) / 1e6, out.seconds, parsing - adding, adding, building, static_cast<double>(out.index->file_bytes()) / 1e6,
              static_cast<double>(out.index->lookup_bytes()) / 1e6);
  std::printf("index: %llu advisories (%llu replaced, %llu withdrawn), %llu packages, %llu statements, %llu intervals, %llu versions; nothing stated %llu, order assumed %llu, foreign bounds %llu\n",
              static_cast<unsigned long long>(s.advisories), static_cast<unsigned long long>(s.replaced), static_cast<unsigned long long>(s.withdrawn), static_cast<unsigned long long>(s.packages),
              static_cast<unsigned long long>(s.statements), static_cast<unsigned long long>(s.intervals), static_cast<unsigned long long>(s.versions),
              static_cast<unsigned long long>(s.nothing_stated), static_cast<unsigned long long>(s.unknown_scheme), static_cast<unsigned long long>(s.foreign_bounds));
  return out;
}

std::shared_ptr<const AdvisoryIndex> reopened(const AdvisoryIndex& index, const std::filesystem::path& path) {
  if (auto saved = index.save(path); !saved) std::printf("save: %s\n", saved.error().message.c_str());
  std::shared_ptr<const AdvisoryIndex> out;
  const double seconds = best_of(5, [&] {
    out.reset();
    auto opened = AdvisoryIndex::open(path);
    if (opened) out = *opened;
  });
  const double checked = best_of(2, [&] { (void)AdvisoryIndex::open(path, AdvisoryIndex::Verify::digest); });
  std::printf("reopen: %.1f ms; with the digest %.1f ms (goal 20)\n", seconds * 1e3, checked * 1e3);
  return out;
}

// A linear pass over as many bytes as the rows have: what memory alone costs.
double yardstick(std::size_t bytes) {
  std::vector<std::uint64_t> words(bytes / 8 + 1, 1);
  volatile std::uint64_t sum = 0;
  return best_of(3, [&] {
    std::uint64_t s = 0;
    for (const std::uint64_t w : words) s += w;
    sum = sum + s;
  });
}

void match_real_mix(const std::shared_ptr<const AdvisoryIndex>& index) {
  const std::vector<Component> components = bom_shelter();
  const Matcher matcher{AdvisoryLayers(index)};
  double from = cpu_seconds();
  const PreparedComponents prepared = matcher.prepare(components);
  const double preparing = cpu_seconds() - from;
  std::size_t matches = 0, affected = 0;
  const double seconds = best_of(5, [&] {
    matches = affected = 0;
    matcher.match(prepared, [&](std::span<const Match> found) {
      matches += found.size();
      for (const Match& m : found) affected += m.outcome == Outcome::affected;
    });
  });
  std::printf("match, real mix: %zu components, %zu rows (%.1f B a component), prepared at %.2f M/s, matched at %.1f M/s (goal 20); %zu matches, %zu affected; yardstick %.2f ms\n", components.size(),
              prepared.known_rows(), static_cast<double>(prepared.bytes()) / static_cast<double>(components.size()), static_cast<double>(components.size()) / preparing / 1e6,
              static_cast<double>(components.size()) / seconds / 1e6, matches, affected, yardstick(prepared.bytes()) * 1e3);
}

// Every component an NVD product, as often as NVD names it: products with tens of thousands of intervals come often.
void match_worst_case(const std::shared_ptr<const AdvisoryIndex>& index) {
  std::vector<std::pair<Cpe, std::string>> names;
  for (std::uint32_t i = 0; i < index->size(); i += 3) {
    const Advisory advisory = index->advisory(i);
    if (advisory.source != "nvd") continue;
    for (const Affected& a : advisory.affected) {
      for (const std::string& version : a.versions) names.emplace_back(*a.cpe, version);
      for (const Interval& each : a.intervals)
        if (each.to) names.emplace_back(*a.cpe, *each.to);
    }
  }
  std::mt19937_64 random(42);
  std::vector<Component> components(50'000);
  for (std::size_t i = 0; i < components.size(); ++i) {
    const auto& [cpe, version] = names[random() % names.size()];
    Component& c = components[i];
    c.asset = std::to_string(i);
    c.cpes.push_back(cpe);
    for (std::size_t a = Cpe::update; a < Cpe::attributes; ++a) c.cpes[0].values[a] = "*";
    c.cpes[0].values[Cpe::version] = version;
    c.version = version;
  }
  const Matcher matcher{AdvisoryLayers(index)};
  const PreparedComponents prepared = matcher.prepare(components);
  std::size_t matches = 0;
  const double seconds = best_of(5, [&] {
    matches = 0;
    matcher.match(prepared, [&](std::span<const Match> found) { matches += found.size(); });
  });
  std::printf("match, CPE worst case: %.2f M components/s (goal 0.3), %.0f matches a component, %.0f M matches/s\n", static_cast<double>(components.size()) / seconds / 1e6,
              static_cast<double>(matches) / static_cast<double>(components.size()), static_cast<double>(matches) / seconds / 1e6);
}

// 100,000 components as CycloneDX, from bytes to findings, index opened from its file.
void match_sbom(const std::filesystem::path& image) {
  std::string text = R"({"bomFormat":"CycloneDX","specVersion":"1.5","version":1,"components":[)";
  std::size_t n = 0;
  std::size_t row = 0;
  for (const Component& c : bom_shelter()) {
    if (!c.purl || n == 100'000 || row++ % 5 != 0) continue;
    if (++n > 1) text += ',';
    text += std::string(R"({"type":"library","bom-ref":"c)") + std::to_string(n) + R"(","name":")" + c.purl->name + R"(","version":")" + c.purl->version + R"(","purl":")" + to_string(*c.purl) + "\"}";
  }
  text += "]}";
  std::size_t findings = 0, taken = 0;
  double parse = 0;
  const double before = resident_mb("VmRSS");
  const double seconds = best_of(3, [&] {
    findings = 0;
    const double from = cpu_seconds();
    const auto index = AdvisoryIndex::open(image);
    std::vector<Component> components;
    Diagnostics diagnostics(10);
    const auto read = read_inventory(text, {.file = "sbom"}, [&](Component&& c) { components.push_back(std::move(c)); }, diagnostics);
    parse = cpu_seconds() - from;
    taken = components.size();
    if (!index || !read) return;
    for (const Match& m : Matcher(AdvisoryLayers(*index)).match(components)) findings += m.outcome == Outcome::affected;
  });
  std::printf("SBOM of %zu components (%.1f MB): %.0f ms to %zu findings (goal 250; reading %.0f ms), %.0f MB more than before\n", taken, static_cast<double>(text.size()) / 1e6, seconds * 1e3, findings,
              parse * 1e3, resident_mb("VmRSS") - before);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "all";
  const Imported all = import({"advisories", "cve", "csaf", "cn"});
  const auto folder = io::TempDir::create("match_bench");
  if (!folder) return 1;
  const auto index = reopened(*all.index, folder->path() / "advisories.idx");
  if (what == "import") return 0;
  match_real_mix(index);
  match_worst_case(index);
  match_sbom(folder->path() / "advisories.idx");
  return 0;
}
