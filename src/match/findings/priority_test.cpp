#include "match/findings/priority.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "match/findings/finding_testing.h"

namespace lp::match {
namespace {

const PriorityRules& rules() {
  static const PriorityRules loaded = [] {
    Diagnostics out;
    auto result = load_priority_rules(std::filesystem::path(LP_SOURCE_DIR) / "specs", out);
    EXPECT_TRUE(result) << (result ? "" : result.error().message);
    return *std::move(result);
  }();
  return loaded;
}

std::size_t place(const DecisionTable& table, std::size_t input, std::string_view value) {
  const auto& values = table.inputs[input].values;
  return static_cast<std::size_t>(std::ranges::find(values, value) - values.begin());
}

std::string outcome(const DecisionTable& table, const std::vector<int>& values) {
  const auto [least, most] = table.decide(values);
  return table.outcomes[least].name + (least == most ? "" : " … " + table.outcomes[most].name);
}

TEST(Priority, AllSixteenRowsOfBod2604) {
  struct Row { bool kev, exposed, automatable, total; const char* outcome; };
  const Row rows[] = {
      {false, false, false, false, "fix on system upgrade"}, {true, false, false, false, "14 days"}, {false, true, false, false, "60 days"}, {false, false, true, false, "60 days"},
      {false, false, false, true, "fix on system upgrade"}, {true, true, false, false, "14 days"}, {true, false, true, false, "14 days"}, {false, true, true, false, "14 days"},
      {true, false, false, true, "14 days"}, {false, true, false, true, "14 days"}, {false, false, true, true, "60 days"}, {true, true, true, false, "3 days"},
      {true, true, false, true, "3 days & forensic investigation"}, {true, false, true, true, "3 days & forensic investigation"}, {false, true, true, true, "3 days"}, {true, true, true, true, "3 days & forensic investigation"}};
  for (const Row& row : rows) {
    FlawFacts flaw;
    flaw.exploited = row.kev;
    flaw.automatable = row.automatable;
    flaw.total_impact = row.total;
    const Priority priority = prioritise(rules(), testing::reported("a", "b", {"CVE-1"}), flaw, {row.exposed ? Exposure::internet : Exposure::internal, MissionImpact::unknown});
    EXPECT_EQ(priority.bod_26_04, row.outcome);
  }
  EXPECT_EQ(rules().bod_26_04.rows.size(), std::size(rows));
}

TEST(Priority, TheCoordinatorsTable) {
  const DecisionTable& table = rules().ssvc;
  ASSERT_EQ(table.rows.size(), 36u);
  // exploitation, automatable, impact, mission; of each outcome some.
  const std::pair<std::array<const char*, 4>, const char*> rows[] = {
      {{"none", "no", "partial", "low"}, "track"}, {{"none", "no", "total", "high"}, "track*"}, {{"none", "yes", "total", "high"}, "attend"}, {{"public_poc", "no", "total", "medium"}, "track*"},
      {{"public_poc", "yes", "total", "high"}, "attend"}, {{"active", "no", "total", "high"}, "act"}, {{"active", "yes", "partial", "low"}, "attend"}, {{"active", "yes", "total", "medium"}, "act"}};
  for (const auto& [values, expected] : rows) {
    std::vector<int> places;
    for (std::size_t i = 0; i < values.size(); ++i) places.push_back(static_cast<int>(place(table, i, values[i])));
    EXPECT_EQ(outcome(table, places), expected);
  }
}

TEST(Priority, SilenceGivesWhatHoldsEitherWay) {
  const DecisionTable& ssvc = rules().ssvc;
  EXPECT_EQ(outcome(ssvc, {-1, -1, -1, -1}), "track … act");
  EXPECT_EQ(outcome(ssvc, {0, 0, -1, 0}), "track");
  EXPECT_EQ(outcome(ssvc, {2, 1, -1, 2}), "act");
  EXPECT_EQ(outcome(ssvc, {2, 1, -1, -1}), "attend … act");
  FlawFacts flaw;
  flaw.exploitation = Exploitation::active;
  flaw.automatable = true;
  const Priority priority = prioritise(rules(), testing::reported("a", "b", {"CVE-1"}, "", "low"), flaw, {});
  EXPECT_EQ(priority.ssvc, "");
  EXPECT_EQ(priority.level, PriorityLevel::high);
  const auto step = std::ranges::find(priority.steps, "ssvc", &PriorityStep::source);
  EXPECT_EQ(step->why.en, "CISA coordinator decision table for SSVC: at least \"Attend\", at most \"Act\"; not stated: technical impact, mission and well-being impact");
  EXPECT_EQ(step->why.zh, "CISA协调者SSVC决策表：至少为“关注处理”，至多为“立即处置”，未说明技术影响、任务与福祉影响");
}

TEST(Priority, NothingStatedIsMediumAndSaysSo) {
  const Priority priority = prioritise(rules(), testing::reported("a", "b", {"X"}, "", ""), {}, {});
  EXPECT_EQ(priority.level, PriorityLevel::medium);
  ASSERT_EQ(priority.steps.size(), 7u);
  for (const PriorityStep& step : priority.steps) {
    EXPECT_FALSE(step.why.zh.empty());
    EXPECT_FALSE(step.why.en.empty());
    if (step.source != "severity" && step.source != "result") {
      EXPECT_FALSE(step.level) << step.source;
    }
  }
  EXPECT_EQ(priority.steps.back().why.en, "medium: no severity is stated");
}

TEST(Priority, ExploitedFlawsAreUrgentUnlessInternal) {
  FlawFacts flaw;
  flaw.exploited = true;
  const auto level = [&](Exposure exposure) { return rank_of(rules(), "low", flaw, {exposure, MissionImpact::unknown}).first; };
  EXPECT_EQ(level(Exposure::internet), PriorityLevel::urgent);
  EXPECT_EQ(level(Exposure::unknown), PriorityLevel::urgent);
  EXPECT_EQ(level(Exposure::internal), PriorityLevel::high);
}

TEST(Priority, InternalAssetsLowerSeverityOnly) {
  EXPECT_EQ(rank_of(rules(), "critical", {}, {}).first, PriorityLevel::urgent);
  EXPECT_EQ(rank_of(rules(), "critical", {}, {Exposure::internal, {}}).first, PriorityLevel::high);
  EXPECT_EQ(rank_of(rules(), "low", {}, {Exposure::internal, {}}).first, PriorityLevel::low);
  FlawFacts likely;
  likely.epss = 0.7;
  EXPECT_EQ(rank_of(rules(), "critical", likely, {Exposure::internal, {}}).first, PriorityLevel::urgent);
}

// More known danger never lowers level or rank.
TEST(Priority, RankGrowsWithDanger) {
  const std::array<std::optional<bool>, 3> answers{std::nullopt, false, true};
  for (const std::string_view severity : {"", "none", "low", "medium", "high", "critical"})
    for (const auto exposure : {Exposure::internal, Exposure::unknown, Exposure::internet})
      for (const auto& automatable : answers)
        for (const double epss : {0.0, 0.02, 0.3, 0.9}) {
          FlawFacts flaw;
          flaw.automatable = automatable;
          flaw.epss = epss;
          flaw.exploited = false;
          const auto calm = rank_of(rules(), severity, flaw, {exposure, {}});
          flaw.exploited = true;
          const auto exploited = rank_of(rules(), severity, flaw, {exposure, {}});
          EXPECT_GT(exploited.second, calm.second);
          EXPECT_GE(exploited.first, calm.first);
          EXPECT_EQ(static_cast<std::uint32_t>(exploited.first), exploited.second >> 30);
          flaw.epss = epss + 0.05;
          EXPECT_GE(rank_of(rules(), severity, flaw, {exposure, {}}).second, exploited.second);
        }
}

TEST(Signals, KevSaysNoOnlyWhenTheWholeListWasRead) {
  SignalTable table;
  Signal kev;
  kev.id = "CVE-2024-1";
  kev.source = "kev";
  kev.exploited = kev.ransomware = true;
  table.add(kev);
  EXPECT_EQ(table.facts("cve-2024-1 ").exploited, true);
  EXPECT_EQ(table.facts("CVE-2024-2").exploited, std::nullopt);
  table.kev_is_complete();
  EXPECT_EQ(table.facts("CVE-2024-2").exploited, false);
  EXPECT_EQ(table.facts("GHSA-1").exploited, std::nullopt);
  kev.exploited = kev.ransomware = false;
  table.add(kev);
  EXPECT_EQ(table.facts("CVE-2024-1").exploited, false);
}

TEST(Signals, SourcesSpeakOfTheirOwnPart) {
  SignalTable table;
  Signal signal;
  signal.id = "CVE-2024-1";
  signal.source = "epss";
  signal.epss = 0.5;
  table.add(signal);
  Signal ssvc;
  ssvc.id = "CVE-2024-1";
  ssvc.source = "ssvc";
  ssvc.exploitation = Exploitation::proof_of_concept;
  ssvc.automatable = "yes";
  ssvc.technical_impact = "partial";
  table.add(ssvc);
  const FlawFacts facts = table.facts("CVE-2024-1");
  EXPECT_EQ(facts.epss, 0.5);
  EXPECT_EQ(facts.automatable, true);
  EXPECT_EQ(facts.total_impact, false);
  EXPECT_EQ(facts.exploited, std::nullopt);
  Signal other;
  other.id = "CVE-2024-2";
  other.source = "epss";
  other.epss = 0.1;
  table.add(other);
  const std::vector<std::string> both{"CVE-2024-2", "CVE-2024-1"};
  EXPECT_EQ(table.facts(both).epss, 0.5);
  EXPECT_EQ(table.facts(both).exploitation, Exploitation::proof_of_concept);
}

}  // namespace
}  // namespace lp::match
