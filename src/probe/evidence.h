#pragma once
// The evidence of a run: one JSON line an entry, each with the SHA-256 of the entry before it, appended and fsynced before it counts.
// Anyone can check it later without a network: that nothing was altered, taken out, put in or moved, and that every question was
// inside of the authorisation.
//
//   {"n":0,"kind":"opened","at":…,"authorisation":{"id","digest"},"operator":…,"plan":…,"previous":"0…0","hash":…}
//   {"n":1,"kind":"observed","at":…,"step":…,"method":…,"engine":…,"engine_version":…,"request":{…},"observation":{…},"verdict":{…}?,…}
//   {"n":2,"kind":"closed","at":…,"end":"finished","previous":…,"hash":…}
//
// hash = SHA-256 of the entry without "hash", keys sorted. A chain alone cannot show that its end is missing: FILE.head names the
// number and hash of the last entry known, the entry "closed" ends a run, and verify_evidence takes a head kept elsewhere.
//
// A writer that is killed leaves a torn last line at most: it is recognised, cut at the next opening and recorded there.
// One process at a time writes a file (conflict). Not thread-safe.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/json.h"
#include "base/local_text.h"
#include "base/result.h"
#include "base/time.h"
#include "probe/authorisation.h"
#include "probe/engine.h"
#include "probe/plan.h"

namespace lp::probe {

// One answer, as evidence.
struct EvidenceEntry {
  Timestamp at{};                  // when it was recorded
  std::string step{};              // PlanStep::id
  std::string method{};
  std::string engine{};
  int engine_version = 0;
  std::string rules{};             // version of fingerprints or templates
  ProbeRequest request{};
  Observation observation{};
  json::object verdict{};          // what the caller concluded; empty = nothing
  std::string authorisation_digest{};  // under which it was asked, when that is no longer the newest; "" = the newest
  std::uint32_t part = 1, parts = 1;  // a step of several endpoints is several entries, in order; it is done with the last one
};
json::object to_json(const ProbeRequest& request);
json::object to_json(const Observation& observation);
Result<ProbeRequest> request_from_json(const json::object& object);
Result<Observation> observation_from_json(const json::object& object);
std::string_view to_string(Observation::Outcome outcome);  // the wire name

struct EvidenceHead {
  std::uint64_t entries = 0;
  std::string hash{};
  bool operator==(const EvidenceHead&) const = default;
};

class EvidenceWriter {
 public:
  // Made when absent, continued when there. corrupt: an entry before the last line does not prove itself; conflict: another process
  // writes it; denied: it belongs to another authorisation (id).
  static Result<EvidenceWriter> open(const std::filesystem::path& path, const Authorisation& authorisation, std::string_view plan_digest, Timestamp now);
  ~EvidenceWriter();
  EvidenceWriter(EvidenceWriter&&) noexcept;
  EvidenceWriter& operator=(EvidenceWriter&&) noexcept;

  // On the disk when this returns: an entry counts only then. Several are one fsync.
  Status append(const std::vector<EvidenceEntry>& entries);
  // The authorisation was read anew and is another one from here on.
  Status note_authorisation(const Authorisation& authorisation, Timestamp now);
  // "finished", "stopped", "window_closed", "clock_jumped", "revoked" …
  Status close(std::string_view end, const json::object& summary, Timestamp now);
  const EvidenceHead& head() const;
  // Steps of earlier runs that need not be asked again: all but those that were stopped or refused.
  const std::unordered_set<std::string>& done() const;

 private:
  struct State;
  explicit EvidenceWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

struct EvidenceProblem {
  std::uint64_t line = 0;          // 1-based
  std::string code;                // "not_json", "hash", "previous", "number", "outside_scope", "outside_window", "other_authorisation", "end_missing" …
  LocalText words;
};
struct EvidenceReport {
  std::uint64_t entries = 0, observations = 0, runs = 0;
  bool torn_tail = false;          // the last line is incomplete: the writer was killed; not a problem
  bool closed = false;             // the last run was ended in words
  std::vector<EvidenceProblem> problems{};  // the first 1,000
  std::uint64_t problem_count = 0;
  EvidenceHead head{};
  bool good() const { return problem_count == 0; }
};

struct EvidenceCheck {
  std::filesystem::path authorisation{};      // its time is not held against now, but against each entry
  std::vector<std::filesystem::path> earlier{};  // versions of it that were read before it was changed during a run
  std::vector<PublicKey> keys{};
  Policy policy{};
  std::optional<EvidenceHead> head{};         // kept elsewhere: nothing before it may be missing
};
// Errors: io, not_found; denied or invalid when the authorisation does not verify. Bad evidence is no error: see the report.
Result<EvidenceReport> verify_evidence(const std::filesystem::path& path, const EvidenceCheck& check);
// One authorisation file and one key, as the command line has them.
Result<EvidenceReport> verify_evidence(const std::filesystem::path& path, const std::filesystem::path& authorisation, const std::filesystem::path& public_key);

// Every observation in order; for reports and re-tests. `corrupt` at the first entry that does not prove itself.
Status read_evidence(const std::filesystem::path& path, const std::function<bool(const EvidenceEntry&)>& fn);

}  // namespace lp::probe
