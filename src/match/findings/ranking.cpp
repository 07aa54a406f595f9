#include "match/findings/ranking.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "base/check.h"
#include "match/findings/identity.h"

namespace lp::match {
namespace {

constexpr std::uint32_t none = KeyMap::none;
constexpr std::array<std::string_view, 7> severities{"", "none", "low", "medium", "high", "critical", "?"};
constexpr std::size_t severity_bits = 3;

// Severity, exposure and mission in one byte.
std::uint8_t pack(std::string_view severity, const AssetFacts& asset) {
  const auto found = std::ranges::find(severities, severity);
  const auto place = static_cast<std::size_t>(found == severities.end() ? severities.size() - 1 : static_cast<std::size_t>(found - severities.begin()));
  return static_cast<std::uint8_t>(place | static_cast<std::size_t>(asset.exposure) << severity_bits | static_cast<std::size_t>(asset.mission) << (severity_bits + 2));
}
constexpr std::uint8_t closed_bit = 0x80;

AssetFacts asset_of(std::uint8_t context) { return {static_cast<Exposure>(context >> severity_bits & 3), static_cast<MissionImpact>(context >> (severity_bits + 2) & 3)}; }
std::string_view severity_of(std::uint8_t context) { return severities[context & 7]; }

}  // namespace

struct FindingRanking::State {
  // A set of ids that findings name: mostly one CVE.
  struct Flaw {
    std::uint32_t first_id = 0, ids = 0;      // in flaw_ids
  };
  explicit State(PriorityRules r) : rules(std::move(r)) {}
  std::uint32_t signal_of(std::string_view id);
  std::uint32_t flaw_of(std::span<const std::string> ids);
  FlawFacts facts(const Flaw& flaw) const;
  std::uint64_t rank_flaw(std::uint32_t flaw);
  bool set_rank(std::uint32_t place, std::uint32_t rank);
  void arrange();

