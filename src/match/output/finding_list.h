#pragma once
// Findings as people and programs get them: with priority, reasons and due date, the most urgent first. JSON, CSV, SARIF 2.1.0 and HTML
// hold what this says and nothing about how a flaw is exploited.

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "io/bytes.h"
#include "io/report_text.h"
#include "match/findings/due.h"
#include "match/findings/finding_book.h"
#include "match/findings/from_matches.h"
#include "match/findings/priority.h"
#include "match/index/tier_rules.h"

namespace lp::match {

struct RankedFinding {
  Finding finding;
  Priority priority;
  std::optional<DueDate> due;
  bool notifiable = false;             // by its tier; findings of scanners are for people to judge
};

struct FindingList {
  std::vector<RankedFinding> rows;     // the most urgent first, then by asset, component and flaw
  Timestamp made{};
  std::string program{};               // "longpan 0.1.0"
  std::string subject{};               // what was looked at
  std::uint64_t components = 0;        // 0 = not counted
  MatchCounts counts{};
  std::array<std::uint64_t, 4> levels{};  // by PriorityLevel
  std::uint64_t assets = 0;
};

// What ranking needs. Absent parts are passed over: without due rules there are no due dates.
struct RankingContext {
  const PriorityRules* priority = nullptr;      // must be there
  const TierRules* tiers = nullptr;             // must be there
  const SignalTable* signals = nullptr;
  const DueRules* due = nullptr;
  const model::Catalogue* catalogue = nullptr;
  std::function<AssetFacts(const std::string& asset)> assets{};
  Timestamp now{};
};

enum class Include : std::uint8_t { open, all };   // all: closed and accepted too
FindingList rank_findings(std::span<const Finding> findings, const RankingContext& context, Include include = Include::open);

// The id people quote: CVE first, then GHSA, CNVD, CNNVD, else the first.
const std::string& quoted_id(const ReportedFinding& finding);
LocalText words_of(FindingState state);
LocalText words_of(PriorityLevel level, const PriorityRules* rules = nullptr);

json::object to_json(const RankedFinding& row, io::Language language);
// One object: what was looked at, counts, findings.
Status write_json(const FindingList& list, io::Language language, io::ByteSink out);
Status write_csv(const FindingList& list, io::Language language, io::ByteSink out);
// SARIF 2.1.0: a rule for each flaw, a result for each finding; fingerprints are the findings' ids.
Status write_sarif(const FindingList& list, io::Language language, io::ByteSink out);
// One page that opens offline, both languages, `first` shown.
Status write_html(const FindingList& list, io::Language first, io::ByteSink out);

}  // namespace lp::match
