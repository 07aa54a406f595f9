#include "match/index/portfolio.h"

#include <algorithm>
#include <map>

#include "base/check.h"
#include "match/index/kind_judge.h"
#include "match/index/portfolio_state.h"
#include "match/index/row_preparation.h"

namespace lp::match {
namespace {

std::uint32_t order_of(AdvisoryRef ref) { return std::uint32_t{ref.layer} << 28 | ref.number; }

// Findings of some kinds, each advisory named once.
class FullMatch {
 public:
  FullMatch(const PortfolioState& state, PortfolioChanges& out) : state_(state), judge_(state, state.advisories), out_(out) {}

  // `wanted(asset)`: whether its places count.
  template <class Wanted>
  void add(std::uint32_t kind, Wanted&& wanted) {
    std::vector<ComponentName> names;
    for (const KindName& name : state_.names(kind)) names.push_back(state_.name(name));
    PreparedRows rows;
    RowPreparation(state_.advisories, rows).add(kind, names);
    std::vector<Hit> hits;
    std::vector<DistributionPackage> distribution;
    collect_hits(state_.advisories, rows, rows.rows, hits, distribution);
    if (hits.empty()) return;
    const bool differs = judge_.depends_on_asset(hits);
    std::span<const Match> matches;
    if (!differs) matches = judge_.affected(kind, hits, std::nullopt);
    state_.each_place(kind, [&](const Place& place) {
      if (!wanted(place.asset)) return;
      if (differs) matches = judge_.affected(kind, hits, place.asset);
      const Asset& asset = state_.assets[place.asset];
      for (const Match& m : matches)
        out_.opened.push_back({asset.enterprise, asset.inventory, asset.number, place.item, kind, number_of(m.advisory), m.tier, m.doubts});
    });
  }

 private:
  std::uint32_t number_of(AdvisoryRef ref) {
    const auto [found, is_new] = numbers_.try_emplace(order_of(ref), static_cast<std::uint32_t>(out_.advisories.size()));
    if (is_new) out_.advisories.push_back(state_.advisories.name(ref));
    return found->second;
  }

