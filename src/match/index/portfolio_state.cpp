#include "match/index/portfolio_state.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "base/check.h"

namespace lp::match {

std::uint32_t TextPool::find(std::string_view text) const {
  if (slots_.empty()) return none;
  for (std::size_t at = index_hash(text) & (slots_.size() - 1); slots_[at] != 0; at = (at + 1) & (slots_.size() - 1))
    if ((*this)[slots_[at] - 1] == text) return slots_[at] - 1;
  return none;
}

std::uint32_t TextPool::add(std::string_view text) {
  if (const std::uint32_t known = find(text); known != none) return known;
  const auto put = [this](std::uint32_t number) {
    std::size_t at = index_hash((*this)[number]) & (slots_.size() - 1);
    while (slots_[at] != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = number + 1;
  };
  bytes_ += text;
  places_.push_back(bytes_.size());
  if (size() * 2 > slots_.size()) {
    slots_.assign(std::max<std::size_t>(64, slots_.size() * 2), 0);
    for (std::uint32_t i = 0; i < size(); ++i) put(i);
  } else {
    put(static_cast<std::uint32_t>(size() - 1));
  }
  return static_cast<std::uint32_t>(size() - 1);
}

std::span<const KindName> PortfolioState::names(std::uint32_t kind) const {
  const std::uint32_t first = kind == 0 ? 0 : kind_ends[kind - 1];
  return std::span(kind_names).subspan(first, kind_ends[kind] - first);
}

ComponentName PortfolioState::name(const KindName& row) const {
  return {std::string(packages[row.package]), std::string(versions[row.version]), static_cast<std::uint8_t>(row.flags), details[row.detail]};
}

std::uint32_t PortfolioState::kind(std::span<const ComponentName> names_of) {
  std::vector<KindName> rows;
  for (const ComponentName& name : names_of) {
    std::uint32_t detail = 0;
    if (!name.detail.empty()) {
      std::string text = name.detail.stream + '\n' + name.detail.version + '\n' + std::to_string(name.detail.minor) + (name.detail.modular ? "m" : "");
      for (const std::string& attribute : name.detail.attributes) text += '\n' + attribute;
      detail = details_text.add(text) + 1;
      if (detail == details.size()) details.push_back(name.detail);
    }
    rows.push_back({packages.add(name.package), versions.add(name.version), detail, name.flags});
  }
  const std::uint64_t hash = index_hash({reinterpret_cast<const char*>(rows.data()), rows.size() * sizeof(KindName)});
  const auto [from, to] = kind_by_hash.equal_range(hash);
  for (auto at = from; at != to; ++at) {
    const auto known = names(at->second);
    if (known.size() == rows.size() && std::memcmp(known.data(), rows.data(), rows.size() * sizeof(KindName)) == 0) return at->second;
  }
  const auto number = static_cast<std::uint32_t>(kind_ends.size());
  postings.resize(packages.size());
  for (const KindName& row : rows) {
    PackagePostings& package = postings[row.package];
    package.orders.clear();
    package.all.push_back({static_cast<std::uint32_t>(kind_names.size()), number});
    kind_names.push_back(row);
  }
  kind_ends.push_back(static_cast<std::uint32_t>(kind_names.size()));
  kind_by_hash.emplace(hash, number);
  return number;
}

const VersionOrder& PortfolioState::order(std::uint32_t package, const Scheme& scheme) {
  PackagePostings& postings_of = postings[package];
  for (const auto& order : postings_of.orders)
    if (order->scheme == &scheme) return *order;
  auto made = std::make_unique<VersionOrder>();
  made->scheme = &scheme;
  std::vector<std::pair<std::string, Posting>> keyed;
  for (const Posting& posting : postings_of.all) {
    const std::string_view version = versions[kind_names[posting.name].version];
    std::string key;
    if (version.empty()) made->unknown.push_back(posting);
    else if (scheme.encode(version, key)) keyed.emplace_back(std::move(key), posting);
    else made->foreign.push_back(posting);
  }
  std::ranges::sort(keyed, [](const auto& a, const auto& b) { return a.first != b.first ? a.first < b.first : a.second.name < b.second.name; });
  for (const auto& [key, posting] : keyed) {
    made->keys += key;
    made->key_ends.push_back(static_cast<std::uint32_t>(made->keys.size()));
    made->sorted.push_back(posting);
  }
  postings_of.orders.push_back(std::move(made));
  return *postings_of.orders.back();
}

void PortfolioState::remove(InventoryNumber inventory) {
  const auto found = assets_of.find(inventory);
  if (found == assets_of.end()) return;
  for (const std::uint32_t asset : found->second) {
    asset_is_dead[asset] = true;
    dead_installations += assets[asset].end - assets[asset].first;
  }
  assets_of.erase(found);
  if (dead_installations * 4 > installed_kinds.size() && dead_installations > 1024) drop_dead();
}

void PortfolioState::drop_dead() {
  std::vector<std::uint32_t> new_number(assets.size(), TextPool::none), kinds, new_items;
  std::vector<Asset> alive;
  for (std::uint32_t a = 0; a < assets.size(); ++a) {
    if (asset_is_dead[a]) continue;
    Asset asset = assets[a];
    new_number[a] = static_cast<std::uint32_t>(alive.size());
    const auto first = static_cast<std::uint32_t>(kinds.size());
    kinds.insert(kinds.end(), installed_kinds.begin() + asset.first, installed_kinds.begin() + asset.end);
    new_items.insert(new_items.end(), items.begin() + asset.first, items.begin() + asset.end);
    asset.first = first;
    asset.end = static_cast<std::uint32_t>(kinds.size());
    alive.push_back(asset);
  }
  for (auto& [inventory, mine] : assets_of)
    for (std::uint32_t& asset : mine) asset = new_number[asset];
  assets = std::move(alive);
  asset_is_dead.assign(assets.size(), false);
  installed_kinds = std::move(kinds);
  items = std::move(new_items);
  dead_installations = 0;
  rebuild_places();
}

void PortfolioState::rebuild_places() {
  place_ends.assign(kind_ends.size(), 0);
  for (const std::uint32_t kind : installed_kinds) ++place_ends[kind];
  std::partial_sum(place_ends.begin(), place_ends.end(), place_ends.begin());
  std::vector<std::uint32_t> next(place_ends.size(), 0);
  for (std::size_t k = 1; k < next.size(); ++k) next[k] = place_ends[k - 1];
  places.resize(installed_kinds.size());
  places.shrink_to_fit();
  for (std::uint32_t a = 0; a < assets.size(); ++a)
    for (std::uint32_t i = assets[a].first; i < assets[a].end; ++i) places[next[installed_kinds[i]]++] = {a, items[i]};
  recent.clear();
  recent_count = 0;
}

}  // namespace lp::match
