#pragma once
// For tests only: material beside the checkout, and inventories read at one go.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "io/unpack.h"
#include "match/inventory/inventory_format.h"

namespace lp::match {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif
#else
inline constexpr bool sanitized = false;
#endif

// Empty when it is not there; in CI that is a failure.
inline std::filesystem::path shared_match_data() {
  const auto folder = std::filesystem::path(LP_SOURCE_DIR).parent_path() / "shared" / "data" / "match";
  if (std::filesystem::is_directory(folder)) return folder;
  const char* ci = std::getenv("CI");
  if (ci != nullptr && std::string_view(ci) == "true") ADD_FAILURE() << folder << " is missing";
  return {};
}

// The leaves of an archive by their path within it (the part behind the last '!').
class SharedFiles final : public io::UnpackVisitor {
 public:
  std::map<std::string, std::string> texts;
  Status leaf(const io::Leaf& leaf, io::ByteSource& bytes) override {
    const std::size_t mark = leaf.path.rfind('!');
    std::string& text = texts[std::string(mark == std::string_view::npos ? leaf.path : leaf.path.substr(mark + 1))];
    char block[65536];
    for (;;) {
      LP_TRY(const std::size_t n, bytes.read(block, sizeof block));
      if (n == 0) return ok_status();
      text.append(block, n);
    }
  }
  void skipped(const io::SkippedPart&) override {}
};

inline std::map<std::string, std::string> shared_files(const char* archive) {
  SharedFiles files;
  EXPECT_TRUE(io::unpack(shared_match_data() / archive, {}, files)) << archive;
  return std::move(files.texts);
}

}  // namespace lp::match
