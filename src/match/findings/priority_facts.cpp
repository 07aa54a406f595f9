// What is known of a flaw, from signals and advisories.
#include <algorithm>

#include "match/findings/identity.h"
#include "match/findings/priority.h"

namespace lp::match {
namespace {

std::optional<bool> yes_no(std::string_view word, std::string_view yes, std::string_view no) {
  if (word == yes) return true;
  if (word == no) return false;
  return std::nullopt;
}

// true before false before not stated.
void worse(std::optional<bool>& into, const std::optional<bool>& other) {
  if (other && (!into || *other)) into = other;
}
template <class T>
void greater(std::optional<T>& into, const std::optional<T>& other) {
  if (other && (!into || *other > *into)) into = other;
}

}  // namespace

void merge_facts(FlawFacts& into, const FlawFacts& other) {
  worse(into.exploited, other.exploited);
  into.ransomware = into.ransomware || other.ransomware;
  if (other.kev_due && (!into.kev_due || *other.kev_due < *into.kev_due)) into.kev_due = other.kev_due;
  greater(into.epss, other.epss);
  greater(into.percentile, other.percentile);
  into.exploitation = std::max(into.exploitation, other.exploitation);
  worse(into.automatable, other.automatable);
  worse(into.total_impact, other.total_impact);
}

FlawFacts facts_of(const Advisory& advisory) {
  FlawFacts out;
  out.exploitation = advisory.exploitation;
  out.automatable = yes_no(advisory.automatable, "yes", "no");
  out.total_impact = yes_no(advisory.technical_impact, "total", "partial");
  return out;
}

std::uint32_t SignalTable::add(const Signal& signal) {
  const Key key = key_of(fold_id(signal.id));
  std::uint32_t place = places_.find(key);
  if (place == KeyMap::none) {
    place = static_cast<std::uint32_t>(facts_.size());
    places_.put(key, place);
    facts_.emplace_back();
  }
  FlawFacts& facts = facts_[place];
  // A source speaks of its own part only; what it takes back is taken back.
  if (signal.source == "kev") {
    facts.exploited = signal.exploited ? std::optional(true) : std::nullopt;
    facts.ransomware = signal.ransomware;
    facts.kev_due = signal.due;
  }
  if (signal.source == "epss") {
    facts.epss = signal.epss;
    facts.percentile = signal.percentile;
  }
  if (signal.source == "ssvc") {
    facts.exploitation = signal.exploitation;
    facts.automatable = yes_no(signal.automatable, "yes", "no");
    facts.total_impact = yes_no(signal.technical_impact, "total", "partial");
  }
  return place;
}

std::uint32_t SignalTable::place_of(std::string_view id) const { return places_.find(key_of(fold_id(id))); }

FlawFacts SignalTable::at(std::uint32_t place) const {
  FlawFacts out = facts_[place];
  if (!out.exploited && kev_complete_) out.exploited = false;
  return out;
}

FlawFacts SignalTable::facts(std::string_view id) const {
  if (const std::uint32_t place = place_of(id); place != KeyMap::none) return at(place);
  FlawFacts out;
  // KEV speaks of CVE ids only.
  if (kev_complete_ && fold_id(id).starts_with("CVE-")) out.exploited = false;
  return out;
}

FlawFacts SignalTable::facts(std::span<const std::string> ids) const {
  FlawFacts out;
  for (const std::string& id : ids) merge_facts(out, facts(id));
  return out;
}

}  // namespace lp::match
