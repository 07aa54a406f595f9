#pragma once
// The figures reports show, counted once. Findings a person rejected are left out and counted apart.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "discover/report/decisions.h"
#include "discover/result.h"

namespace lp::discover {

struct LevelTotals {
  std::uint64_t documents = 0, bytes = 0, rows = 0;
};
struct KindTotals {
  std::string kind, sensitivity;
  std::uint64_t documents = 0, fields = 0, hits = 0;
};
struct ReasonTotals {
  std::string reason;
  std::uint64_t items = 0, bytes = 0;
};

struct Totals {
  std::array<LevelTotals, 3> levels{};      // by Level
  std::vector<KindTotals> kinds;            // most hits first, then by kind
  std::vector<ReasonTotals> reasons;        // most bytes first, then by reason
  std::uint64_t documents_with_findings = 0;
  std::uint64_t documents_with_sensitive = 0;
  std::uint64_t documents_with_secrets = 0;
  std::uint64_t rejected_findings = 0;
  // The same person may stand in several documents: the true number lies between the two.
  std::uint64_t persons_at_least = 0;       // of the document with most
  std::uint64_t persons_at_most = 0;        // of all, added
  bool persons_exact = true;                // both are counts, not estimates
};

Totals totals_of(const ScanResult& result, const Overlay* overlay = nullptr);

// Indices of documents, highest level first, then most persons, then most hits, then by path; at most `limit`.
// Documents of level general without findings are left out.
std::vector<std::size_t> most_serious(const ScanResult& result, const Overlay* overlay, std::size_t limit);

}  // namespace lp::discover