  PriorityRules rules;
  SignalTable signals;
  KeyMap flaw_places;
  std::vector<Flaw> flaws;
  std::vector<std::uint32_t> flaw_ids;                     // places in `signals`
  std::vector<std::vector<std::uint32_t>> id_flaws;        // by place in `signals`
  // Findings stand in places; those of one flaw side by side, once arranged.
  std::vector<std::uint32_t> place_of;                     // by finding
  std::vector<std::uint32_t> finding_at, flaw_at, ranks;   // by place
  std::vector<std::uint8_t> contexts;
  std::vector<std::uint32_t> flaw_starts;                  // by flaw, and one more
  bool arranged = false;
  std::array<std::uint64_t, 4> counts{};
};

std::uint32_t FindingRanking::State::signal_of(std::string_view id) {
  Signal nothing;
  nothing.id = std::string(id);
  const std::uint32_t place = signals.place_of(id);
  return place == none ? signals.add(nothing) : place;
}

std::uint32_t FindingRanking::State::flaw_of(std::span<const std::string> ids) {
  std::vector<std::string> folded;
  for (const std::string& id : ids) folded.push_back(fold_id(id));
  std::ranges::sort(folded);
  std::string text;
  for (const std::string& id : folded) (text += id) += '\x1f';
  const Key key = key_of(text);
  if (const std::uint32_t known = flaw_places.find(key); known != none) return known;
  const auto flaw = static_cast<std::uint32_t>(flaws.size());
  flaw_places.put(key, flaw);
  Flaw made;
  made.first_id = static_cast<std::uint32_t>(flaw_ids.size());
  for (const std::string& id : folded) {
    const std::uint32_t place = signal_of(id);
    flaw_ids.push_back(place);
    if (place >= id_flaws.size()) id_flaws.resize(place + 1);
    id_flaws[place].push_back(flaw);
  }
  made.ids = static_cast<std::uint32_t>(folded.size());
  flaws.push_back(made);
  return flaw;
}

FlawFacts FindingRanking::State::facts(const Flaw& flaw) const {
  if (flaw.ids == 1) return signals.at(flaw_ids[flaw.first_id]);
  FlawFacts out;
  for (std::uint32_t i = 0; i < flaw.ids; ++i) merge_facts(out, signals.at(flaw_ids[flaw.first_id + i]));
  return out;
}

bool FindingRanking::State::set_rank(std::uint32_t place, std::uint32_t rank) {
  if (ranks[place] == rank) return false;
  if ((contexts[place] & closed_bit) == 0) {
    --counts[ranks[place] >> 30];
    ++counts[rank >> 30];
  }
  ranks[place] = rank;
  return true;
}

// Sorts the places by flaw, by counting.
void FindingRanking::State::arrange() {
  if (arranged) return;
  arranged = true;
  flaw_starts.assign(flaws.size() + 1, 0);
  for (const std::uint32_t flaw : flaw_at) ++flaw_starts[flaw + 1];
  for (std::size_t flaw = 0; flaw < flaws.size(); ++flaw) flaw_starts[flaw + 1] += flaw_starts[flaw];
  std::vector<std::uint32_t> next(flaw_starts.begin(), flaw_starts.end() - 1);
  const std::size_t n = flaw_at.size();
  std::vector<std::uint32_t> findings(n), sorted(n), sorted_ranks(n);
  std::vector<std::uint8_t> sorted_contexts(n);
  for (std::size_t from = 0; from < n; ++from) {
    const std::uint32_t to = next[flaw_at[from]]++;
    findings[to] = finding_at[from];
    sorted[to] = flaw_at[from];
    sorted_ranks[to] = ranks[from];
    sorted_contexts[to] = contexts[from];
    place_of[finding_at[from]] = to;
  }
  finding_at = std::move(findings);
  flaw_at = std::move(sorted);
  ranks = std::move(sorted_ranks);
  contexts = std::move(sorted_contexts);
}

// Findings of a flaw differ by their context only: few ranks are computed for many findings.
std::uint64_t FindingRanking::State::rank_flaw(std::uint32_t flaw) {
  const FlawFacts known = facts(flaws[flaw]);
  std::array<std::uint32_t, 128> by_context;
  std::array<std::uint64_t, 2> made{};
  std::uint64_t changed = 0;
  for (std::uint32_t at = flaw_starts[flaw]; at < flaw_starts[flaw + 1]; ++at) {
    const auto context = static_cast<std::uint8_t>(contexts[at] & ~closed_bit);
    if ((made[context >> 6] >> (context & 63) & 1) == 0) {
      by_context[context] = rank_of(rules, severity_of(context), known, asset_of(context)).second;
      made[context >> 6] |= std::uint64_t{1} << (context & 63);
    }
    changed += set_rank(at, by_context[context]) ? 1u : 0u;
  }
  return changed;
}

FindingRanking::FindingRanking(PriorityRules rules) : state_(std::make_unique<State>(std::move(rules))) {}
FindingRanking::~FindingRanking() = default;
FindingRanking::FindingRanking(FindingRanking&&) noexcept = default;
FindingRanking& FindingRanking::operator=(FindingRanking&&) noexcept = default;

void FindingRanking::add(std::span<const std::string> ids, std::string_view severity, const AssetFacts& asset) {
  State& s = *state_;
  LP_CHECK(s.place_of.size() < none);
  const std::uint32_t flaw = s.flaw_of(ids);
  const auto at = static_cast<std::uint32_t>(s.place_of.size());
  s.place_of.push_back(at);
  s.finding_at.push_back(at);
  s.flaw_at.push_back(flaw);
  s.arranged = false;
  s.contexts.push_back(pack(severity, asset));
  s.ranks.push_back(rank_of(s.rules, severity_of(s.contexts.back()), s.facts(s.flaws[flaw]), asset).second);
  ++s.counts[s.ranks.back() >> 30];
}

void FindingRanking::remove(std::uint32_t finding) {
  State& s = *state_;
  const std::uint32_t place = s.place_of.at(finding);
  if ((s.contexts[place] & closed_bit) != 0) return;
  s.contexts[place] |= closed_bit;
  --s.counts[s.ranks[place] >> 30];
}

std::uint64_t FindingRanking::update(std::span<const Signal> signals) {
  State& s = *state_;
  std::vector<std::uint32_t> touched;
  std::vector<bool> seen(s.flaws.size());
  for (const Signal& signal : signals) {
    const std::uint32_t known = s.signals.place_of(signal.id);
    const FlawFacts before = known == none ? FlawFacts{} : s.signals.at(known);
    const std::uint32_t place = s.signals.add(signal);
    if (place >= s.id_flaws.size() || s.signals.at(place) == before) continue;
    for (const std::uint32_t flaw : s.id_flaws[place]) {
      if (!seen[flaw]) touched.push_back(flaw);
      seen[flaw] = true;
    }
  }
  s.arrange();
  std::ranges::sort(touched);   // in the order of memory
  std::uint64_t changed = 0;
  for (const std::uint32_t flaw : touched) changed += s.rank_flaw(flaw);
  return changed;
}

void FindingRanking::kev_is_complete() {
  state_->signals.kev_is_complete();
  state_->arrange();
  for (std::uint32_t flaw = 0; flaw < state_->flaws.size(); ++flaw) state_->rank_flaw(flaw);
}

std::size_t FindingRanking::size() const { return state_->place_of.size(); }
PriorityLevel FindingRanking::level(std::uint32_t finding) const { return static_cast<PriorityLevel>(state_->ranks[state_->place_of.at(finding)] >> 30); }
std::uint32_t FindingRanking::rank(std::uint32_t finding) const { return state_->ranks[state_->place_of.at(finding)]; }
std::array<std::uint64_t, 4> FindingRanking::counts() const { return state_->counts; }
const SignalTable& FindingRanking::signals() const { return state_->signals; }

// Two passes: how many have which upper half of a rank, then those from the half on that holds the last one.
std::vector<std::uint32_t> FindingRanking::top(std::size_t most) const {
  const State& s = *state_;
  std::vector<std::uint32_t> halves(65'536);
  for (std::size_t i = 0; i < s.ranks.size(); ++i) halves[s.ranks[i] >> 16] += (s.contexts[i] & closed_bit) == 0 ? 1u : 0u;
  std::size_t found = 0;
  std::uint32_t half = 65'536;
  while (half > 0 && found < most) found += halves[--half];
  std::vector<std::uint32_t> out;
  out.reserve(found);
  for (std::uint32_t i = 0; i < s.ranks.size(); ++i)
    if (s.ranks[i] >> 16 >= half && (s.contexts[i] & closed_bit) == 0) out.push_back(i);
  const auto before = [&](std::uint32_t a, std::uint32_t b) { return s.ranks[a] != s.ranks[b] ? s.ranks[a] > s.ranks[b] : s.finding_at[a] < s.finding_at[b]; };
  const std::size_t kept = std::min(most, out.size());
  std::partial_sort(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(kept), out.end(), before);
  out.resize(kept);
  for (std::uint32_t& place : out) place = s.finding_at[place];
  return out;
}

}  // namespace lp::match
