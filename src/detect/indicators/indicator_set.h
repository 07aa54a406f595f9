#pragma once
// Indicators being gathered, and the image they become: one file that is mapped, not read.
//
// Threads: one at a time.

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "detect/indicators/indicator.h"
#include "detect/net/public_suffix.h"

namespace lp::detect {

using ContextId = std::uint32_t;

class IndicatorSet {
 public:
  // Contexts that say the same are one.
  ContextId add_context(const IndicatorContext& context);
  // False: `text` is no indicator of this kind; nothing was added. An indicator may come again with other contexts.
  bool add(IndicatorKind kind, std::string_view text, ContextId context);
  void add_key(IndicatorKind kind, std::string_view key, ContextId context);  // of to_key()
  std::size_t size() const { return rows_.size(); }  // repeated ones counted each time
  std::size_t count(IndicatorKind kind) const { return counts_[static_cast<std::size_t>(kind)]; }

  // The image (image_layout.h): the same for the same indicators in the same order. Domains that are public suffixes are marked to
  // match themselves alone. The set stays as it is; its rows may change their order.
  std::string to_bytes(const PublicSuffixes& suffixes);
  // Written beside and renamed: `path` is the old image or the new at every instant. unavailable when the disk is full.
  Status write(const std::filesystem::path& path, const PublicSuffixes& suffixes);

 private:
  friend class ImageWriter;
  struct Row {
    std::uint64_t hash;
    std::uint64_t place;  // in keys_, 40 bits; length, 16 bits; kind, 8 bits
    ContextId context;
  };
  std::vector<Row> rows_;
  std::string keys_, scratch_;
  std::vector<std::string> contexts_;  // encoded
  std::unordered_map<std::string, ContextId> context_ids_;
  std::array<std::size_t, indicator_kinds> counts_{};
  bool has_internal_ = false;
};

}  // namespace lp::detect
