#include "discover/report/totals.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "discover/report/titles.h"

namespace lp::discover {
namespace {

class Counter {
 public:
  Counter(const ScanResult& result, const Overlay* overlay) : result_(result), overlay_(overlay) {}

  Totals run() {
    for (std::size_t i = 0; i < result_.documents.size(); ++i) add_document(i);
    for (auto& [kind, totals] : kinds_) totals_.kinds.push_back(std::move(totals));
    std::sort(totals_.kinds.begin(), totals_.kinds.end(),
              [](const auto& a, const auto& b) { return std::tie(b.hits, a.kind) < std::tie(a.hits, b.kind); });
    add_reasons();
    return std::move(totals_);
  }

 private:
  void add_document(std::size_t index) {
    const Document& d = result_.documents[index];
    LevelTotals& level = totals_.levels[static_cast<std::size_t>(overlay_ != nullptr ? overlay_->level_of(result_, index) : d.level)];
    ++level.documents;
    level.bytes += d.bytes;
    level.rows += d.rows;
    totals_.persons_at_least = std::max(totals_.persons_at_least, d.persons);
    totals_.persons_at_most += d.persons;
    totals_.persons_exact &= d.persons_exact && !d.sampled;
    bool any = false, sensitive = false, secret = false;
    std::set<std::string_view> kinds_here;
    for (std::size_t f = 0; f < d.findings.size(); ++f) {
      if (overlay_ != nullptr && overlay_->rejected(index, f)) {
        ++totals_.rejected_findings;
        continue;
      }
      const Finding& finding = d.findings[f];
      add_finding(finding, kinds_here.insert(finding.kind).second);
      any = true;
      sensitive |= finding.sensitivity == "sensitive";
      secret |= is_secret(finding.kind);
    }
    totals_.documents_with_findings += any ? 1 : 0;
    totals_.documents_with_sensitive += sensitive ? 1 : 0;
    totals_.documents_with_secrets += secret ? 1 : 0;
  }

  void add_finding(const Finding& finding, bool first_of_document) {
    KindTotals& kind = kinds_[finding.kind];
    kind.kind = finding.kind;
    if (kind.sensitivity.empty()) kind.sensitivity = is_secret(finding.kind) ? "secret" : finding.sensitivity;
    kind.documents += first_of_document ? 1 : 0;
    ++kind.fields;
    kind.hits += finding.hits;
  }

  void add_reasons() {
    std::map<std::string, ReasonTotals> reasons;
    for (const auto& [reason, bytes] : result_.coverage.skipped_by_reason) reasons[reason] = {reason, 0, bytes};
    for (const Skip& skip : result_.coverage.skips) {
      ReasonTotals& one = reasons[skip.reason];
      one.reason = skip.reason;
      ++one.items;
      // A reason the map of bytes does not know: the list alone tells of it.
      if (!result_.coverage.skipped_by_reason.contains(skip.reason)) one.bytes += skip.bytes;
    }
    for (auto& [reason, totals] : reasons) totals_.reasons.push_back(std::move(totals));
    std::sort(totals_.reasons.begin(), totals_.reasons.end(), [](const auto& a, const auto& b) {
      return std::tie(b.bytes, b.items, a.reason) < std::tie(a.bytes, a.items, b.reason);
    });
  }

  const ScanResult& result_;
  const Overlay* overlay_;
  Totals totals_;
  std::unordered_map<std::string, KindTotals> kinds_;
};

}  // namespace

Totals totals_of(const ScanResult& result, const Overlay* overlay) { return Counter(result, overlay).run(); }

std::vector<std::size_t> most_serious(const ScanResult& result, const Overlay* overlay, std::size_t limit) {
  struct Rank {
    Level level;
    std::uint64_t persons, hits;
    std::size_t index;
  };
  std::vector<Rank> ranks;
  for (std::size_t i = 0; i < result.documents.size(); ++i) {
    const Document& d = result.documents[i];
    const Level level = overlay != nullptr ? overlay->level_of(result, i) : d.level;
    if (level == Level::general && d.findings.empty()) continue;
    std::uint64_t hits = 0;
    for (const Finding& f : d.findings) hits += f.hits;
    ranks.push_back({level, d.persons, hits, i});
  }
  const auto first = [](const Rank& a, const Rank& b) {
    return std::tie(b.level, b.persons, b.hits, a.index) < std::tie(a.level, a.persons, a.hits, b.index);
  };
  const std::size_t kept = std::min(limit, ranks.size());
  std::partial_sort(ranks.begin(), ranks.begin() + static_cast<std::ptrdiff_t>(kept), ranks.end(), first);
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < kept; ++i) indices.push_back(ranks[i].index);
  return indices;
}

}  // namespace lp::discover
