#pragma once
// What a Portfolio holds. Internal to match/index.
//
// Equal components (the same names with the same versions) are one kind, held once; an installation is a kind on an asset. Kinds are
// posted below each package they answer to, sorted by the key their version has in a scheme, so that an interval is a slice.

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "match/index/component_names.h"
#include "match/index/portfolio.h"

namespace lp::match {

// Texts held once each.
class TextPool {
 public:
  std::uint32_t add(std::string_view text);
  std::uint32_t find(std::string_view text) const;  // none
  std::string_view operator[](std::uint32_t number) const { return std::string_view(bytes_).substr(places_[number], places_[number + 1] - places_[number]); }
  std::size_t size() const { return places_.size() - 1; }
  std::size_t bytes() const { return bytes_.capacity() + places_.capacity() * 8 + slots_.capacity() * 4; }
  static constexpr std::uint32_t none = 0xFFFFFFFF;

 private:
  std::string bytes_;
  std::vector<std::size_t> places_{0};
  std::vector<std::uint32_t> slots_;  // 1 + number
};

// A name of a kind of component.
struct KindName {
  std::uint32_t package, version;     // in the pools
  std::uint32_t detail;               // in details
  std::uint32_t flags;
};

// The kinds of one package by version, in one scheme.
struct Posting {
  std::uint32_t name;                 // in kind_names
  std::uint32_t kind;
};
struct VersionOrder {
  const Scheme* scheme = nullptr;
  std::string keys;
  std::vector<std::uint32_t> key_ends;      // of each of `sorted`
  std::vector<Posting> sorted;
  std::vector<Posting> foreign, unknown;    // versions that are none of the scheme; no version
  std::string_view key(std::size_t i) const { return std::string_view(keys).substr(i == 0 ? 0 : key_ends[i - 1], key_ends[i] - (i == 0 ? 0 : key_ends[i - 1])); }
};
struct PackagePostings {
  std::vector<Posting> all;
  std::vector<std::unique_ptr<VersionOrder>> orders;  // made when asked for; dropped when a kind is added
};

struct Asset {
  InventoryNumber inventory;
  EnterpriseNumber enterprise;
  std::uint32_t number;               // the caller's
  std::uint32_t first, end;           // its installations
};
struct Place {                        // of a kind
  std::uint32_t asset, item;
};

struct PortfolioState {
  AdvisoryLayers advisories;
  bool guess_names = false;

  TextPool packages, versions, details_text;
  std::vector<NameDetail> details{NameDetail{}};
  std::vector<KindName> kind_names;
  std::vector<std::uint32_t> kind_ends;             // in kind_names
  std::unordered_multimap<std::uint64_t, std::uint32_t> kind_by_hash;
  std::vector<PackagePostings> postings;            // by package

  std::vector<Asset> assets;                        // dead ones have no installations
  std::vector<bool> asset_is_dead;
  std::vector<std::uint32_t> installed_kinds;       // by asset
  std::map<InventoryNumber, std::vector<std::uint32_t>> assets_of;
  std::size_t dead_installations = 0;

  // Places of each kind: CSR over what there was at the last rebuild, and what came since.
  std::vector<std::uint32_t> place_ends;
  std::vector<Place> places;
  std::unordered_map<std::uint32_t, std::vector<Place>> recent;
  std::size_t recent_count = 0;
  std::vector<std::uint32_t> items;                 // by asset, beside installed_kinds

  std::uint32_t kind(std::span<const ComponentName> names);
  void remove(InventoryNumber inventory);
  void rebuild_places();
  void drop_dead();
  std::span<const KindName> names(std::uint32_t kind) const;
  ComponentName name(const KindName& row) const;
  const VersionOrder& order(std::uint32_t package, const Scheme& scheme);
  // Each place of the kind on assets that are alive.
  template <class Take>
  void each_place(std::uint32_t kind, Take&& take) const {
    if (kind < place_ends.size())
      for (std::uint32_t i = kind == 0 ? 0 : place_ends[kind - 1]; i < place_ends[kind]; ++i)
        if (!asset_is_dead[places[i].asset]) take(places[i]);
    if (const auto found = recent.find(kind); found != recent.end())
      for (const Place& place : found->second)
        if (!asset_is_dead[place.asset]) take(place);
  }
};

}  // namespace lp::match
