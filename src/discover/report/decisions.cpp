#include "discover/report/decisions.h"

#include <algorithm>
#include <functional>
#include <set>

#include "discover/report/glob.h"
#include "discover/report/words.h"

namespace lp::discover {
namespace {

// Decisions by path: those that name one path are found at once, patterns are tried in turn.
class ByPath {
 public:
  explicit ByPath(const std::vector<Decision>& decisions) : decisions_(decisions) {
    for (std::size_t i = 0; i < decisions.size(); ++i) {
      if (is_glob(decisions[i].path)) patterns_.push_back(i);
      else exact_[decisions[i].path].push_back(i);
    }
  }
  // Indices in ascending order, so that later ones win by overwriting.
  const std::vector<std::size_t>& matching(const std::string& path) {
    found_.clear();
    if (const auto exact = exact_.find(path); exact != exact_.end()) found_ = exact->second;
    for (const std::size_t i : patterns_) {
      if (glob_matches(decisions_[i].path, path)) found_.push_back(i);
    }
    std::sort(found_.begin(), found_.end());
    return found_;
  }

 private:
  const std::vector<Decision>& decisions_;
  std::unordered_map<std::string, std::vector<std::size_t>> exact_;
  std::vector<std::size_t> patterns_, found_;
};

bool matches(const Decision& decision, const Finding& finding) {
  return glob_matches(decision.kind, finding.kind) && glob_matches(decision.field, finding.field);
}

bool says_otherwise(const Decision& decision, const std::string& now) {
  return !decision.machine.empty() && !std::binary_search(decision.machine.begin(), decision.machine.end(), now);
}

class Applier {
 public:
  Applier(const ScanResult& result, Overlay& overlay) : result_(result), overlay_(overlay), seen_(overlay.decisions.size()) {}

  void run() {
    ByPath by_path(overlay_.decisions);
    for (std::size_t i = 0; i < result_.documents.size(); ++i) {
      const auto& decisions = by_path.matching(result_.documents[i].path);
      if (!decisions.empty()) apply(i, decisions);
    }
    for (std::size_t i = 0; i < seen_.size(); ++i) overlay_.states.push_back(state_of(overlay_.decisions[i], seen_[i]));
  }

 private:
  struct Seen {
    bool document = false, item = false, changed = false;
  };

  // A decision that found something and now finds nothing in documents still there deserves a look as well.
  static DecisionState state_of(const Decision& decision, const Seen& seen) {
    if (!seen.document) return DecisionState::unused;
    if (seen.changed || (!seen.item && !decision.machine.empty())) return DecisionState::review;
    return DecisionState::holds;
  }

  void apply(std::size_t index, const std::vector<std::size_t>& decisions) {
    const Document& document = result_.documents[index];
    DocumentDecisions found;
    for (const std::size_t d : decisions) {
      seen_[d].document = true;
      if (overlay_.decisions[d].verdict == Verdict::level) apply_level(document, d, found);
      else apply_findings(document, d, found);
    }
    std::sort(found.findings.begin(), found.findings.end(), [](const auto& a, const auto& b) { return a.finding < b.finding; });
    const auto rejected = std::count_if(found.findings.begin(), found.findings.end(),
                                        [](const FindingDecision& f) { return f.verdict == Verdict::rejected; });
    found.level_on_rejected = !found.level_decision && document.level != Level::general && !document.findings.empty() &&
                              static_cast<std::size_t>(rejected) == document.findings.size();
    if (found.level_decision || !found.findings.empty()) overlay_.documents.emplace(index, std::move(found));
  }

  void apply_level(const Document& document, std::size_t d, DocumentDecisions& found) {
    const bool changed = says_otherwise(overlay_.decisions[d], machine_verdict(document));
    seen_[d].item = true;
    seen_[d].changed |= changed;
    found.level_decision = d;
    found.level_review = changed;
  }

  void apply_findings(const Document& document, std::size_t d, DocumentDecisions& found) {
    const Decision& decision = overlay_.decisions[d];
    for (std::size_t i = 0; i < document.findings.size(); ++i) {
      const Finding& finding = document.findings[i];
      if (!matches(decision, finding)) continue;
      const bool changed = says_otherwise(decision, machine_verdict(finding));
      seen_[d].item = true;
      seen_[d].changed |= changed;
      const FindingDecision said{i, d, decision.verdict, changed};
      const auto same = std::find_if(found.findings.begin(), found.findings.end(), [i](const auto& f) { return f.finding == i; });
      if (same == found.findings.end()) found.findings.push_back(said);
      else *same = said;
    }
  }

  const ScanResult& result_;
  Overlay& overlay_;
  std::vector<Seen> seen_;
};

}  // namespace

std::string machine_verdict(const Finding& finding) { return finding.kind + " " + finding.because; }

std::string machine_verdict(const Document& document) { return std::string(code_of(document.level)) + " " + document.level_rule; }

const DocumentDecisions* Overlay::find(std::size_t document) const {
  const auto found = documents.find(document);
  return found == documents.end() ? nullptr : &found->second;
}

Level Overlay::level_of(const ScanResult& result, std::size_t document) const {
  const DocumentDecisions* own = find(document);
  return own != nullptr && own->level_decision ? decisions[*own->level_decision].level : result.documents[document].level;
}

const FindingDecision* Overlay::find(std::size_t document, std::size_t finding) const {
  const DocumentDecisions* own = find(document);
  if (own == nullptr) return nullptr;
  const auto at = std::lower_bound(own->findings.begin(), own->findings.end(), finding,
                                   [](const FindingDecision& f, std::size_t i) { return f.finding < i; });
  return at == own->findings.end() || at->finding != finding ? nullptr : &*at;
}

bool Overlay::rejected(std::size_t document, std::size_t finding) const {
  const FindingDecision* said = find(document, finding);
  return said != nullptr && said->verdict == Verdict::rejected;
}

std::size_t Overlay::count(DecisionState state) const {
  return static_cast<std::size_t>(std::count(states.begin(), states.end(), state));
}

Overlay apply_decisions(const ScanResult& result, std::vector<Decision> decisions) {
  Overlay overlay;
  for (Decision& d : decisions) std::sort(d.machine.begin(), d.machine.end());
  overlay.decisions = std::move(decisions);
  Applier(result, overlay).run();
  return overlay;
}

void record_machine_verdicts(const ScanResult& result, std::vector<Decision>& decisions) {
  std::vector<std::set<std::string>> verdicts(decisions.size());
  ByPath by_path(decisions);
  for (const Document& document : result.documents) {
    for (const std::size_t d : by_path.matching(document.path)) {
      if (decisions[d].verdict == Verdict::level) verdicts[d].insert(machine_verdict(document));
      for (const Finding& finding : document.findings) {
        if (decisions[d].verdict != Verdict::level && matches(decisions[d], finding)) verdicts[d].insert(machine_verdict(finding));
      }
    }
  }
  for (std::size_t d = 0; d < decisions.size(); ++d) {
    if (decisions[d].machine.empty()) decisions[d].machine.assign(verdicts[d].begin(), verdicts[d].end());
  }
}

}  // namespace lp::discover
