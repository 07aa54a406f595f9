#include "match/index/portfolio.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "match/index/index_testing.h"
#include "match/inventory/inventory_testing.h"

namespace lp::match {
namespace {

using Place = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t, AdvisoryName>;
struct Seen {
  Tier tier;
  std::uint16_t doubts;
  bool operator==(const Seen&) const = default;
};
using Findings = std::map<Place, Seen>;

Findings as_set(const PortfolioChanges& changes, const std::vector<PortfolioFinding>& list) {
  Findings out;
  for (const PortfolioFinding& f : list) {
    const bool is_new = out.try_emplace({f.enterprise, f.inventory, f.asset, f.item, changes.advisories[f.advisory]}, Seen{f.tier, f.doubts.bits}).second;
    EXPECT_TRUE(is_new) << "a finding given twice";
  }
  return out;
}

// A small world in which everything meets: foreign versions, VEX, aliases, distributions, CPEs with attributes and platforms.
class World {
 public:
  explicit World(unsigned seed) : random_(seed) {}
  unsigned below(unsigned n) { return static_cast<unsigned>(random_() % n); }

  std::string version() {
    static const std::vector<std::string> all = {"1.0", "1.0.0", "1.2", "2.0", "2.5", "3", "0.0.0-2022", "2.6.0-N-A", "x-y", "1!0.1"};
    return all[below(static_cast<unsigned>(all.size()))];
  }
  Interval interval() {
    if (below(6) == 0) return Interval::exactly(version());
    Interval i;
    if (below(3) != 0) i.from = version();
    if (below(3) != 0) i.to = version();
    i.from_included = below(2) == 0;
    i.to_included = below(2) == 0;
    return i;
  }
  std::vector<Interval> intervals() {
    std::vector<Interval> out;
    for (unsigned n = below(3); n > 0; --n) out.push_back(interval());
    out.push_back(interval());
    return out;
  }
  Affected entry() {
    const std::string name = "p" + std::to_string(below(3));
    Affected a;
    switch (below(4)) {
      case 0: a = osv_entry("PyPI", name, below(8) == 0 ? "" : "pypi", intervals()); break;
      case 1: a = osv_entry("AlmaLinux:8", name, "rpm", intervals()); break;
      default: a = cpe_entry("cpe:2.3:a:v:" + name + ":*:" + (below(3) == 0 ? "sp1" : "*") + ":*:*:*:*:*:*", intervals());
    }
    if (below(5) == 0) a.versions.push_back(version());
    if (below(4) == 0) a.status = static_cast<AffectedStatus>(below(4));
    if (below(5) == 0) a.tier = static_cast<Tier>(below(tiers));
    if (below(4) == 0) a.conditions = {{{*parse_cpe("cpe:2.3:o:v:os" + std::to_string(below(2)) + ":*:*:*:*:*:*:*:*")}, {{interval()}}}};
    return a;
  }
  Advisory advisory() {
    static const std::vector<std::string> names = {"CVE-1", "CVE-2", "CVE-3", "GHSA-1", "GHSA-2", "GHSA-3", "X-1", "X-2"};
    const auto name = [&] { return names[below(static_cast<unsigned>(names.size()))]; };
    Advisory a = advisory_of(name(), {}, {}, below(3) == 0 ? "nvd" : "osv");
    for (unsigned n = below(3); n > 0; --n) a.aliases.push_back(name());
    if (below(3) == 0) a.related.push_back(name());
    for (unsigned n = below(3) + 1; n > 0; --n) a.affected.push_back(entry());
    if (below(12) == 0) a.withdrawn = Timestamp(1);
    return a;
  }
  Component component() {
    const std::string name = "p" + std::to_string(below(3));
    const std::string v = below(8) == 0 ? "" : version();
    switch (below(4)) {
      case 0: {
        Component c = purl_component("pkg:pypi/" + name);
        c.version = v;
        return c;
      }
      case 1: {
        Component c = purl_component("pkg:rpm/almalinux/" + name + "?distro=almalinux-8");
        c.version = v;
        c.distribution = "almalinux:8";
        if (below(2) == 0) c.cpes.push_back(*parse_cpe("cpe:2.3:a:v:" + name + ":*:*:*:*:*:*:*:*"));
        return c;
      }
      case 2: return cpe_component("cpe:2.3:o:v:os" + std::to_string(below(3)) + ":*:*:*:*:*:*:*:*", v);
      default: return cpe_component("cpe:2.3:a:v:" + name + ":*:" + (below(3) == 0 ? "sp1" : below(3) == 0 ? "sp2" : "*") + ":*:*:*:*:*:*", v);
    }
  }

