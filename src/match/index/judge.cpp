#include "match/index/judge.h"

#include <algorithm>
#include <bit>

#include "match/index/module_stream.h"
#include "match/index/statement_groups.h"

namespace lp::match {
namespace {

constexpr std::size_t few_hits = 24;  // up to here they are searched one by one

AdvisoryRef ref_of(unsigned layer, std::uint32_t number) {
  AdvisoryRef ref;
  ref.layer = layer & 15;
  ref.number = number & 0xFFFFFFF;
  return ref;
}

std::uint32_t order_of(AdvisoryRef ref) { return std::uint32_t{ref.layer} << 28 | ref.number; }

// Says more: a finding before a question, then the better tier, then fewer doubts.
bool is_better(const Match& a, const Match& b) {
  const auto rank = [](const Match& m) { return m.outcome == Outcome::affected ? 0 : m.outcome == Outcome::under_investigation ? 1 : 2; };
  if (rank(a) != rank(b)) return rank(a) < rank(b);
  if (a.tier != b.tier) return a.tier < b.tier;
  const int x = std::popcount(a.doubts.bits), y = std::popcount(b.doubts.bits);
  if (x != y) return x < y;
  if (a.doubts.bits != b.doubts.bits) return a.doubts.bits < b.doubts.bits;  // numbers of statements differ from index to index
  return a.statement < b.statement;
}

}  // namespace

void Platforms::add(const ComponentName& name) {
  if ((name.flags & name_cpe) == 0 || name.package.size() < 2) return;
  const char part = name.package[1];
  parts |= part == 'a' ? 1u : part == 'o' ? 2u : part == 'h' ? 4u : 0u;
  names.push_back(&name);
}

Judge::Judge(const AdvisoryLayers& layers) : layers_(&layers), flaws_(layers), marks_(layers.layers().size()) {
  for (const auto& layer : layers.layers()) tables_.push_back(&layer.index->tables());
}

const Advisory& Judge::advisory(AdvisoryRef ref) {
  if (kept_ref_ != ref) {
    kept_ = layers_->advisory(ref);
    kept_ref_ = ref;
  }
  return kept_;
}

const Affected& Judge::entry(const IndexStatement& statement, unsigned layer) {
  static const Affected nothing{};
  const Advisory& whole = advisory(ref_of(layer, statement.advisory));
  StatementGroups groups;
  groups.assign(whole);
  return statement.group < groups.size() ? whole.affected[groups.first(statement.group)] : nothing;
}

void Judge::add(const Match& match, std::vector<Match>& out, std::size_t first) {
  if (!marking_) {
    const auto known = std::find_if(out.begin() + static_cast<std::ptrdiff_t>(first), out.end(), [&](const Match& m) { return m.advisory == match.advisory; });
    if (known == out.end()) out.push_back(match);
    else if (is_better(match, *known)) *known = match;
    return;
  }
  Mark& mark = marks_[match.advisory.layer][match.advisory.number];
  if (mark.epoch != epoch_) {
    mark = {epoch_, static_cast<std::uint32_t>(out.size() - first)};
    out.push_back(match);
  } else if (Match& known = out[first + mark.place]; is_better(match, known)) {
    known = match;
  }
}

void Judge::judge(std::uint32_t component, std::span<const Hit> hits, std::span<const DistributionPackage> distribution, const Platforms* platforms,
                  std::vector<Match>& out) {
  marking_ = hits.size() > few_hits;
  if (marking_ && epoch_ == 0xFFFFFFFF) epoch_ = 0;
  if (marking_ && ++epoch_ == 1) {  // the first time, or all numbers were used
    for (std::size_t l = 0; l < marks_.size(); ++l) marks_[l].assign(layers_->layers()[l].index->size(), Mark{});
  }
  const std::size_t first = out.size();
  suppressors_.clear();
  bool has_upstream = false;
  for (const Hit& hit : hits) {
    const IndexStatement& statement = tables(hit.layer).statements[hit.statement];
    if (layers_->layers()[hit.layer].is_hidden(statement.advisory)) continue;
    Match match;
    match.component = component;
    match.advisory = ref_of(hit.layer, statement.advisory);
    match.statement = hit.statement;
    match.tier = static_cast<Tier>(statement.tier);
    match.doubts.bits = static_cast<std::uint16_t>(hit.doubts | statement.doubts);
    const bool plain = (statement.checks & ~check_everything) == 0 && hit.flags == 0 && !hit.detail->modular;
    if (!plain && !passes(hit, platforms, match.doubts)) continue;
    if (!match.doubts.empty()) match.tier = std::max(match.tier, Tier::rough);
    has_upstream |= (hit.flags & name_upstream) != 0;
    const auto status = static_cast<AffectedStatus>(statement.status);
    if ((hit.flags & Hit::unknown_version) != 0 && (statement.checks & check_everything) == 0) match.outcome = Outcome::version_unknown;
    else if (status == AffectedStatus::under_investigation) match.outcome = Outcome::under_investigation;
    if (status == AffectedStatus::not_affected || status == AffectedStatus::fixed) {
      if (match.outcome == Outcome::affected) suppressors_.push_back({match, {}});
    } else {
      add(match, out, first);
    }
  }
  if (!suppressors_.empty()) suppress(out, first);
  if (has_upstream && !distribution.empty()) suppress_upstream(distribution, out, first);
}

void Judge::suppress(std::vector<Match>& out, std::size_t first) {
  std::ranges::stable_sort(suppressors_, [](const Suppressor& a, const Suppressor& b) {
    return a.match.tier != b.match.tier ? a.match.tier < b.match.tier : order_of(a.match.advisory) < order_of(b.match.advisory);
  });
  for (std::size_t i = first; i < out.size(); ++i) {
    Match& match = out[i];
    std::vector<std::uint64_t> stated;  // of several statements together, for advisories about several CVEs
    for (Suppressor& s : suppressors_) {
      if (s.match.tier > match.tier) break;
      if (s.names.empty()) s.names = flaws_.closure(s.match.advisory);
      std::vector<std::uint64_t> both;
      std::ranges::set_union(stated, s.names, std::back_inserter(both));
      stated = std::move(both);
      if (s.match.advisory != match.advisory && !flaws_.is_covered(match.advisory, stated)) continue;
      match.outcome = Outcome::suppressed;
      match.by = s.match.advisory;
      match.by_statement = s.match.statement;
      break;
    }
  }
}

// Said of the upstream project; the distribution has an advisory about the flaw in its own package, and that does not hold.
bool Judge::is_settled(const Match& match, std::span<const DistributionPackage> distribution, std::span<const Match> matches, Match& by) const {
  bool settled = false;
  for (const AdvisoryRef ref : flaws_.mentioning(flaws_.closure(match.advisory), true)) {
    if (ref == match.advisory) continue;
    const IndexTables& t = tables(ref.layer);
    for (const std::uint32_t s : t.statements_of(ref.number)) {
      const IndexStatement& statement = t.statements[s];
      const bool ours = std::ranges::any_of(distribution, [&](const DistributionPackage& p) { return p.layer == ref.layer && p.package == statement.package; });
      if (!ours || (statement.checks & check_module) != 0) continue;
      if (std::ranges::any_of(matches, [&](const Match& m) { return m.advisory == ref && m.outcome != Outcome::suppressed; })) return false;
      if (!settled) by.advisory = ref, by.statement = s;
      settled = true;
    }
  }
  return settled;
}

void Judge::suppress_upstream(std::span<const DistributionPackage> distribution, std::vector<Match>& out, std::size_t first) {
  const auto mine = std::span(out).subspan(first);
  std::vector<std::pair<std::size_t, Match>> settled;  // all are decided before any is changed
  for (std::size_t i = 0; i < mine.size(); ++i) {
    Match by;
    const bool open = mine[i].doubts.has(Doubt::upstream_of_distribution) && mine[i].outcome == Outcome::affected;
    if (open && is_settled(mine[i], distribution, mine, by)) settled.emplace_back(i, by);
  }
  for (const auto& [i, by] : settled) {
    mine[i].outcome = Outcome::suppressed;
    mine[i].by = by.advisory;
    mine[i].by_statement = by.statement;
  }
}

}  // namespace lp::match
