// What a change of advisories changes, from the advisories' side: slices of the postings instead of all components.

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "match/index/kind_judge.h"
#include "match/index/portfolio.h"
#include "match/index/portfolio_state.h"
#include "match/index/range_check.h"
#include "match/index/statement_groups.h"

namespace lp::match {
namespace {

struct KindHit {
  std::uint32_t kind;
  Hit hit;
};

// The advisories before, or after the change.
class Side {
 public:
  Side(PortfolioState& state, const AdvisoryLayers& layers) : state_(state), judge_(state, layers), layers_(layers) {}

  void gather(AdvisoryRef ref, std::uint32_t member) {
    members_.emplace_back(order_of(ref), member);
    const Advisory advisory = layers_.advisory(ref);
    if (advisory.withdrawn) return;
    StatementGroups groups;
    groups.assign(advisory);
    const IndexTables& t = layers_.layers()[ref.layer].index->tables();
    exact_.assign(groups.size(), IndexTables::none);
    assumed_.assign(groups.size(), IndexTables::none);
    for (const std::uint32_t s : t.statements_of(ref.number)) {
      const IndexStatement& statement = t.statements[s];
      if (statement.group >= groups.size()) continue;
      (statement.doubts == 0 ? exact_ : assumed_)[statement.group] = s;
      add_unknown(ref, t, s);
    }
    for (std::size_t i = 0; i < advisory.affected.size(); ++i) {
      text_.clear();
      append_package_text(advisory.affected[i].package, text_);
      for (const std::uint32_t package : packages_called(text_)) {
        if (package == TextPool::none) continue;
        for (const Interval& interval : intervals_of(advisory.affected[i])) add(ref, advisory.affected[i], groups.of(i), package, interval);
      }
    }
  }
  void sort() {
    std::ranges::stable_sort(hits_, {}, &KindHit::kind);
    std::ranges::sort(members_);
  }
  std::span<const KindHit> hits() const { return hits_; }
  KindJudge& judge() { return judge_; }
  // nullopt: none of the advisories the change is about.
  std::optional<std::uint32_t> member(AdvisoryRef ref) const {
    const auto found = std::ranges::lower_bound(members_, order_of(ref), {}, &std::pair<std::uint32_t, std::uint32_t>::first);
    return found != members_.end() && found->first == order_of(ref) ? std::optional(found->second) : std::nullopt;
  }

