#pragma once
// For tests: the material of ../shared/data/detect, unpacked into memory; where a checkout does not have it, tests are skipped,
// except where CI=true promises that it is there.

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "base/text.h"

namespace lp::detect::sigma {

inline std::filesystem::path shared_folder() { return std::filesystem::path(LP_SOURCE_DIR) / ".." / "shared" / "data" / "detect"; }

// What a command of the test machine writes.
inline std::string output_of(const std::string& command) {
  std::string out;
  char buffer[65536];
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return out;
  for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) out.append(buffer, n);
  pclose(pipe);
  return out;
}

inline std::string read_shared(const std::string& name) {
  const std::string path = (shared_folder() / name).string();
  return output_of((name.ends_with(".xz") ? "xz -dc '" : "cat '") + path + "'");
}

struct ExpectedMatches {
  std::size_t line = 0;  // 1-based
  std::set<std::string> ids{};
};
inline std::vector<ExpectedMatches> parse_expected(const std::string& tsv) {
  std::vector<ExpectedMatches> out;
  for (const std::string_view line : split(tsv, '\n')) {
    const std::size_t tab = line.find('\t');
    if (tab == line.npos) continue;
    ExpectedMatches& e = out.emplace_back();
    e.line = std::stoul(std::string(line.substr(0, tab)));
    for (const std::string_view id : split(line.substr(tab + 1), ',')) {
      if (!id.empty()) e.ids.emplace(id);
    }
  }
  return out;
}

inline bool shared_is_missing() { return !std::filesystem::exists(shared_folder()); }
inline bool continuous_integration() {
  const char* ci = std::getenv("CI");
  return ci != nullptr && std::string(ci) == "true";
}

}  // namespace lp::detect::sigma

#define LP_NEEDS_SHARED()                                                                     \
  if (::lp::detect::sigma::shared_is_missing()) {                                             \
    ASSERT_FALSE(::lp::detect::sigma::continuous_integration()) << "../shared/data/detect is missing"; \
    GTEST_SKIP() << "../shared/data/detect is not there";                                     \
  }
