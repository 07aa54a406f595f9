#include "match/output/finding_list.h"

#include <algorithm>
#include <set>

#include "base/check.h"

namespace lp::match {

const std::string& quoted_id(const ReportedFinding& finding) {
  static const std::string none;
  if (finding.ids.empty()) return none;
  for (const std::string_view prefix : {"CVE-", "GHSA-", "CNVD-", "CNNVD-"}) {
    const std::string* best = nullptr;
    for (const std::string& id : finding.ids) {
      if (id.starts_with(prefix) && (best == nullptr || id < *best)) best = &id;
    }
    if (best != nullptr) return *best;
  }
  return *std::ranges::min_element(finding.ids);
}

LocalText words_of(FindingState state) {
  switch (state) {
    case FindingState::open: return {"未整改", "open"};
    case FindingState::closed: return {"已关闭", "closed"};
    case FindingState::accepted: return {"接受风险", "risk accepted"};
  }
  LP_CHECK(false);
  return {};
}

LocalText words_of(PriorityLevel level, const PriorityRules* rules) {
  if (rules != nullptr) {
    if (const auto title = rules->titles.find(level); title != rules->titles.end()) return title->second;
  }
  switch (level) {
    case PriorityLevel::urgent: return {"紧急", "urgent"};
    case PriorityLevel::high: return {"高", "high"};
    case PriorityLevel::medium: return {"中", "medium"};
    case PriorityLevel::low: return {"低", "low"};
  }
  LP_CHECK(false);
  return {};
}

namespace {

bool before(const RankedFinding& a, const RankedFinding& b) {
  if (a.priority.rank != b.priority.rank) return a.priority.rank > b.priority.rank;
  const ReportedFinding &x = a.finding.reported, &y = b.finding.reported;
  return std::tie(x.asset, x.component, quoted_id(x), x.location, a.finding.id) < std::tie(y.asset, y.component, quoted_id(y), y.location, b.finding.id);
}

RankedFinding ranked(const Finding& finding, const RankingContext& context) {
  RankedFinding row;
  row.finding = finding;
  const FlawFacts facts = context.signals != nullptr ? context.signals->facts(finding.reported.ids) : FlawFacts{};
  const AssetFacts asset = context.assets ? context.assets(finding.reported.asset) : AssetFacts{};
  row.priority = prioritise(*context.priority, finding.reported, facts, asset);
  row.notifiable = finding.reported.origin == FindingOrigin::match && (*context.tiers)[finding.reported.tier].notifiable;
  if (context.due != nullptr && context.catalogue != nullptr)
    row.due = fix_due(*context.due, *context.catalogue, finding, row.priority.level, context.now);
  return row;
}

}  // namespace

FindingList rank_findings(std::span<const Finding> findings, const RankingContext& context, Include include) {
  LP_CHECK(context.priority != nullptr && context.tiers != nullptr);
  FindingList list;
  list.made = context.now;
  std::set<std::string_view> assets;
  for (const Finding& finding : findings) {
    if (!finding.merged_into.empty() || (include == Include::open && finding.state != FindingState::open)) continue;
    list.rows.push_back(ranked(finding, context));
    ++list.levels[static_cast<std::size_t>(list.rows.back().priority.level)];
    assets.insert(finding.reported.asset);
  }
  list.assets = assets.size();
  std::ranges::sort(list.rows, before);
  return list;
}

}  // namespace lp::match