 private:
  std::mt19937 random_;
};

struct Inventory {
  EnterpriseNumber enterprise;
  std::vector<Component> components;
  std::vector<Installed> installed;
};

// The same through Matcher, which knows no portfolio.
Findings by_matcher(const std::map<InventoryNumber, Inventory>& inventories, const AdvisoryLayers& layers) {
  Findings out;
  const Matcher matcher(layers);
  for (const auto& [number, inventory] : inventories) {
    std::vector<Component> components;
    for (const Installed& i : inventory.installed) {
      components.push_back(*i.component);
      components.back().asset = std::to_string(i.asset);
    }
    for (const Match& m : matcher.match(components))
      if (m.outcome == Outcome::affected) {
        const Installed& at = inventory.installed[m.component];
        out[{inventory.enterprise, number, at.asset, at.item, layers.name(m.advisory)}] = {m.tier, m.doubts.bits};
      }
  }
  return out;
}

Inventory random_inventory(World& world) {
  Inventory out{world.below(3), {}, {}};
  for (unsigned n = world.below(8); n > 0; --n) out.components.push_back(world.component());
  for (std::uint32_t i = 0; i < out.components.size(); ++i) out.installed.push_back({nullptr, world.below(3), i});
  return out;
}

void check_step(World& world, Portfolio& portfolio, const std::map<InventoryNumber, Inventory>& inventories) {
  std::vector<Advisory> changed;
  std::vector<AdvisoryName> withdrawn;
  std::set<AdvisoryName> named;
  for (unsigned n = world.below(3) + 1; n > 0; --n) {
    Advisory a = world.advisory();
    if (!named.insert({a.source, a.id}).second) continue;
    if (world.below(4) == 0) withdrawn.push_back({a.source, a.id});
    else changed.push_back(std::move(a));
  }
  const PortfolioChanges before = portfolio.findings();
  const Findings old = as_set(before, before.opened);
  const PortfolioChanges preview = portfolio.preview(changed, withdrawn);
  const PortfolioChanges changes = portfolio.update(changed, withdrawn);
  EXPECT_EQ(as_set(preview, preview.opened), as_set(changes, changes.opened));
  const PortfolioChanges after = portfolio.findings();
  const Findings now = as_set(after, after.opened);
  Findings opened, closed, changed_tier;
  for (const auto& [place, seen] : now) {
    const auto was = old.find(place);
    if (was == old.end()) opened.emplace(place, seen);
    else if (was->second != seen) changed_tier.emplace(place, seen);
  }
  for (const auto& [place, seen] : old)
    if (!now.contains(place)) closed.emplace(place, seen);
  EXPECT_EQ(as_set(changes, changes.opened), opened);
  EXPECT_EQ(as_set(changes, changes.closed), closed);
  const Findings reported = as_set(changes, changes.changed);
  for (const auto& [place, seen] : changed_tier) EXPECT_TRUE(reported.contains(place) && reported.at(place) == seen);
  for (const auto& [place, seen] : reported) EXPECT_TRUE(old.contains(place) && now.contains(place) && now.at(place) == seen);
  EXPECT_EQ(now, by_matcher(inventories, portfolio.advisories()));
  // Layers or one index: the same.
  EXPECT_EQ(now, by_matcher(inventories, AdvisoryLayers(portfolio.advisories().flattened())));
}

TEST(Portfolio, ReportsExactlyWhatAFullMatchWouldFind) {
  for (unsigned seed = 1; seed <= (sanitized ? 6u : 60u); ++seed) {
    SCOPED_TRACE(seed);
    World world(seed);
    std::vector<Advisory> first;
    for (unsigned n = world.below(40); n > 0; --n) first.push_back(world.advisory());
    Portfolio portfolio(layers_of(first));
    std::map<InventoryNumber, Inventory> inventories;
    for (int step = 0; step < 25; ++step) {
      const InventoryNumber number = world.below(5);
      if (world.below(4) == 0) {
        portfolio.remove(number);
        inventories.erase(number);
      } else {
        Inventory& mine = inventories[number] = random_inventory(world);
        for (std::uint32_t i = 0; i < mine.installed.size(); ++i) mine.installed[i].component = &mine.components[i];
        portfolio.put(number, mine.enterprise, mine.installed);
      }
      std::size_t installed = 0;
      for (const auto& [n, inventory] : inventories) installed += inventory.installed.size();
      EXPECT_EQ(portfolio.installed(), installed);
      check_step(world, portfolio, inventories);
      if (testing::Test::HasFailure()) return;
    }
  }
}

TEST(Portfolio, NoticesNameProductsAndVersionsOnly) {
  Portfolio portfolio;
  const Component a = purl_component("pkg:pypi/p@1.0"), b = purl_component("pkg:pypi/p@1.5"), c = purl_component("pkg:pypi/q@1.0");
  const std::vector<Installed> one = {{&a, 1, 1}, {&b, 2, 2}, {&c, 2, 3}}, two = {{&b, 1, 1}};
  portfolio.put(10, 100, one);
  portfolio.put(11, 101, two);
  const std::vector<Advisory> news = {advisory_of("GHSA-1", {osv_entry("PyPI", "p", "pypi", {before("2.0")})}, {"CVE-1"}), advisory_of("GHSA-2", {osv_entry("PyPI", "p", "pypi", {before("2.0")})}),
                                      advisory_of("GHSA-3", {osv_entry("PyPI", "q", "", {before("2.0")})})};
  const PortfolioChanges changes = portfolio.update(news);
  EXPECT_EQ(changes.opened.size(), 7u);
  const auto drafts = portfolio.notices(changes, [](Tier t) { return t < Tier::rough; });
  ASSERT_EQ(drafts.size(), 2u);
  EXPECT_EQ(drafts[0].enterprise, 100u);
  ASSERT_EQ(drafts[0].lines.size(), 1u);
  EXPECT_EQ(drafts[0].lines[0].product, "p");
  EXPECT_EQ(drafts[0].lines[0].fixed_versions, std::vector<std::string>{"2.0"});
  EXPECT_EQ(drafts[0].lines[0].advisories.size(), 2u);
  EXPECT_EQ(drafts[1].lines.size(), 1u);
}

TEST(Portfolio, AChangedFixIsAChange) {
  Portfolio portfolio;
  const Component a = purl_component("pkg:pypi/p@1.0");
  const std::vector<Installed> one = {{&a, 1, 1}};
  portfolio.put(1, 1, one);
  Advisory advisory = advisory_of("A", {osv_entry("PyPI", "p", "pypi", {before("2.0")})});
  EXPECT_EQ(portfolio.update(std::span(&advisory, 1)).opened.size(), 1u);
  EXPECT_TRUE(portfolio.update(std::span(&advisory, 1)).empty());  // the same again
  advisory.affected[0] = osv_entry("PyPI", "p", "pypi", {before("2.1")});
  const PortfolioChanges changes = portfolio.update(std::span(&advisory, 1));
  EXPECT_EQ(changes.changed.size(), 1u);
  EXPECT_TRUE(changes.opened.empty() && changes.closed.empty());
  const AdvisoryName name{"osv", "A"};
  EXPECT_EQ(portfolio.update({}, std::span(&name, 1)).closed.size(), 1u);
  EXPECT_EQ(portfolio.advisories().size(), 0u);
}

TEST(Portfolio, HoldsEqualComponentsOnce) {
  Portfolio portfolio;
  const Component a = purl_component("pkg:pypi/p@1.0");
  std::vector<Installed> many;
  for (std::uint32_t i = 0; i < 50'000; ++i) many.push_back({&a, i / 100, i});
  portfolio.put(1, 1, many);
  EXPECT_EQ(portfolio.installed(), 50'000u);
  EXPECT_EQ(portfolio.different(), 1u);
  EXPECT_LT(portfolio.bytes(), 50'000u * 26);
  portfolio.remove(1);
  EXPECT_EQ(portfolio.installed(), 0u);
  Advisory advisory = advisory_of("A", {osv_entry("PyPI", "p", "pypi", {before("2.0")})});
  EXPECT_TRUE(portfolio.update(std::span(&advisory, 1)).empty());
}

}  // namespace
}  // namespace lp::match
