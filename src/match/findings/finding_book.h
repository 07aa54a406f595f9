#pragma once
// All findings of a body and their life: an import makes, keeps, closes; what comes back is a new finding that refers to the old one.
// In memory; plain values in and out. What is stored, and where, is the caller's.
//
// Laws, checked by tests. Applying one import twice changes nothing. The order of findings in an import does not matter. Severity and
// prose never make or close a finding. Nothing is closed but what was last seen by the same source on an asset that was scanned. Two ids
// that become one later merge two findings without a finding that is new or closed.
//
// Threads: const members from any thread while no other member runs.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "match/findings/finding.h"
#include "match/findings/identity.h"

namespace lp::match {

// One report, or one run of the match engine.
struct FindingImport {
  std::string source{};                     // scanner or feed: only what this source saw last may be closed by absence
  std::string name{};                       // of the report, for closed_because
  Timestamp at{};
  std::vector<std::string> assets{};        // scanned, also without findings; those of findings count too
  bool all_assets = false;                  // everything this source ever looked at
  std::vector<std::string> only_ids{};      // not empty: a partial look (one changed advisory); others are not closed
  std::string closed_because{};             // empty: "not in <name>"
  std::vector<ReportedFinding> findings{};
};

enum class FindingEvent : std::uint8_t { created, closed, changed, recurred, merged, accepted, reopened };
std::string_view to_string(FindingEvent event);
std::string_view to_string(FindingState state);

struct FindingChange {
  FindingEvent event = FindingEvent::created;
  std::string id{};
  std::string other{};                      // recurred: the one before; merged: the one it is now
  std::vector<std::string> fields{};        // changed: "severity", "component_version", "ids", "scores", "fixed_versions", "tier", "state"
  auto operator<=>(const FindingChange&) const = default;
};

struct FindingChanges {
  std::uint64_t created = 0, kept = 0, closed = 0, changed = 0, recurred = 0, merged = 0, accepted = 0, reopened = 0;
  std::uint64_t repeated = 0;               // the same finding again in one import
  std::vector<FindingChange> list{};        // without what was kept; sorted by event and id
  void add(FindingChange&& change);         // counts it too
};

class FindingBook {
 public:
  FindingBook();
  ~FindingBook();
  FindingBook(FindingBook&&) noexcept;
  FindingBook& operator=(FindingBook&&) noexcept;
  FindingBook(const FindingBook&);
  FindingBook& operator=(const FindingBook&);

  FindingChanges apply(FindingImport&& import, const AliasView& aliases = no_aliases());
  // Merges what became one. apply() does so itself when the view's generation is another than last time.
  FindingChanges merge_aliases(const AliasView& aliases);

  // The finding stays and is passed over until the day after `until`. not_found; invalid: closed, past, or no reason or person.
  Result<FindingChanges> accept_risk(std::string_view id, Date until, std::string by, std::string reason, Date today);
  // What was accepted until before `today` is open again; with an id: that one, now.
  FindingChanges reopen_expired(Date today);
  Result<FindingChanges> reopen(std::string_view id);
  // By a person or a re-test. not_found; conflict: closed already.
  Result<FindingChanges> close(std::string_view id, Timestamp at, std::string because);

  // In order of creation; valid until the next change.
  std::span<const Finding> findings() const;
  const Finding* find(std::string_view id) const;       // null: unknown
  const Finding* follow(std::string_view id) const;     // the same over merged_into
  std::size_t open() const;                             // open and accepted
  std::size_t size() const;

  // JSON lines; the first is {"format":"longpan.findings","version":1,"findings":n}. Equal books give equal bytes.
  std::string to_jsonl() const;
  // corrupt: with the line; unsupported: a newer version. Nothing is left out in silence: a lost finding would come back as new.
  static Result<FindingBook> from_jsonl(std::string_view text);

  struct State;   // internal

 private:
  std::unique_ptr<State> state_;
};

// What happened between two states of one book, and between two imports of one source.
FindingChanges diff(const FindingBook& before, const FindingBook& after);
FindingChanges diff(const FindingImport& before, const FindingImport& after, const AliasView& aliases = no_aliases());

}  // namespace lp::match
