#pragma once
// What each tier means to people and to notices, as data: specs/match/tiers.yaml.

#include <array>
#include <filesystem>
#include <optional>
#include <string_view>

#include "base/diagnostics.h"
#include "base/local_text.h"
#include "base/result.h"
#include "match/advisory.h"

namespace lp::match {

struct TierRule {
  LocalText title;
  LocalText help;
  bool notifiable = false;  // a match of this tier may lead to a notice without a person's decision
  int order = 0;            // better first
};

struct TierRules {
  std::array<TierRule, tiers> rules;
  const TierRule& operator[](Tier tier) const { return rules[static_cast<std::size_t>(tier)]; }
};

// The built-in rules: the same as the file that comes with Longpan.
TierRules default_tier_rules();
// Every tier must be there; nullopt says why in `out`.
std::optional<TierRules> parse_tier_rules(std::string_view text, std::string_view file, Diagnostics& out);
// "match/tiers.yaml" below `specs`.
Result<TierRules> load_tier_rules(const std::filesystem::path& specs, Diagnostics& out);

}  // namespace lp::match
