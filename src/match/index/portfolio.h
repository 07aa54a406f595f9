#pragma once
// Everything that is installed anywhere, by package and version, so that a new advisory finds what it affects without a look at the
// rest ("one flaw, everywhere"). Equal components are held once: memory is 16 bytes for each installed one, and about 200 for each
// different one.
//
// Guarantee: what update() reports is exactly the difference between findings() before and after.
// Threads: one at a time; findings() alone may be called from several.

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "match/component.h"
#include "match/index/advisory_layers.h"
#include "match/index/match.h"

namespace lp::match {

struct PortfolioState;

// Numbers are the caller's.
using InventoryNumber = std::uint32_t;
using EnterpriseNumber = std::uint32_t;

struct Installed {
  const Component* component = nullptr;
  std::uint32_t asset = 0;   // within the inventory
  std::uint32_t item = 0;    // the component, for the caller
};

// One affected component of one enterprise.
struct PortfolioFinding {
  EnterpriseNumber enterprise = 0;
  InventoryNumber inventory = 0;
  std::uint32_t asset = 0, item = 0;
  std::uint32_t component = 0; // of the portfolio: equal components have equal numbers
  std::uint32_t advisory = 0;  // place in PortfolioChanges::advisories
  Tier tier = Tier::text;
  Doubts doubts{};
  bool operator==(const PortfolioFinding&) const = default;
};

// Each list by component; in no other order.
struct PortfolioChanges {
  std::vector<AdvisoryName> advisories;
  std::vector<PortfolioFinding> opened;   // affected now, not before
  std::vector<PortfolioFinding> closed;   // as they were before
  std::vector<PortfolioFinding> changed;  // affected before and now; tier, doubts or fixed versions differ; as they are now
  bool empty() const { return opened.empty() && closed.empty() && changed.empty(); }
};

// What an organisation is told: products and the versions that mend them, nothing about places.
struct NoticeLine {
  std::string product;                        // the package as its advisory names it
  std::vector<std::string> fixed_versions;    // empty: none is known
  std::vector<AdvisoryName> advisories;
};
struct NoticeDraft {
  EnterpriseNumber enterprise = 0;
  std::vector<NoticeLine> lines;
};

class Portfolio {
 public:
  // `guess_names`: MatchOptions::guess_names.
  explicit Portfolio(AdvisoryLayers advisories = {}, bool guess_names = false);
  ~Portfolio();
  Portfolio(Portfolio&&) noexcept;
  Portfolio& operator=(Portfolio&&) noexcept;

  // Adds the inventory, or replaces it whole.
  void put(InventoryNumber inventory, EnterpriseNumber enterprise, std::span<const Installed> components);
  void remove(InventoryNumber inventory);
  std::size_t installed() const;
  std::size_t different() const;              // components
  std::size_t bytes() const;

  const AdvisoryLayers& advisories() const;
  // What advisories added, replaced or withdrawn change; they hold from now on. An advisory with `withdrawn` set counts as withdrawn.
  PortfolioChanges update(std::span<const Advisory> changed, std::span<const AdvisoryName> withdrawn = {});
  // The same without any effect: what would change.
  PortfolioChanges preview(std::span<const Advisory> changed, std::span<const AdvisoryName> withdrawn = {});
  // Full match: all findings as `opened`; of one inventory.
  PortfolioChanges findings() const;
  PortfolioChanges findings(InventoryNumber inventory) const;

  // Of opened and changed findings whose tier is in `notifiable` (TierRules).
  std::vector<NoticeDraft> notices(const PortfolioChanges& changes, const std::function<bool(Tier)>& notifiable) const;

 private:
  std::unique_ptr<PortfolioState> state_;
};

}  // namespace lp::match
