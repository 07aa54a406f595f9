#include "match/findings/due.h"

#include <gtest/gtest.h>

#include "match/findings/finding_testing.h"
#include "spec/load.h"

namespace lp::match {
namespace {

const std::filesystem::path specs = std::filesystem::path(LP_SOURCE_DIR) / "specs";

const model::Catalogue& catalogue() {
  static const model::Catalogue loaded = [] {
    Diagnostics out;
    return *spec::load(specs, out);
  }();
  return loaded;
}

DueRules rules() {
  Diagnostics out;
  auto loaded = load_due_rules(specs, catalogue(), out);
  EXPECT_TRUE(loaded) << (loaded ? "" : loaded.error().message);
  return *std::move(loaded);
}

Timestamp at(const char* text) { return *parse_timestamp(text); }

TEST(Due, FixesAreDueByTheClockOfTheLevel) {
  Finding finding;
  finding.first_seen = at("2024-07-12T15:00:00+08:00");   // a Friday
  const Timestamp now = at("2024-07-15T00:00:00+08:00");
  const auto due = [&](PriorityLevel level) { return *fix_due(rules(), catalogue(), finding, level, now); };
  EXPECT_EQ(to_string(due(PriorityLevel::urgent).at), "2024-07-13T15:00:00+08:00");
  EXPECT_TRUE(due(PriorityLevel::urgent).overdue);
  EXPECT_EQ(to_string(due(PriorityLevel::high).at), "2024-07-17T23:59:59+08:00");   // Wednesday
  EXPECT_FALSE(due(PriorityLevel::high).overdue);
  EXPECT_EQ(to_string(due(PriorityLevel::medium).at), "2024-07-26T23:59:59+08:00");
  EXPECT_EQ(to_string(due(PriorityLevel::low).at), "2024-08-11T23:59:59+08:00");
  EXPECT_FALSE(due(PriorityLevel::low).verified);
  EXPECT_EQ(due(PriorityLevel::low).clock, "flaw_fix_30d");
  finding.state = FindingState::accepted;
  EXPECT_FALSE(fix_due(rules(), catalogue(), finding, PriorityLevel::urgent, now));
}

TEST(Due, ProvidersReportWithinTwoDays) {
  const auto duties = duties_due(rules(), catalogue(), "provider", at("2024-07-12T15:00:00+08:00"), at("2024-07-12T16:00:00+08:00"));
  ASSERT_EQ(duties.size(), 1u);
  EXPECT_EQ(duties[0].clock, "vulnerability_2d");
  EXPECT_TRUE(duties[0].verified);
  EXPECT_EQ(to_string(duties[0].at), "2024-07-14T23:59:59+08:00");
  EXPECT_EQ(duties[0].basis, "工信部联网安〔2021〕66号 提供者报送时限");
  EXPECT_EQ(duties_due(rules(), catalogue(), "provider_national_security", {}, {}).size(), 1u);
  EXPECT_TRUE(duties_due(rules(), catalogue(), "nobody", {}, {}).empty());
}

TEST(Due, ClocksThatAreNotThereAreAnError) {
  Diagnostics out;
  const auto loaded = load_due_rules(specs, model::Catalogue(), out);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(out.items().front().code, "unknown_clock");
}

}  // namespace
}  // namespace lp::match
