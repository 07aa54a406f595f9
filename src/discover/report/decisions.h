#pragma once
// What people decided about a scan's verdicts, kept apart from them: a file of its own that no scan writes over.
// docs/formats/discover-decisions.md.
//
// A decision names findings or documents by patterns of path, field and kind, and remembers what the machine said when it
// was taken; when the machine says something else later, the decision still holds and is marked for review.
// Values; reading and applying keep no state.

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "base/time.h"
#include "discover/result.h"

namespace lp::discover {

enum class Verdict : std::uint8_t { confirmed, rejected, level };

struct Decision {
  std::string path;                   // pattern (glob.h), required
  std::string field = "**";           // pattern; "" = text without a name. Not for verdict level
  std::string kind = "**";            // pattern. Not for verdict level
  Verdict verdict = Verdict::confirmed;
  Level level = Level::general;       // for verdict level
  std::string by, why;                // required: a decision without a name or a reason is none
  Date when;                          // required
  std::vector<std::string> machine;   // machine_verdict() of what it matched then, sorted; empty = not recorded
  SourceRef where;
};

// Bad entries are reported with file:line and left out. Error: no YAML or JSON of format "longpan-decisions/1"
// (unsupported for another major version), over 16 MiB.
Result<std::vector<Decision>> read_decisions(std::string_view text, std::string_view file, Diagnostics& out);
// YAML that read_decisions reads back as the same.
std::string write_decisions(const std::vector<Decision>& decisions);

// "mobile header+share", "important pi_over_100000": what a change of is a change of the verdict. Counts and confidence
// are not in it, or every scan would ask for a review.
std::string machine_verdict(const Finding& finding);
std::string machine_verdict(const Document& document);

enum class DecisionState : std::uint8_t {
  holds,    // matches, and the machine says what it said
  review,   // matches, and the machine says something else now, or finds nothing any more where it did
  unused,   // matches no document
};

struct FindingDecision {
  std::size_t finding = 0;            // index in Document::findings
  std::size_t decision = 0;           // index in Overlay::decisions
  Verdict verdict = Verdict::confirmed;
  bool review = false;
};

struct DocumentDecisions {
  std::optional<std::size_t> level_decision;
  bool level_review = false;
  // Every finding was rejected and nobody decided the level: it rests on nothing.
  bool level_on_rejected = false;
  std::vector<FindingDecision> findings;   // in order of finding; those nobody decided are not listed
};

// Both verdicts side by side: the machine's in the ScanResult, people's here. Where several decisions match, the last of
// the file counts. Refers to nothing: indices are into the result it was made for.
struct Overlay {
  std::vector<Decision> decisions;
  std::vector<DecisionState> states;                                // per decision
  std::unordered_map<std::size_t, DocumentDecisions> documents;     // by index in ScanResult::documents

  const DocumentDecisions* find(std::size_t document) const;
  // A person's level where there is one, else the machine's.
  Level level_of(const ScanResult& result, std::size_t document) const;
  const FindingDecision* find(std::size_t document, std::size_t finding) const;
  bool rejected(std::size_t document, std::size_t finding) const;
  std::size_t count(DecisionState state) const;
};

Overlay apply_decisions(const ScanResult& result, std::vector<Decision> decisions);
// Fills `machine` where it is empty with what the result says: called once when a decision is taken.
void record_machine_verdicts(const ScanResult& result, std::vector<Decision>& decisions);

}  // namespace lp::discover
