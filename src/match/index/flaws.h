#pragma once
// Which advisories are about the same flaw. Names are one flaw when an advisory says so, transitively; an advisory that names several
// CVEs is about all of them and joins none. Internal to match/index.

#include <cstdint>
#include <span>
#include <vector>

#include "match/index/advisory_layers.h"
#include "match/index/index_tables.h"

namespace lp::match {

class Flaws {
 public:
  explicit Flaws(const AdvisoryLayers& layers) : layers_(&layers) {}
  std::span<const std::uint64_t> names(AdvisoryRef ref) const { return layers_->layers()[ref.layer].index->tables().names_of(ref.number); }
  bool names_several(AdvisoryRef ref) const;
  // Hashes of all names of the flaw, sorted.
  std::vector<std::uint64_t> closure(AdvisoryRef ref) const { return closure(names(ref), names_several(ref)); }
  std::vector<std::uint64_t> closure(std::span<const std::uint64_t> names, bool several) const;
  // Advisories that name one of them, as id, alias or related; not hidden, not withdrawn. Each once.
  std::vector<AdvisoryRef> mentioning(std::span<const std::uint64_t> names, bool with_related) const;
  // The flaws `stated` (a closure) cover all of what `ref` is about.
  bool is_covered(AdvisoryRef ref, std::span<const std::uint64_t> stated) const;

 private:
  template <class Take>
  void each_mentioning(std::uint64_t name, bool with_related, Take&& take) const;

  const AdvisoryLayers* layers_;
};

}  // namespace lp::match
