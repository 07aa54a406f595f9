#include "match/findings/ranking.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace lp::match {
namespace {

PriorityRules rules() {
  Diagnostics out;
  auto loaded = load_priority_rules(std::filesystem::path(LP_SOURCE_DIR) / "specs", out);
  EXPECT_TRUE(loaded);
  return *std::move(loaded);
}

Signal epss(const std::string& id, double value) {
  Signal out;
  out.id = id;
  out.source = "epss";
  out.epss = value;
  return out;
}
Signal kev(const std::string& id, bool exploited = true) {
  Signal out;
  out.id = id;
  out.source = "kev";
  out.exploited = exploited;
  return out;
}

TEST(Ranking, ASignalMovesItsFindingsOnly) {
  FindingRanking ranking(rules());
  const std::vector<std::string> one{"CVE-1"}, two{"CVE-2"}, both{"CVE-2", "CVE-1"};
  ranking.add(one, "low", {});
  ranking.add(two, "low", {});
  ranking.add(both, "low", {});
  ranking.add(one, "critical", {Exposure::internal, MissionImpact::unknown});
  EXPECT_EQ(ranking.counts(), (std::array<std::uint64_t, 4>{3, 0, 1, 0}));
  EXPECT_EQ(ranking.top(1), std::vector<std::uint32_t>{3});
  const std::vector<Signal> added{kev("cve-1")};
  EXPECT_EQ(ranking.update(added), 3u);
  EXPECT_EQ(ranking.level(0), PriorityLevel::urgent);
  EXPECT_EQ(ranking.level(1), PriorityLevel::low);
  EXPECT_EQ(ranking.level(2), PriorityLevel::urgent);
  EXPECT_EQ(ranking.level(3), PriorityLevel::high);
  EXPECT_EQ(ranking.top(10), (std::vector<std::uint32_t>{0, 2, 3, 1}));
  EXPECT_EQ(ranking.update(added), 0u);
  const std::vector<Signal> removed{kev("CVE-1", false)};
  EXPECT_EQ(ranking.update(removed), 3u);
  EXPECT_EQ(ranking.counts(), (std::array<std::uint64_t, 4>{3, 0, 1, 0}));
}

TEST(Ranking, ClosedFindingsArePassedOver) {
  FindingRanking ranking(rules());
  const std::vector<std::string> id{"CVE-1"};
  for (int i = 0; i < 4; ++i) ranking.add(id, "high", {});
  ranking.remove(1);
  ranking.remove(1);
  EXPECT_EQ(ranking.top(9), (std::vector<std::uint32_t>{0, 2, 3}));
  EXPECT_EQ(ranking.counts(), (std::array<std::uint64_t, 4>{0, 0, 3, 0}));
  const std::vector<Signal> added{kev("CVE-1")};
  ranking.update(added);
  EXPECT_EQ(ranking.counts(), (std::array<std::uint64_t, 4>{0, 0, 0, 3}));
}

// After any sequence of signals every rank is the one a fresh computation gives.
TEST(Ranking, AgreesWithAFreshComputation) {
  const PriorityRules r = rules();
  std::mt19937 random(1);
  const std::string_view severities[] = {"", "none", "low", "medium", "high", "critical"};
  FindingRanking ranking(r);
  struct Item { std::vector<std::string> ids; std::string_view severity; AssetFacts asset; };
  std::vector<Item> items;
  SignalTable table;
  const auto id = [&] { return "CVE-" + std::to_string(random() % 20); };
  for (int step = 0; step < 60; ++step) {
    for (int n = 0; n < 20; ++n) {
      Item item{{id()}, severities[random() % 6], {static_cast<Exposure>(random() % 3), static_cast<MissionImpact>(random() % 4)}};
      if (random() % 4 == 0) item.ids.push_back(id());
      ranking.add(item.ids, item.severity, item.asset);
      items.push_back(std::move(item));
    }
    std::vector<Signal> signals;
    for (int n = 0; n < 5; ++n) signals.push_back(random() % 2 == 0 ? kev(id(), random() % 3 != 0) : epss(id(), static_cast<double>(random() % 100) / 100));
    ranking.update(signals);
    for (const Signal& signal : signals) table.add(signal);
    if (step == 30) {
      ranking.kev_is_complete();
      table.kev_is_complete();
    }
    std::array<std::uint64_t, 4> counts{};
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < items.size(); ++i) {
      const auto [level, rank] = rank_of(r, items[i].severity, table.facts(items[i].ids), items[i].asset);
      ASSERT_EQ(ranking.rank(i), rank) << step << "/" << i;
      ++counts[static_cast<std::size_t>(level)];
      order.push_back(i);
    }
    ASSERT_EQ(ranking.counts(), counts);
    std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) { return ranking.rank(a) > ranking.rank(b); });
    order.resize(std::min<std::size_t>(order.size(), 25));
    ASSERT_EQ(ranking.top(25), order);
  }
}

}  // namespace
}  // namespace lp::match
