#pragma once
// Indices over each other: a large one, and small ones with what changed since. What an upper one names is not looked up below.
// A value: copies are cheap and share the indices; a change makes a new value and leaves the old one as it was.

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "match/index/advisory_index.h"

namespace lp::match {

// One advisory within layers: valid for the value it came from.
struct AdvisoryRef {
  std::uint32_t layer : 4 = 0;
  std::uint32_t number : 28 = 0;
  bool operator==(const AdvisoryRef&) const = default;
};

class AdvisoryLayers {
 public:
  struct Layer {
    std::shared_ptr<const AdvisoryIndex> index;
    std::shared_ptr<const std::vector<bool>> hidden;  // replaced or withdrawn since; null = none
    std::uint32_t hidden_count = 0;
    bool is_hidden(std::uint32_t number) const { return hidden != nullptr && (*hidden)[number]; }
  };

  AdvisoryLayers() = default;  // nothing is known
  explicit AdvisoryLayers(std::shared_ptr<const AdvisoryIndex> base);

  // Adds or replaces `changed`, removes `withdrawn`. Layers of like size are merged, so that n changes one by one cost
  // n log n; when what is not in the lowest layer or hidden in it is above a quarter of it, everything becomes one layer.
  AdvisoryLayers with(std::span<const Advisory> changed, std::span<const AdvisoryName> withdrawn = {}) const;
  // Everything in one index: the same as a fresh build in any order.
  std::shared_ptr<const AdvisoryIndex> flattened() const;

  std::span<const Layer> layers() const { return layers_; }
  std::size_t size() const;                              // advisories that are not hidden
  Advisory advisory(AdvisoryRef ref) const { return layers_[ref.layer].index->advisory(ref.number); }
  AdvisoryName name(AdvisoryRef ref) const { return layers_[ref.layer].index->name(ref.number); }
  std::vector<AdvisoryRef> find(std::string_view id) const;
  std::vector<AdvisoryRef> find_with_aliases(std::string_view id) const;
  std::vector<AdvisoryRef> find_related(std::string_view id) const;  // errata that mend it
  std::optional<AdvisoryRef> find(const AdvisoryName& name) const;
  bool has_realm(std::string_view distribution) const;

 private:
  std::vector<Layer> layers_;  // lowest first
};

}  // namespace lp::match