  const PortfolioState& state_;
  KindJudge judge_;
  PortfolioChanges& out_;
  std::unordered_map<std::uint32_t, std::uint32_t> numbers_;
};

std::vector<std::string> fixed_versions_for(const Advisory& advisory, std::span<const ComponentName> names, std::string& product) {
  std::vector<std::string> fixed;
  std::string text;
  for (const Affected& entry : advisory.affected) {
    text.clear();
    append_package_text(entry.package, text);
    const auto is_named = [&](const ComponentName& n) { return n.package == text || ((n.flags & name_guessed) != 0 && n.package == guessed_product(text)); };
    if (entry.status != AffectedStatus::affected || std::ranges::none_of(names, is_named)) continue;
    if (product.empty()) product = entry.stated_name.empty() ? to_string(entry.package) : entry.stated_name;
    fixed.insert(fixed.end(), entry.fixed_versions.begin(), entry.fixed_versions.end());
  }
  std::ranges::sort(fixed);
  fixed.erase(std::unique(fixed.begin(), fixed.end()), fixed.end());
  return fixed;
}

}  // namespace

Portfolio::Portfolio(AdvisoryLayers advisories, bool guess_names) : state_(std::make_unique<PortfolioState>()) {
  state_->advisories = std::move(advisories);
  state_->guess_names = guess_names;
}
Portfolio::~Portfolio() = default;
Portfolio::Portfolio(Portfolio&&) noexcept = default;
Portfolio& Portfolio::operator=(Portfolio&&) noexcept = default;

void Portfolio::put(InventoryNumber inventory, EnterpriseNumber enterprise, std::span<const Installed> components) {
  PortfolioState& s = *state_;
  s.remove(inventory);
  std::vector<const Installed*> by_asset;
  by_asset.reserve(components.size());
  for (const Installed& installed : components) by_asset.push_back(&installed);
  std::ranges::stable_sort(by_asset, {}, [](const Installed* i) { return i->asset; });
  std::vector<std::uint32_t>& mine = s.assets_of[inventory];
  for (std::size_t at = 0; at < by_asset.size();) {
    Asset asset{inventory, enterprise, by_asset[at]->asset, static_cast<std::uint32_t>(s.installed_kinds.size()), 0};
    const auto number = static_cast<std::uint32_t>(s.assets.size());
    for (; at < by_asset.size() && by_asset[at]->asset == asset.number; ++at) {
      const std::uint32_t kind = s.kind(names_of(*by_asset[at]->component, s.guess_names));
      s.installed_kinds.push_back(kind);
      s.items.push_back(by_asset[at]->item);
      s.recent[kind].push_back({number, by_asset[at]->item});
    }
    asset.end = static_cast<std::uint32_t>(s.installed_kinds.size());
    s.assets.push_back(asset);
    s.asset_is_dead.push_back(false);
    mine.push_back(number);
  }
  s.recent_count += components.size();
  if (s.recent_count * 4 > s.installed_kinds.size() && s.recent_count > 1024) s.rebuild_places();
}

void Portfolio::remove(InventoryNumber inventory) { state_->remove(inventory); }

std::size_t Portfolio::installed() const { return state_->installed_kinds.size() - state_->dead_installations; }
std::size_t Portfolio::different() const { return state_->kind_ends.size(); }

std::size_t Portfolio::bytes() const {
  const PortfolioState& s = *state_;
  std::size_t n = s.packages.bytes() + s.versions.bytes() + s.details_text.bytes() + s.details.capacity() * sizeof(NameDetail);
  n += s.kind_names.capacity() * sizeof(KindName) + s.kind_ends.capacity() * 4 + s.kind_by_hash.size() * 40;
  for (const PackagePostings& p : s.postings) {
    n += sizeof p + p.all.capacity() * sizeof(Posting);
    for (const auto& order : p.orders) n += sizeof *order + order->keys.capacity() + order->key_ends.capacity() * 4 + (order->sorted.capacity() + order->foreign.capacity() + order->unknown.capacity()) * sizeof(Posting);
  }
  n += s.assets.capacity() * sizeof(Asset) + (s.installed_kinds.capacity() + s.items.capacity() + s.place_ends.capacity()) * 4 + s.places.capacity() * sizeof(Place);
  return n + s.recent.size() * 64 + s.recent_count * sizeof(Place);
}

const AdvisoryLayers& Portfolio::advisories() const { return state_->advisories; }

PortfolioChanges Portfolio::findings() const {
  PortfolioChanges out;
  FullMatch match(*state_, out);
  for (std::uint32_t kind = 0; kind < state_->kind_ends.size(); ++kind) match.add(kind, [](std::uint32_t) { return true; });
  return out;
}

PortfolioChanges Portfolio::findings(InventoryNumber inventory) const {
  PortfolioChanges out;
  const auto found = state_->assets_of.find(inventory);
  if (found == state_->assets_of.end()) return out;
  std::vector<std::uint32_t> kinds;
  for (const std::uint32_t asset : found->second)
    for (std::uint32_t i = state_->assets[asset].first; i < state_->assets[asset].end; ++i) kinds.push_back(state_->installed_kinds[i]);
  std::ranges::sort(kinds);
  kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
  FullMatch match(*state_, out);
  for (const std::uint32_t kind : kinds) match.add(kind, [&](std::uint32_t asset) { return state_->assets[asset].inventory == inventory; });
  return out;
}

std::vector<NoticeDraft> Portfolio::notices(const PortfolioChanges& changes, const std::function<bool(Tier)>& notifiable) const {
  const PortfolioState& s = *state_;
  using Line = std::pair<std::string, std::vector<std::string>>;
  std::map<std::pair<std::uint32_t, std::uint32_t>, Line> lines;  // advisory and component → what is said of them
  std::map<EnterpriseNumber, std::map<Line, std::vector<std::uint32_t>>> drafts;
  for (const auto* list : {&changes.opened, &changes.changed})
    for (const PortfolioFinding& finding : *list) {
      if (!notifiable(finding.tier)) continue;
      const auto [line, is_new] = lines.try_emplace({finding.advisory, finding.component});
      if (is_new) {
        std::vector<ComponentName> names;
        for (const KindName& name : s.names(finding.component)) names.push_back(s.name(name));
        if (const auto ref = s.advisories.find(changes.advisories[finding.advisory])) line->second.second = fixed_versions_for(s.advisories.advisory(*ref), names, line->second.first);
      }
      std::vector<std::uint32_t>& of = drafts[finding.enterprise][line->second];
      if (std::ranges::find(of, finding.advisory) == of.end()) of.push_back(finding.advisory);
    }
  std::vector<NoticeDraft> out;
  for (const auto& [enterprise, by_line] : drafts) {
    NoticeDraft& draft = out.emplace_back();
    draft.enterprise = enterprise;
    for (const auto& [line, of] : by_line) {
      NoticeLine& made = draft.lines.emplace_back();
      made.product = line.first;
      made.fixed_versions = line.second;
      for (const std::uint32_t a : of) made.advisories.push_back(changes.advisories[a]);
      std::ranges::sort(made.advisories);
    }
  }
  return out;
}

}  // namespace lp::match
