#include "match/findings/finding_book.h"

#include <algorithm>

#include "base/check.h"
#include "base/text.h"
#include "match/findings/book_state.h"

namespace lp::match {

std::string_view to_string(FindingEvent event) {
  switch (event) {
    case FindingEvent::created: return "created";
    case FindingEvent::closed: return "closed";
    case FindingEvent::changed: return "changed";
    case FindingEvent::recurred: return "recurred";
    case FindingEvent::merged: return "merged";
    case FindingEvent::accepted: return "accepted";
    case FindingEvent::reopened: return "reopened";
  }
  LP_CHECK(false);
  return {};
}

std::string_view to_string(FindingState state) {
  switch (state) {
    case FindingState::open: return "open";
    case FindingState::closed: return "closed";
    case FindingState::accepted: return "accepted";
  }
  LP_CHECK(false);
  return {};
}

void FindingChanges::add(FindingChange&& change) {
  switch (change.event) {
    case FindingEvent::created: ++created; break;
    case FindingEvent::closed: ++closed; break;
    case FindingEvent::changed: ++changed; break;
    case FindingEvent::recurred: ++recurred; break;
    case FindingEvent::merged: ++merged; break;
    case FindingEvent::accepted: ++accepted; break;
    case FindingEvent::reopened: ++reopened; break;
  }
  list.push_back(std::move(change));
}

void finish(FindingChanges& changes) { std::ranges::sort(changes.list); }

FindingBook::FindingBook() : state_(std::make_unique<State>()) {}
FindingBook::~FindingBook() = default;
FindingBook::FindingBook(FindingBook&&) noexcept = default;
FindingBook& FindingBook::operator=(FindingBook&&) noexcept = default;
FindingBook::FindingBook(const FindingBook& other) : state_(std::make_unique<State>(*other.state_)) {}
FindingBook& FindingBook::operator=(const FindingBook& other) {
  if (this != &other) state_ = std::make_unique<State>(*other.state_);
  return *this;
}

FindingChanges FindingBook::apply(FindingImport&& import, const AliasView& aliases) {
  FindingChanges merged;
  if (aliases.generation() != state_->generation) merged = merge_aliases(aliases);
  FindingChanges out = apply_import(*state_, std::move(import), aliases);
  for (FindingChange& change : merged.list) out.add(std::move(change));
  finish(out);
  return out;
}

// All keys may be others: the index is made again.
FindingChanges FindingBook::merge_aliases(const AliasView& aliases) {
  State& s = *state_;
  FindingChanges out;
  s.generation = aliases.generation();
  s.heads.clear();
  std::unordered_map<std::uint32_t, std::vector<std::string>> ids_before;
  for (std::uint32_t at = 0; at < s.findings.size(); ++at) {
    if (!s.findings[at].merged_into.empty()) continue;
    s.slots[at].key = s.current_key(at, aliases);
    const std::uint32_t head = s.heads.find(s.slots[at].key);
    if (head == KeyMap::none || !s.is_current(head) || !s.is_current(at)) {
      s.lead(at, s.slots[at].key);
      continue;
    }
    const std::uint32_t kept = s.elder(head, at);
    ids_before.try_emplace(kept, s.findings[kept].reported.ids);
    s.absorb(kept, kept == at ? head : at, out);
  }
  for (const auto& [at, ids] : ids_before)
    if (s.is_current(at) && ids != s.findings[at].reported.ids) out.add({FindingEvent::changed, s.findings[at].id, {}, {"ids"}});
  finish(out);
  return out;
}

Result<FindingChanges> FindingBook::accept_risk(std::string_view id, Date until, std::string by, std::string reason, Date today) {
  const std::uint32_t at = state_->index_of(id);
  if (at == KeyMap::none) return make_error(Errc::not_found, "no finding \"" + truncate(id, 60) + "\"");
  if (!state_->is_current(at)) return make_error(Errc::invalid, "a closed finding bears no risk to accept");
  if (until < today) return make_error(Errc::invalid, "the risk would be accepted until " + to_string(until) + ", which is past", "name a day to come");
  if (trim(by).empty() || trim(reason).empty()) return make_error(Errc::invalid, "who accepts a risk, and why, must be said");
  Finding& finding = state_->findings[at];
  state_->set_state(at, FindingState::accepted);
  finding.accepted_until = until;
  finding.accepted_by = std::move(by);
  finding.accepted_reason = std::move(reason);
  FindingChanges out;
  out.add({FindingEvent::accepted, finding.id, {}, {}});
  return out;
}

FindingChanges FindingBook::reopen_expired(Date today) {
  FindingChanges out;
  for (std::uint32_t at = 0; at < state_->slots.size(); ++at) {
    if (state_->slots[at].state != FindingState::accepted || !(state_->findings[at].accepted_until < today)) continue;
    state_->set_state(at, FindingState::open);
    out.add({FindingEvent::reopened, state_->findings[at].id, {}, {}});
  }
  finish(out);
  return out;
}

Result<FindingChanges> FindingBook::reopen(std::string_view id) {
  const std::uint32_t at = state_->index_of(id);
  if (at == KeyMap::none) return make_error(Errc::not_found, "no finding \"" + truncate(id, 60) + "\"");
  if (state_->slots[at].state != FindingState::accepted) return make_error(Errc::conflict, "the finding is " + std::string(to_string(state_->slots[at].state)) + ", not accepted");
  state_->set_state(at, FindingState::open);
  FindingChanges out;
  out.add({FindingEvent::reopened, state_->findings[at].id, {}, {}});
  return out;
}

Result<FindingChanges> FindingBook::close(std::string_view id, Timestamp at, std::string because) {
  const std::uint32_t index = state_->index_of(id);
  if (index == KeyMap::none) return make_error(Errc::not_found, "no finding \"" + truncate(id, 60) + "\"");
  if (!state_->is_current(index)) return make_error(Errc::conflict, "the finding is closed already");
  state_->close(index, at, std::move(because));
  FindingChanges out;
  out.add({FindingEvent::closed, state_->findings[index].id, {}, {}});
  return out;
}

std::span<const Finding> FindingBook::findings() const { return state_->findings; }
std::size_t FindingBook::open() const { return state_->current; }
std::size_t FindingBook::size() const { return state_->findings.size(); }

const Finding* FindingBook::find(std::string_view id) const {
  const std::uint32_t at = state_->index_of(id);
  return at == KeyMap::none ? nullptr : &state_->findings[at];
}

const Finding* FindingBook::follow(std::string_view id) const {
  const Finding* at = find(id);
  for (std::size_t steps = 0; at != nullptr && !at->merged_into.empty() && steps < size(); ++steps) at = find(at->merged_into);
  return at;
}

}  // namespace lp::match
