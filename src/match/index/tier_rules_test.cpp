#include "match/index/tier_rules.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "io/files.h"

namespace lp::match {
namespace {

std::string real_text() { return *io::read_file(std::filesystem::path(LP_SOURCE_DIR) / "specs/match/tiers.yaml", 1u << 20); }

TEST(TierRules, TheFileSaysWhatIsBuiltIn) {
  Diagnostics out;
  const auto rules = load_tier_rules(std::filesystem::path(LP_SOURCE_DIR) / "specs", out);
  ASSERT_TRUE(rules);
  const TierRules built_in = default_tier_rules();
  for (std::size_t i = 0; i < tiers; ++i) {
    EXPECT_EQ(rules->rules[i].title, built_in.rules[i].title);
    EXPECT_EQ(rules->rules[i].help, built_in.rules[i].help);
    EXPECT_EQ(rules->rules[i].notifiable, built_in.rules[i].notifiable);
    EXPECT_EQ(rules->rules[i].order, built_in.rules[i].order);
  }
  EXPECT_FALSE((*rules)[Tier::rough].notifiable);
  EXPECT_FALSE((*rules)[Tier::text].notifiable);
}

TEST(TierRules, SaysWhatIsWrong) {
  const std::string good = real_text();
  const struct { std::string text, code; } cases[] = {
      {replace_all(good, "  cpe:\n", "  cpu:\n"), "unknown_tier"},
      {replace_all(good, "notifiable: true", "notifiable: perhaps"), "no_bool"},
      {replace_all(good, "order: 3", "order: third"), "no_order"},
      {replace_all(good, "order: 3", "older: 3"), "unknown_key"},
      {replace_all(good, "    order: 3\n", ""), "missing_key"},
      {good.substr(0, good.find("  text:")), "missing_tier"},
      {replace_all(good, "title: {zh: 候选, en: Candidate}", "title: {zh: 候选}"), "no_text"},
      {"levels: {}\n", "no_tiers"},
  };
  for (const auto& c : cases) {
    Diagnostics out;
    EXPECT_FALSE(parse_tier_rules(c.text, "match/tiers.yaml", out)) << c.code;
    ASSERT_EQ(out.items().size(), 1u) << c.code;
    EXPECT_EQ(out.items()[0].code, c.code);
    EXPECT_EQ(out.items()[0].where.file, "match/tiers.yaml");
  }
}

}  // namespace
}  // namespace lp::match
