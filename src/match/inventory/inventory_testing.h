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
  io::UnpackLimits limits;
  limits.texts_as_stored = true;
  EXPECT_TRUE(io::unpack(shared_match_data() / archive, limits, files)) << archive;
  return std::move(files.texts);
}

// What a text is read as.
struct ReadInventory {
  std::vector<Component> components;
  InventoryStatistics statistics;
  Diagnostics diagnostics;
  std::string error;  // "" = read
  std::uint64_t left_out() const {
    std::uint64_t sum = 0;
    for (const auto& [reason, count] : statistics.left_out) sum += count;
    return sum;
  }
};

inline ReadInventory read_all(std::string_view bytes, InventoryOptions options = {}) {
  ReadInventory read;
  if (options.file.empty()) options.file = "list";
  auto result = read_inventory(bytes, options, [&](Component&& c) { read.components.push_back(std::move(c)); }, read.diagnostics);
  if (result) read.statistics = *std::move(result);
  else read.error = result.error().message;
  return read;
}

// One line a component, and what was said besides: for goldens and messages.
inline std::string shown(const Component& c) {
  constexpr std::string_view types[] = {"library", "application", "operating_system", "firmware", "hardware", "container", "service", "other"};
  std::string line = c.where + ": " + std::string(types[static_cast<std::size_t>(c.type)]);
  const auto member = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) line += ' ' + std::string(name) + '=' + std::string(value);
  };
  member("asset", c.asset), member("location", c.location), member("vendor", c.vendor), member("name", c.name), member("model", c.model), member("version", c.version);
  member("scheme", c.scheme), member("source", c.source_name), member("source_version", c.source_version), member("distribution", c.distribution);
  if (c.purl) member("purl", to_string(*c.purl));
  for (const Cpe& cpe : c.cpes) member("cpe", to_string(cpe));
  return line + '\n';
}
inline std::string shown(const ReadInventory& read) {
  std::string text;
  if (!read.error.empty()) text += "error: " + read.error + '\n';
  text += read.statistics.format + " of '" + read.statistics.subject + "': taken " + std::to_string(read.statistics.taken) + ", refused " + std::to_string(read.statistics.refused) + ", parts " + std::to_string(read.statistics.parts) + '\n';
  for (const auto& [reason, count] : read.statistics.left_out) text += "left out " + std::to_string(count) + ": " + reason + '\n';
  for (const Component& c : read.components) text += shown(c);
  for (const Diagnostic& d : read.diagnostics.items()) text += to_string(d.where) + ' ' + d.code + ": " + d.what + '\n';
  return text;
}

}  // namespace lp::match
