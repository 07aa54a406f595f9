// The engine as a library, whole: advisories and an inventory in, findings and reasons out.
#include <gtest/gtest.h>

#include <iostream>

#include "match/feeds/feed_format.h"
#include "match/findings/from_matches.h"
#include "match/index/matcher.h"
#include "match/inventory/inventory_format.h"

namespace {

constexpr std::string_view feed =
    R"({"id":"GHSA-j8r2-6x86-q33q","modified":"2024-01-01T00:00:00Z","aliases":["CVE-2018-18074"],"summary":"credentials are sent on",)"
    R"("affected":[{"package":{"ecosystem":"PyPI","name":"requests"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"2.20.0"}]}]}]})";
constexpr std::string_view bom =
    R"({"bomFormat":"CycloneDX","specVersion":"1.5","components":[{"type":"library","name":"requests","version":"2.19.0","purl":"pkg:pypi/requests@2.19.0"}]})";

// What a caller writes.
lp::Result<std::vector<lp::match::ReportedFinding>> findings_in(std::string_view feed_text, std::string_view inventory) {
  using namespace lp::match;
  lp::Diagnostics problems;

  std::vector<Advisory> advisories;
  FeedTakers takers;
  takers.advisory = [&](Advisory&& a) { advisories.push_back(std::move(a)); };
  LP_CHECK_OK(read_feed(feed_text, {.file = "feed.json"}, takers, problems));

  std::vector<Component> components;
  LP_CHECK_OK(read_inventory(inventory, {.file = "bom.json", .asset = "web01"}, [&](Component&& c) { components.push_back(std::move(c)); }, problems));
  for (const lp::Diagnostic& problem : problems.items()) std::cerr << to_string(problem.where) << ": " << problem.what << '\n';

  const Matcher matcher(AdvisoryLayers().with(advisories));
  return findings_of(components, matcher, matcher.match(components), false).findings;
}

TEST(MatchExample, AnInventoryAgainstAFeed) {
  const auto findings = findings_in(feed, bom);
  ASSERT_TRUE(findings) << findings.error().message;
  ASSERT_EQ(findings->size(), 1u);
  EXPECT_EQ(findings->front().component, "pkg:pypi/requests");
  EXPECT_EQ(findings->front().fixed_versions, std::vector<std::string>{"2.20.0"});
  EXPECT_FALSE(findings->front().reason.empty());
}

}  // namespace
