#pragma once
// Real material for the benchmarks of match: ../shared/data/match beside the checkout, or the folder in LP_MATCH_DATA.

#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "io/unpack.h"
#include "match/component.h"
#include "match/feeds/feed_format.h"

namespace lp::match {

inline double cpu_seconds() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}
// The best of some rounds: neighbours only ever make it slower.
double best_of(int rounds, const auto& work) {
  double best = 1e9;
  for (int i = 0; i < rounds; ++i) {
    const double from = cpu_seconds();
    work();
    best = std::min(best, cpu_seconds() - from);
  }
  return best;
}
inline double resident_mb(std::string_view which) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(which)) return static_cast<double>(std::atol(line.c_str() + which.size() + 1)) / 1024;
  return 0;
}
inline double percentile(std::vector<double> values, double p) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  return values[std::min(values.size() - 1, static_cast<std::size_t>(p * static_cast<double>(values.size())))];
}

inline std::filesystem::path match_data() {
  const char* const named = std::getenv("LP_MATCH_DATA");
  return named != nullptr ? std::filesystem::path(named) : std::filesystem::path(LP_SOURCE_DIR).parent_path() / "shared" / "data" / "match";
}

// The whole text of a compressed file.
class WholeText final : public io::UnpackVisitor {
 public:
  std::string text;
  Status leaf(const io::Leaf&, io::ByteSource& bytes) override {
    std::vector<char> block(1u << 20);
    for (;;) {
      LP_TRY(const std::size_t n, bytes.read(block.data(), block.size()));
      if (n == 0) return ok_status();
      text.append(block.data(), n);
    }
  }
  void skipped(const io::SkippedPart& part) override { std::printf("skipped %s: %s\n", std::string(part.path).c_str(), std::string(part.detail).c_str()); }
};
inline std::string whole_text(const std::filesystem::path& file) {
  WholeText all;
  if (auto report = io::unpack(file, {}, all); !report) std::printf("%s: %s\n", file.c_str(), report.error().message.c_str());
  return std::move(all.text);
}

inline std::vector<std::filesystem::path> feeds_below(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> out;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().string().ends_with(".jsonl.zst")) out.push_back(entry.path());
  std::ranges::sort(out);
  return out;
}

// The rows of bom-shelter: tool, image, name, version, purl, number of CPEs. Rows without a package URL that can be read are left out.
inline std::vector<Component> bom_shelter(std::size_t most = ~std::size_t{0}) {
  std::vector<Component> out;
  const std::string text = whole_text(match_data() / "sbom" / "bom-shelter-components.tsv.zst");
  for (const std::string_view line : split(text, '\n')) {
    const auto cells = split(line, '\t');
    if (cells.size() < 5 || out.size() >= most) continue;
    Component component;
    component.asset = std::string(cells[0]) + ' ' + std::string(cells[1]);
    component.name = cells[2];
    component.version = cells[3];
    if (auto purl = parse_purl(cells[4])) {
      if (component.version.empty()) component.version = purl->version;
      component.purl = *std::move(purl);
    }
    out.push_back(std::move(component));
  }
  return out;
}

}  // namespace lp::match
