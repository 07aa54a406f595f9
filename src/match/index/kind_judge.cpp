#include "match/index/kind_judge.h"

#include <algorithm>

namespace lp::match {

bool KindJudge::depends_on_asset(std::span<const Hit> hits) const {
  return std::ranges::any_of(hits, [this](const Hit& hit) {
    return (layers_.layers()[hit.layer].index->tables().statements[hit.statement].checks & check_condition) != 0;
  });
}

const Platforms& KindJudge::platforms_of(std::uint32_t asset) {
  if (platforms_for_ == asset) return platforms_;
  platforms_for_ = asset;
  platforms_ = {};
  platform_names_.clear();
  for (std::uint32_t i = state_.assets[asset].first; i < state_.assets[asset].end; ++i)
    for (const KindName& name : state_.names(state_.installed_kinds[i]))
      if ((name.flags & name_cpe) != 0) platform_names_.push_back(state_.name(name));
  for (const ComponentName& name : platform_names_) platforms_.add(name);
  return platforms_;
}

std::span<const Match> KindJudge::affected(std::uint32_t kind, std::span<const Hit> hits, std::optional<std::uint32_t> asset) {
  matches_.clear();
  distribution_.clear();
  if (std::ranges::any_of(hits, [](const Hit& h) { return (h.flags & name_upstream) != 0; })) {
    for (const KindName& name : state_.names(kind)) {
      if ((name.flags & name_distribution) == 0) continue;
      for (std::size_t l = 0; l < layers_.layers().size(); ++l) {
        const std::uint32_t package = layers_.layers()[l].index->tables().find_package(state_.packages[name.package]);
        if (package != IndexTables::none) distribution_.push_back({static_cast<std::uint8_t>(l), package});
      }
    }
  }
  judge_.judge(kind, hits, distribution_, asset ? &platforms_of(*asset) : nullptr, matches_);
  std::erase_if(matches_, [](const Match& m) { return m.outcome != Outcome::affected; });
  return matches_;
}

}  // namespace lp::match
