// Which parts of two reports differ, and one of two.
#include <algorithm>
#include <tuple>

#include "match/findings/book_state.h"

namespace lp::match {
namespace {

auto of(const Score& score) { return std::tie(score.kind, score.vector, score.base); }
bool before(const Score& a, const Score& b) { return of(a) < of(b); }
bool same(const Score& a, const Score& b) { return of(a) == of(b); }

int severity_rank(std::string_view severity) {
  constexpr std::string_view order[] = {"", "none", "low", "medium", "high", "critical"};
  const auto found = std::ranges::find(order, severity);
  return found == std::end(order) ? -1 : static_cast<int>(found - std::begin(order));
}

void sort_unique(std::vector<std::string>& texts) {
  if (texts.size() < 2) return;
  std::ranges::sort(texts);
  texts.erase(std::ranges::unique(texts).begin(), texts.end());
}

bool equal_scores(const ReportedFinding& a, const ReportedFinding& b) { return std::ranges::equal(a.scores, b.scores, same); }

// Everything but ids and the place in the file.
bool better(const ReportedFinding& a, const ReportedFinding& b) {
  const int left = severity_rank(a.severity), right = severity_rank(b.severity);
  if (left != right) return left > right;
  const auto parts = [](const ReportedFinding& f) { return std::tie(f.severity, f.component_version, f.fixed_versions, f.tier, f.title, f.reason, f.asset, f.component, f.location); };
  if (parts(a) != parts(b)) return parts(a) < parts(b);
  if (!equal_scores(a, b)) return std::ranges::lexicographical_compare(a.scores, b.scores, before);
  return a.where < b.where;
}

}  // namespace

void tidy(ReportedFinding& finding) {
  for (std::string& id : finding.ids) id = fold_id(id);
  std::erase_if(finding.ids, [](const std::string& id) { return id.empty(); });
  sort_unique(finding.ids);
  sort_unique(finding.fixed_versions);
  if (finding.scores.size() < 2) return;
  std::ranges::sort(finding.scores, before);
  finding.scores.erase(std::ranges::unique(finding.scores, same).begin(), finding.scores.end());
}

bool differs(const ReportedFinding& before, const ReportedFinding& after) {
  return before.severity != after.severity || before.component_version != after.component_version || before.ids != after.ids || before.tier != after.tier ||
         before.fixed_versions != after.fixed_versions || !equal_scores(before, after);
}

std::vector<std::string> changed_fields(const ReportedFinding& before, const ReportedFinding& after) {
  std::vector<std::string> out;
  if (before.component_version != after.component_version) out.emplace_back("component_version");
  if (before.fixed_versions != after.fixed_versions) out.emplace_back("fixed_versions");
  if (before.ids != after.ids) out.emplace_back("ids");
  if (!equal_scores(before, after)) out.emplace_back("scores");
  if (before.severity != after.severity) out.emplace_back("severity");
  if (before.tier != after.tier) out.emplace_back("tier");
  return out;
}

void combine(ReportedFinding& kept, ReportedFinding&& other) {
  std::vector<std::string> ids = std::move(kept.ids);
  for (const std::string& id : other.ids) add_sorted(ids, id);
  if (better(other, kept)) kept = std::move(other);
  kept.ids = std::move(ids);
}

void add_sorted(std::vector<std::string>& into, std::string_view text) {
  const auto place = std::ranges::lower_bound(into, text);
  if (place == into.end() || *place != text) into.emplace(place, text);
}

}  // namespace lp::match
