#include "match/findings/book_state.h"

#include <algorithm>

#include "base/check.h"

namespace lp::match {

std::uint32_t FindingBook::State::asset_number(std::string_view folded) {
  const auto [place, added] = assets.try_emplace(std::string(folded), static_cast<std::uint32_t>(of_asset.size()));
  if (added) of_asset.emplace_back();
  return place->second;
}

std::uint32_t FindingBook::State::insert(Finding&& finding, Key key, std::string_view folded_asset) {
  LP_CHECK(findings.size() < KeyMap::none, "a book holds fewer than 2^32 findings");
  const auto at = static_cast<std::uint32_t>(findings.size());
  const std::uint32_t asset = asset_number(folded_asset);
  by_id.put(key_of(finding.id), at);
  slots.push_back({key, asset, epoch, finding.state});
  of_asset[asset].push_back(at);
  if (finding.state != FindingState::closed) ++current;
  findings.push_back(std::move(finding));
  if (findings[at].merged_into.empty()) lead(at, key);
  return at;
}

void FindingBook::State::set_state(std::uint32_t at, FindingState state) {
  if (is_current(at) && state == FindingState::closed) --current;
  if (!is_current(at) && state != FindingState::closed) ++current;
  slots[at].state = findings[at].state = state;
}

void FindingBook::State::close(std::uint32_t at, Timestamp when, std::string because) {
  Finding& finding = findings[at];
  set_state(at, FindingState::closed);
  finding.closed = when;
  finding.closed_because = std::move(because);
  finding.seen_by.clear();
}

void FindingBook::State::lead(std::uint32_t at, Key key) {
  const std::uint32_t head = heads.find(key);
  if (head != KeyMap::none && head != at) {
    const auto order = [&](std::uint32_t i) { return std::tuple(is_current(i), findings[i].closed, findings[i].occurrence); };
    if (order(head) >= order(at)) return;
  }
  heads.put(key, at);
}

void FindingBook::State::rekey(std::uint32_t at, Key key) {
  if (heads.find(slots[at].key) == at) heads.erase(slots[at].key);
  slots[at].key = key;
  lead(at, key);
}

std::uint32_t FindingBook::State::elder(std::uint32_t a, std::uint32_t b) const {
  const auto order = [&](std::uint32_t i) { return std::tie(findings[i].first_seen, findings[i].id); };
  return order(a) <= order(b) ? a : b;
}

void FindingBook::State::absorb(std::uint32_t into, std::uint32_t other, FindingChanges& out) {
  Finding& kept = findings[into];
  Finding& gone = findings[other];
  for (const std::string& id : gone.reported.ids) add_sorted(kept.reported.ids, id);
  for (const std::string& source : gone.seen_by) add_sorted(kept.seen_by, source);
  kept.first_seen = std::min(kept.first_seen, gone.first_seen);
  kept.last_seen = std::max(kept.last_seen, gone.last_seen);
  // Risk was accepted for one name of the flaw only: a person decides again.
  if (kept.state == FindingState::accepted && gone.state == FindingState::open) {
    set_state(into, FindingState::open);
    kept.accepted_until.reset();
    out.add({FindingEvent::reopened, kept.id, {}, {}});
  }
  const bool led = heads.find(slots[other].key) == other;
  close(other, kept.last_seen, "the same flaw as " + kept.id);
  gone.merged_into = kept.id;
  if (led) heads.erase(slots[other].key);
  lead(into, slots[into].key);
  slots[into].epoch = std::max(slots[into].epoch, slots[other].epoch);
  out.add({FindingEvent::merged, gone.id, kept.id, {}});
}

Key FindingBook::State::current_key(std::uint32_t at, const AliasView& aliases) {
  text.put(findings[at].reported, aliases);
  return text.key();
}

}  // namespace lp::match
