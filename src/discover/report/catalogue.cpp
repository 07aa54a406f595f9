#include "discover/report/catalogue.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "discover/report/datasets.h"
#include "discover/report/words.h"

namespace lp::discover {
namespace {

int rank_of(const std::string& sensitivity) { return sensitivity == "sensitive" ? 2 : sensitivity == "personal" ? 1 : 0; }

struct ClassWeight {
  int sensitivity = 0;
  std::uint64_t hits = 0;
};

class RowMaker {
 public:
  RowMaker(const ScanResult& result, const Overlay* overlay, const CatalogueOptions& options)
      : result_(result), overlay_(overlay), options_(options) {}

  CatalogueRow make(const Dataset& dataset) {
    CatalogueRow row;
    row.name = dataset.name;
    row.processor = options_.processor;
    row.system_name = options_.system_name;
    row.documents = dataset.documents.size();
    std::map<std::string, ClassWeight> classes;
    std::set<std::string> kinds;
    bool rejected_basis = false, all_rows_known = true;
    for (const std::size_t i : dataset.documents) {
      const Document& d = result_.documents[i];
      row.bytes += d.bytes;
      row.records += d.rows;
      all_rows_known &= d.rows > 0;
      row.persons_at_least = std::max(row.persons_at_least, d.persons);
      row.persons_at_most += d.persons;
      row.estimated |= d.sampled || !d.persons_exact;
      add_findings(i, classes, kinds);
      const DocumentDecisions* decided = overlay_ != nullptr ? overlay_->find(i) : nullptr;
      rejected_basis |= decided != nullptr && decided->level_on_rejected;
    }
    if (!all_rows_known) row.records = 0;   // a sum without some of its parts would be read as the whole
    set_level(dataset, row);
    set_classes(classes, row);
    row.kinds.assign(kinds.begin(), kinds.end());
    if (rejected_basis) row.notes.emplace_back("level_on_rejected");
    if (row.level == Level::general && row.persons_at_least < options_.persons_threshold && row.persons_at_most >= options_.persons_threshold) {
      row.notes.emplace_back("scale_check");
    }
    return row;
  }

 private:
  Level level_of(std::size_t i) const { return overlay_ != nullptr ? overlay_->level_of(result_, i) : result_.documents[i].level; }

  // The highest level of the documents; of several with it, the one with most persons decides.
  void set_level(const Dataset& dataset, CatalogueRow& row) const {
    const auto weight = [this](std::size_t i) { return std::tuple(level_of(i), result_.documents[i].persons, result_.documents[i].bytes); };
    std::size_t best = dataset.documents.front();
    for (const std::size_t i : dataset.documents) {
      if (weight(i) > weight(best)) best = i;
    }
    row.level = level_of(best);
    row.path = result_.documents[best].path;
    row.rule = result_.documents[best].level_rule;
    const DocumentDecisions* decided = overlay_ != nullptr ? overlay_->find(best) : nullptr;
    if (decided == nullptr || !decided->level_decision) return;
    const Decision& decision = overlay_->decisions[*decided->level_decision];
    row.rule = "human";
    row.decided_by = decision.by + " " + to_string(decision.when) + ": " + decision.why;
  }

  void add_findings(std::size_t i, std::map<std::string, ClassWeight>& classes, std::set<std::string>& kinds) const {
    const Document& d = result_.documents[i];
    for (std::size_t f = 0; f < d.findings.size(); ++f) {
      if (overlay_ != nullptr && overlay_->rejected(i, f)) continue;
      const Finding& finding = d.findings[f];
      kinds.insert(finding.kind);
      const auto code = finding.categories.find(options_.tree);
      if (code == finding.categories.end()) continue;
      ClassWeight& weight = classes[code->second];
      weight.sensitivity = std::max(weight.sensitivity, rank_of(finding.sensitivity));
      weight.hits += finding.hits;
    }
  }

  static void set_classes(const std::map<std::string, ClassWeight>& classes, CatalogueRow& row) {
    if (classes.empty()) return;
    const auto lighter = [](const auto& a, const auto& b) {
      return std::tie(a.second.sensitivity, a.second.hits, b.first) < std::tie(b.second.sensitivity, b.second.hits, a.first);
    };
    row.class_2 = std::max_element(classes.begin(), classes.end(), lighter)->first;
    for (const auto& [code, weight] : classes) {
      if (code != row.class_2) row.other_classes.push_back(code);
    }
  }

  const ScanResult& result_;
  const Overlay* overlay_;
  const CatalogueOptions& options_;
};

}  // namespace

Catalogue make_catalogue(const ScanResult& result, const CatalogueOptions& options, const Overlay* overlay) {
  Catalogue catalogue;
  catalogue.root = result.root;
  catalogue.program = result.program;
  catalogue.rules_digest = result.rules_digest;
  catalogue.finished = result.finished;
  catalogue.complete = result.coverage.complete() && !result.interrupted && result.sampling.empty();
  catalogue.options = options;
  RowMaker maker(result, overlay, options);
  std::uint64_t listed = 0;
  for (const Dataset& dataset : datasets_of(result, overlay)) {
    CatalogueRow row = maker.make(dataset);
    if (row.level < options.at_least) continue;
    listed += row.documents;
    catalogue.rows.push_back(std::move(row));
  }
  catalogue.documents_left_out = result.documents.size() - listed;
  std::sort(catalogue.rows.begin(), catalogue.rows.end(), [](const CatalogueRow& a, const CatalogueRow& b) {
    return std::tie(b.level, b.bytes, a.name) < std::tie(a.level, a.bytes, b.name);
  });
  return catalogue;
}

}  // namespace lp::discover
