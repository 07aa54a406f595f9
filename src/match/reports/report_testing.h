#pragma once
// For tests of reports and priority: files that stand beside a checkout, and reports as text.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>

#include "io/unpack.h"

namespace lp::match::report_testing {

// ../shared/data/match; empty when it is not there, which CI does not forgive.
inline std::filesystem::path shared_match_data() {
  const auto path = std::filesystem::path(LP_SOURCE_DIR) / ".." / "shared" / "data" / "match";
  if (std::filesystem::exists(path)) return path;
  const char* ci = std::getenv("CI");
  if (ci != nullptr && std::string(ci) == "true") ADD_FAILURE() << path << " is missing";
  return {};
}

class MemberTexts final : public io::UnpackVisitor {
 public:
  std::map<std::string, std::string> texts;   // by path in the archive
  Status leaf(const io::Leaf& leaf, io::ByteSource& bytes) override {
    std::string& text = texts[std::string(leaf.path)];
    char block[65536];
    for (;;) {
      LP_TRY(const std::size_t n, bytes.read(block, sizeof block));
      if (n == 0) return ok_status();
      text.append(block, n);
    }
  }
  void skipped(const io::SkippedPart&) override {}
};

}  // namespace lp::match::report_testing
