#pragma once
// What a book holds beside its findings. Internal to match/findings.

#include <string>
#include <unordered_map>
#include <vector>

#include "match/findings/finding_book.h"
#include "match/findings/identity_text.h"
#include "match/findings/key_map.h"

namespace lp::match {

inline constexpr std::uint64_t not_yet = ~std::uint64_t{0};

struct FindingBook::State {
  struct Slot {
    Key key;                          // of the identity, by the aliases of the last import
    std::uint32_t asset = 0;
    std::uint32_t epoch = 0;          // the last import that had it
    FindingState state = FindingState::open;
  };
  std::vector<Finding> findings;
  std::vector<Slot> slots;            // beside findings
  KeyMap heads;                       // identity → what is open or accepted, else what was closed last
  KeyMap by_id;
  std::unordered_map<std::string, std::uint32_t> assets;   // folded
  std::vector<std::vector<std::uint32_t>> of_asset;        // in order of creation
  std::uint64_t generation = 0;       // of the aliases; not_yet: keys were made without
  std::uint32_t epoch = 0;
  std::size_t current = 0;            // open and accepted
  IdentityText text;

  bool is_current(std::uint32_t at) const { return slots[at].state != FindingState::closed; }
  std::uint32_t asset_number(std::string_view folded);
  std::uint32_t index_of(std::string_view id) const { return by_id.find(key_of(id)); }
  // Adds to all indexes; `finding.id` is new.
  std::uint32_t insert(Finding&& finding, Key key, std::string_view folded_asset);
  void set_state(std::uint32_t at, FindingState state);
  void close(std::uint32_t at, Timestamp when, std::string because);
  // Makes `at` answer to `key`, unless something better does.
  void lead(std::uint32_t at, Key key);
  void rekey(std::uint32_t at, Key key);
  // `other` turned out to be `into`.
  void absorb(std::uint32_t into, std::uint32_t other, FindingChanges& out);
  // Of two that are current: which stays.
  std::uint32_t elder(std::uint32_t a, std::uint32_t b) const;
  Key current_key(std::uint32_t at, const AliasView& aliases);
};

// Ids, scores and fixed versions in one order, without repetitions.
void tidy(ReportedFinding& finding);
// Names of what differs and matters: what a person has to look at again. Prose does not.
std::vector<std::string> changed_fields(const ReportedFinding& before, const ReportedFinding& after);
bool differs(const ReportedFinding& before, const ReportedFinding& after);
// One of two reports of the same finding in one import, whichever comes first: the more severe, with the ids of both.
void combine(ReportedFinding& kept, ReportedFinding&& other);
void add_sorted(std::vector<std::string>& into, std::string_view text);
FindingChanges apply_import(FindingBook::State& state, FindingImport&& import, const AliasView& aliases);
void finish(FindingChanges& changes);   // sorts the list

}  // namespace lp::match
