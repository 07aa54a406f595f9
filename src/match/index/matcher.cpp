#include "match/index/matcher.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "match/index/component_names.h"
#include "match/index/judge.h"
#include "match/index/row_preparation.h"

namespace lp::match {
namespace {

// Components of one asset are platforms of each other.
void add_platforms(std::uint32_t asset, std::span<const ComponentName> names, PreparedRows& out) {
  for (const ComponentName& name : names) {
    if ((name.flags & name_cpe) == 0) continue;
    out.platform_names.push_back(name);
    out.platforms[asset].add(out.platform_names.back());
  }
}

}  // namespace

PreparedComponents::PreparedComponents() : rows_(std::make_unique<PreparedRows>()) {}
PreparedComponents::~PreparedComponents() = default;
PreparedComponents::PreparedComponents(PreparedComponents&&) noexcept = default;
PreparedComponents& PreparedComponents::operator=(PreparedComponents&&) noexcept = default;
std::size_t PreparedComponents::size() const { return rows_->components; }
std::size_t PreparedComponents::known_rows() const { return rows_->rows.size(); }
std::size_t PreparedComponents::bytes() const {
  return rows_->rows.capacity() * sizeof(PreparedRow) + rows_->details.capacity() * sizeof(NameDetail) + rows_->listed.capacity() * sizeof(ListedHit) +
         rows_->asset_of.capacity() * sizeof(std::uint32_t) + rows_->platform_names.size() * sizeof(ComponentName);
}

Matcher::Matcher(AdvisoryLayers layers, MatchOptions options) : layers_(std::move(layers)), options_(options) {}

std::vector<std::string> Matcher::names(const Component& component) const {
  std::vector<std::string> out;
  for (ComponentName& name : names_of(component, options_.guess_names)) out.push_back(std::move(name.package));
  return out;
}

PreparedComponents Matcher::prepare(std::span<const Component> components) const {
  PreparedComponents prepared;
  PreparedRows& out = *prepared.rows_;
  RowPreparation preparation(layers_, out);
  std::unordered_map<std::string_view, std::uint32_t> assets;
  out.asset_of.reserve(components.size());
  for (std::size_t i = 0; i < components.size(); ++i) {
    const auto [asset, is_new] = assets.try_emplace(components[i].asset, static_cast<std::uint32_t>(assets.size()));
    if (is_new) out.platforms.emplace_back();
    out.asset_of.push_back(asset->second);
    const std::vector<ComponentName> names = names_of(components[i], options_.guess_names);
    preparation.add(static_cast<std::uint32_t>(i), names);
    add_platforms(asset->second, names, out);
  }
  out.components = static_cast<std::uint32_t>(components.size());
  return prepared;
}

void Matcher::match(const PreparedComponents& prepared, const Take& take) const {
  const PreparedRows& all = *prepared.rows_;
  Judge judge(layers_);
  std::vector<Hit> hits;
  std::vector<DistributionPackage> distribution;
  std::vector<Match> matches;
  const std::span rows(all.rows);
  for (std::size_t at = 0; at < rows.size();) {
    const std::uint32_t component = rows[at].component;
    std::size_t end = at + 1;
    while (end < rows.size() && rows[end].component == component) ++end;
    hits.clear();
    distribution.clear();
    collect_hits(layers_, all, rows.subspan(at, end - at), hits, distribution);
    at = end;
    if (hits.empty()) continue;
    matches.clear();
    judge.judge(component, hits, distribution, all.asset_of.empty() ? nullptr : &all.platforms[all.asset_of[component]], matches);
    if (!options_.suppressed) std::erase_if(matches, [](const Match& m) { return m.outcome == Outcome::suppressed; });
    if (!matches.empty()) take(matches);
  }
}

std::vector<Match> Matcher::match(std::span<const Component> components) const {
  std::vector<Match> out;
  const auto order = [](const Match& m) { return std::uint32_t{m.advisory.layer} << 28 | m.advisory.number; };
  match(prepare(components), [&](std::span<const Match> matches) {
    const auto first = static_cast<std::ptrdiff_t>(out.size());
    out.insert(out.end(), matches.begin(), matches.end());
    std::ranges::sort(out.begin() + first, out.end(), {}, order);
  });
  return out;
}

}  // namespace lp::match