 private:
  static std::uint32_t order_of(AdvisoryRef ref) { return std::uint32_t{ref.layer} << 28 | ref.number; }
  // By its name, and by what components are guessed to be.
  std::array<std::uint32_t, 2> packages_called(std::string_view text) const {
    std::array<std::uint32_t, 2> out{state_.packages.find(text), TextPool::none};
    if (state_.guess_names)
      if (const std::string guessed = guessed_product(text); !guessed.empty()) out[1] = state_.packages.find(guessed);
    for (std::uint32_t& package : out)
      if (package >= state_.postings.size()) package = TextPool::none;
    return out;
  }
  void push(AdvisoryRef ref, std::uint32_t statement, const Posting& posting, std::uint16_t doubts, std::uint8_t more_flags) {
    const KindName& name = state_.kind_names[posting.name];
    Hit hit;
    hit.statement = statement;
    hit.doubts = doubts;
    hit.layer = static_cast<std::uint8_t>(ref.layer);
    hit.flags = static_cast<std::uint8_t>(name.flags | more_flags);
    hit.detail = &state_.details[name.detail];
    hits_.push_back({posting.kind, hit});
  }
  void add_unknown(AdvisoryRef ref, const IndexTables& t, std::uint32_t s) {
    for (const std::uint32_t package : packages_called(t.text(t.packages[t.statements[s].package].key)))
      if (package != TextPool::none)
        for (const Posting& posting : state_.order(package, generic_scheme()).unknown) push(ref, s, posting, 0, Hit::unknown_version);
  }
  void add(AdvisoryRef ref, const Affected& entry, std::uint32_t group, std::uint32_t package, const Interval& interval) {
    const Scheme* const scheme = find_scheme(entry.scheme);
    const bool native = scheme != nullptr && has_bounds_of(*scheme, interval);
    if (!native && !has_bounds_of(generic_scheme(), interval)) return;
    const bool certain = native || is_exact(interval) || (!interval.from && !interval.to);
    const std::uint32_t statement = (certain ? exact_ : assumed_)[group];
    if (statement == IndexTables::none) return;
    const VersionOrder& order = state_.order(package, native ? *scheme : generic_scheme());
    const std::size_t end = interval.to ? bound(order, *interval.to, interval.to_included) : order.sorted.size();
    for (std::size_t i = interval.from ? bound(order, *interval.from, !interval.from_included) : 0; i < end; ++i) push(ref, statement, order.sorted[i], 0, 0);
    if (!native) return;
    for (const Posting& posting : order.foreign)
      if (const auto doubts = check_interval(scheme, interval, state_.versions[state_.kind_names[posting.name].version])) push(ref, statement, posting, doubts->bits, 0);
  }
  // The first version above, or not below, a bound.
  std::size_t bound(const VersionOrder& order, const std::string& version, bool above) {
    key_.clear();
    order.scheme->encode(version, key_);
    std::size_t low = 0, high = order.sorted.size();
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      const int compared = order.key(middle).compare(key_);
      if (compared < 0 || (above && compared == 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  PortfolioState& state_;
  KindJudge judge_;
  const AdvisoryLayers& layers_;
  std::vector<KindHit> hits_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> members_;
  std::vector<std::uint32_t> exact_, assumed_;
  std::string text_, key_;
};

// Statements that decide about other advisories: VEX, and a distribution's own.
bool decides_others(const AdvisoryLayers& layers, AdvisoryRef ref) {
  const IndexTables& t = layers.layers()[ref.layer].index->tables();
  return std::ranges::any_of(t.statements_of(ref.number), [&](std::uint32_t s) {
    const IndexStatement& statement = t.statements[s];
    if (statement.status == static_cast<unsigned>(AffectedStatus::not_affected) || statement.status == static_cast<unsigned>(AffectedStatus::fixed)) return true;
    return t.text(t.packages[statement.package].key).starts_with(static_cast<char>('0' + static_cast<int>(NameSpace::distribution)));
  });
}

class RetroMatch {
 public:
  RetroMatch(PortfolioState& state, const AdvisoryLayers& before, const AdvisoryLayers& after) : state_(state), before_layers_(before), after_layers_(after), before_(state, before), after_(state, after) {}

  PortfolioChanges run(std::span<const AdvisoryName> changed) {
    std::set<AdvisoryName> members(changed.begin(), changed.end());
    reported_ = members;
    for (const AdvisoryName& name : changed) add_others(name, members);
    members.insert(reported_.begin(), reported_.end());
    for (const AdvisoryName& name : members) {
      const auto number = static_cast<std::uint32_t>(out_.advisories.size());
      const auto before = before_layers_.find(name), after = after_layers_.find(name);
      if (before) before_.gather(*before, number);
      if (after) after_.gather(*after, number);
      out_.advisories.push_back(name);
      is_changed_.push_back(std::ranges::binary_search(changed, name));
      is_reported_.push_back(reported_.contains(name));
    }
    before_.sort();
    after_.sort();
    compare_kinds();
    return std::move(out_);
  }

 private:
  // Every name of the flaws that an advisory names, or calls related.
  static void add_flaw_names(const AdvisoryLayers& layers, AdvisoryRef ref, const Flaws& flaws, std::vector<std::uint64_t>& names) {
    const auto stated = layers.layers()[ref.layer].index->tables().names_of(ref.number);
    std::vector<std::uint64_t> all(stated.begin(), stated.end());
    for (const std::string& related : layers.advisory(ref).related) all.push_back(name_hash(related));
    for (const std::uint64_t one : all) {
      const std::vector<std::uint64_t> some = flaws.closure(std::span(&one, 1), false);
      names.insert(names.end(), some.begin(), some.end());
    }
  }
  static void make_set(std::vector<std::uint64_t>& names) {
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
  }
  // When some statement about the same flaw decides about others, those may change too; and what else decides about them must be known.
  void add_others(const AdvisoryName& name, std::set<AdvisoryName>& members) {
    for (const AdvisoryLayers* layers : {&before_layers_, &after_layers_}) {
      const Flaws flaws(*layers);
      std::vector<std::uint64_t> names;
      for (const AdvisoryLayers* stated : {&before_layers_, &after_layers_})
        if (const auto ref = stated->find(name)) add_flaw_names(*stated, *ref, flaws, names);
      make_set(names);
      const std::vector<AdvisoryRef> all = flaws.mentioning(names, true);
      if (std::ranges::none_of(all, [&](AdvisoryRef ref) { return decides_others(*layers, ref); })) continue;
      names.clear();
      for (const AdvisoryRef ref : all) {
        reported_.insert(layers->name(ref));
        add_flaw_names(*layers, ref, flaws, names);
      }
      make_set(names);
      for (const AdvisoryRef ref : flaws.mentioning(names, true)) members.insert(layers->name(ref));
    }
  }

  void compare_kinds() {
    auto b = before_.hits(), a = after_.hits();
    std::vector<Hit> old_hits, new_hits;
    const auto take = [](std::span<const KindHit>& from, std::uint32_t kind, std::vector<Hit>& to) {
      to.clear();
      for (; !from.empty() && from.front().kind == kind; from = from.subspan(1)) to.push_back(from.front().hit);
    };
    while (!a.empty() || !b.empty()) {
      const std::uint32_t kind = std::min(a.empty() ? TextPool::none : a.front().kind, b.empty() ? TextPool::none : b.front().kind);
      take(b, kind, old_hits);
      take(a, kind, new_hits);
      compare(kind, old_hits, new_hits);
    }
  }
  struct Difference {
    std::vector<PortfolioFinding>* list;
    PortfolioFinding finding;
  };
  void compare(std::uint32_t kind, std::span<const Hit> old_hits, std::span<const Hit> new_hits) {
    const bool differs = before_.judge().depends_on_asset(old_hits) || after_.judge().depends_on_asset(new_hits);
    if (!differs) find_differences(kind, old_hits, new_hits, std::nullopt);
    if (!differs && differences_.empty()) return;
    state_.each_place(kind, [&](const Place& place) {
      if (differs) find_differences(kind, old_hits, new_hits, place.asset);
      const Asset& asset = state_.assets[place.asset];
      for (Difference& d : differences_) {
        d.finding.enterprise = asset.enterprise;
        d.finding.inventory = asset.inventory;
        d.finding.asset = asset.number;
        d.finding.item = place.item;
        d.list->push_back(d.finding);
      }
    });
  }
  void find_differences(std::uint32_t kind, std::span<const Hit> old_hits, std::span<const Hit> new_hits, std::optional<std::uint32_t> asset) {
    differences_.clear();
    const std::span<const Match> old_matches = old_hits.empty() ? std::span<const Match>() : before_.judge().affected(kind, old_hits, asset);
    const std::span<const Match> new_matches = new_hits.empty() ? std::span<const Match>() : after_.judge().affected(kind, new_hits, asset);
    old_by_member_.clear();
    for (const Match& m : old_matches)
      if (const auto member = before_.member(m.advisory); member && is_reported_[*member]) old_by_member_.emplace_back(*member, &m);
    for (const Match& m : new_matches) {
      const auto member = after_.member(m.advisory);
      if (!member || !is_reported_[*member]) continue;
      const auto was = std::ranges::find(old_by_member_, *member, &std::pair<std::uint32_t, const Match*>::first);
      if (was == old_by_member_.end()) {
        note(out_.opened, kind, *member, m);
      } else {
        if (was->second->tier != m.tier || was->second->doubts != m.doubts || (is_changed_[*member] && fixed(before_layers_, *was->second) != fixed(after_layers_, m))) note(out_.changed, kind, *member, m);
        was->second = nullptr;
      }
    }
    for (const auto& [member, match] : old_by_member_)
      if (match != nullptr) note(out_.closed, kind, member, *match);
  }
  void note(std::vector<PortfolioFinding>& list, std::uint32_t kind, std::uint32_t member, const Match& m) {
    PortfolioFinding finding;
    finding.component = kind;
    finding.advisory = member;
    finding.tier = m.tier;
    finding.doubts = m.doubts;
    differences_.push_back({&list, finding});
  }
  // The fixed versions that the statement of a match names.
  const std::vector<std::string>& fixed(const AdvisoryLayers& layers, const Match& match) {
    const auto [found, is_new] = fixed_.try_emplace({&layers == &after_layers_, match.advisory.layer, match.statement});
    if (is_new) {
      const Advisory advisory = layers.advisory(match.advisory);
      StatementGroups groups;
      groups.assign(advisory);
      const std::uint32_t group = layers.layers()[match.advisory.layer].index->tables().statements[match.statement].group;
      for (std::size_t i = 0; i < advisory.affected.size(); ++i)
        if (groups.of(i) == group) found->second.insert(found->second.end(), advisory.affected[i].fixed_versions.begin(), advisory.affected[i].fixed_versions.end());
      std::ranges::sort(found->second);
    }
    return found->second;
  }

  PortfolioState& state_;
  const AdvisoryLayers &before_layers_, &after_layers_;
  Side before_, after_;
  PortfolioChanges out_;
  std::set<AdvisoryName> reported_;  // others are members only because they decide about these
  std::vector<bool> is_changed_, is_reported_;
  std::vector<Difference> differences_;
  std::vector<std::pair<std::uint32_t, const Match*>> old_by_member_;
  std::map<std::tuple<bool, std::uint32_t, std::uint32_t>, std::vector<std::string>> fixed_;
};

std::vector<AdvisoryName> names_of(std::span<const Advisory> changed, std::span<const AdvisoryName> withdrawn) {
  std::vector<AdvisoryName> names(withdrawn.begin(), withdrawn.end());
  for (const Advisory& a : changed) names.push_back({a.source, a.id});
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace

PortfolioChanges Portfolio::preview(std::span<const Advisory> changed, std::span<const AdvisoryName> withdrawn) {
  const AdvisoryLayers after = state_->advisories.with(changed, withdrawn);
  return RetroMatch(*state_, state_->advisories, after).run(names_of(changed, withdrawn));
}

PortfolioChanges Portfolio::update(std::span<const Advisory> changed, std::span<const AdvisoryName> withdrawn) {
  const AdvisoryLayers after = state_->advisories.with(changed, withdrawn);
  PortfolioChanges out = RetroMatch(*state_, state_->advisories, after).run(names_of(changed, withdrawn));
  state_->advisories = after;
  return out;
}

}  // namespace lp::match
