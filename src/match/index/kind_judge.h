#pragma once
// Matches of kinds of components at each place they are installed. Internal to match/index.

#include <optional>
#include <span>
#include <vector>

#include "match/index/judge.h"
#include "match/index/portfolio_state.h"

namespace lp::match {

class KindJudge {
 public:
  KindJudge(const PortfolioState& state, const AdvisoryLayers& layers) : state_(state), layers_(layers), judge_(layers) {}

  // What platforms decide differs from asset to asset.
  bool depends_on_asset(std::span<const Hit> hits) const;
  // Only findings: outcome affected. `asset` as depends_on_asset() asks for. The span is valid until the next call.
  std::span<const Match> affected(std::uint32_t kind, std::span<const Hit> hits, std::optional<std::uint32_t> asset);
  const AdvisoryLayers& layers() const { return layers_; }

 private:
  const Platforms& platforms_of(std::uint32_t asset);

  const PortfolioState& state_;
  const AdvisoryLayers& layers_;
  Judge judge_;
  std::vector<Match> matches_;
  std::vector<DistributionPackage> distribution_;
  std::optional<std::uint32_t> platforms_for_;
  Platforms platforms_;
  std::vector<ComponentName> platform_names_;
};

}  // namespace lp::match
