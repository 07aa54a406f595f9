#pragma once
// For tests only: compares text with a file under tests/golden/ of the source tree.
// LP_UPDATE_GOLDEN=1 rewrites the file instead; git then shows what changed.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace lp::golden {

// LP_SOURCE_DIR is defined by lp_module for test programs.
inline std::filesystem::path folder() { return std::filesystem::path(LP_SOURCE_DIR) / "tests" / "golden"; }

inline bool updating() {
  const char* flag = std::getenv("LP_UPDATE_GOLDEN");
  return flag != nullptr && std::string(flag) == "1";
}

inline std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// `file` is relative to tests/golden.
inline void expect(const std::string& actual, const std::filesystem::path& file) {
  const std::filesystem::path path = folder() / file;
  if (updating()) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << actual;
    return;
  }
  ASSERT_TRUE(std::filesystem::exists(path)) << path << " is missing; run with LP_UPDATE_GOLDEN=1";
  EXPECT_EQ(actual, read(path)) << file << " differs; if the change is meant, run with LP_UPDATE_GOLDEN=1";
}

}  // namespace lp::golden
