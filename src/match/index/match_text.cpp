// Matches and statements in words, from the records.

#include <algorithm>
#include <deque>

#include "match/index/component_names.h"
#include "match/index/judge.h"
#include "match/index/matcher.h"
#include "match/index/range_check.h"
#include "match/index/reasons.h"
#include "match/index/row_preparation.h"
#include "match/index/statement_groups.h"

namespace lp::match {
namespace {

std::string package_text(const PackageKey& key) {
  std::string text;
  append_package_text(key, text);
  return text;
}

const ComponentName* find_name(std::span<const ComponentName> names, const PackageKey& package) {
  const std::string text = package_text(package), guessed = guessed_product(text);
  for (const std::string& wanted : {text, guessed})
    if (const auto found = std::ranges::find(names, wanted, &ComponentName::package); found != names.end() && !wanted.empty()) return &*found;
  return nullptr;
}

// The interval a version is in, with the least doubt.
std::optional<std::pair<Interval, Doubts>> interval_with(const Affected& entry, std::string_view version) {
  std::optional<std::pair<Interval, Doubts>> best;
  for (const Interval& interval : intervals_of(entry)) {
    const auto held = check_interval(find_scheme(entry.scheme), interval, version);
    if (held && (!best || held->bits < best->second.bits)) best = {interval, *held};
  }
  return best;
}

std::string flaw_of(const Advisory& advisory) {
  std::string best;
  const auto consider = [&](const std::string& name) {
    if (name.starts_with("CVE-") && (best.empty() || name < best)) best = name;
  };
  consider(advisory.id);
  std::ranges::for_each(advisory.aliases, consider);
  return best.empty() ? advisory.id : best;
}

const IndexStatement& statement_of(const AdvisoryLayers& layers, AdvisoryRef ref, std::uint32_t statement) {
  return layers.layers()[ref.layer].index->tables().statements[statement];
}

// Why a version is not in what an entry states.
LocalText outside(const Affected& entry, const ComponentName& name) {
  std::string ranges;
  std::size_t shown = 0;
  for (const Interval& interval : intervals_of(entry)) {
    if (++shown > 5) {
      ranges += " …";
      break;
    }
    ranges += (ranges.empty() ? "" : " | ") + to_text(interval);
  }
  if (ranges.empty()) return {"公告未给出版本范围", "the advisory states no versions"};
  return {"版本 " + name.version + " 不在范围 " + ranges + " 内", "version " + name.version + " is not in " + ranges};
}

}  // namespace

MatchText Matcher::text(const Component& component, const Match& match) const {
  const Advisory advisory = layers_.advisory(match.advisory);
  MatchText out;
  out.advisory = {advisory.source, advisory.id};
  out.aliases = advisory.aliases;
  out.flaw = flaw_of(advisory);
  out.title = advisory.title;
  out.severity = advisory.severity;
  out.modified = advisory.modified;
  StatementGroups groups;
  groups.assign(advisory);
  const IndexStatement& statement = statement_of(layers_, match.advisory, match.statement);
  const std::vector<ComponentName> names = names_of(component, options_.guess_names);
  std::string version;
  for (std::size_t i = 0; i < advisory.affected.size(); ++i) {
    const Affected& entry = advisory.affected[i];
    if (groups.of(i) != statement.group) continue;
    out.found_by = entry.package;
    const ComponentName* const name = find_name(names, entry.package);
    if (name == nullptr) continue;
    version = name->version;
    for (const std::string& fixed : entry.fixed_versions)
      if (std::ranges::find(out.fixed_versions, fixed) == out.fixed_versions.end()) out.fixed_versions.push_back(fixed);
    if (const auto held = interval_with(entry, name->version); held && out.interval.empty()) out.interval = to_text(held->first);
  }
  const std::string key = to_string(out.found_by);
  if (match.outcome == Outcome::version_unknown) {
    out.reason = {"组件 " + key + " 出现在公告中，但版本未知", key + " is named, but its version is not known"};
  } else {
    out.reason = {key + " 的版本 " + version + " 在范围 " + out.interval + " 内", key + " " + version + " is in " + out.interval};
  }
  if (match.outcome == Outcome::suppressed) {
    const AdvisoryName by = layers_.name(match.by);
    const LocalText status = describe(static_cast<AffectedStatus>(statement_of(layers_, match.by, match.by_statement).status));
    const bool fixed_there = statement_of(layers_, match.by, match.by_statement).status == static_cast<unsigned>(AffectedStatus::affected);
    out.reason.zh += fixed_there ? "；但发行版公告 " + by.id + " 表明该版本不受影响" : "；但 " + by.id + "（" + by.source + "）声明" + status.zh;
    out.reason.en += fixed_there ? "; but the distribution's " + by.id + " does not hold for this version" : "; but " + by.id + " (" + by.source + ") says " + status.en;
  }
  if (match.outcome == Outcome::under_investigation) {
    out.reason.zh += "；供应商正在调查";
    out.reason.en += "; its maker is investigating";
  }
  if (const LocalText doubts = describe(match.doubts); !doubts.empty()) {
    out.reason.zh += "（候选：" + doubts.zh + "）";
    out.reason.en += " (candidate: " + doubts.en + ")";
  }
  return out;
}

namespace {

// One statement of an advisory in words.
class Explainer {
 public:
  Explainer(const AdvisoryLayers& layers, std::span<const ComponentName> names, std::span<const Hit> hits, const Platforms& platforms)
      : layers_(layers), names_(names), hits_(hits), platforms_(platforms), judge_(layers) {}

  StatementExplanation explain(AdvisoryRef ref, const Advisory& advisory, const Affected& entry, std::uint32_t group) {
    StatementExplanation said;
    said.advisory = {advisory.source, advisory.id};
    said.where = entry.where;
    said.package = entry.package;
    said.tier = entry.tier;
    said.status = entry.status;
    const ComponentName* const name = find_name(names_, entry.package);
    if (advisory.withdrawn) said.why = {"公告已撤回", "the advisory is withdrawn"};
    else if (name == nullptr) said.why = {"组件不叫 " + to_string(entry.package), "the component is not " + to_string(entry.package)};
    else if (entry.intervals.empty() && entry.versions.empty()) said.why = {"公告未给出版本范围", "the advisory states no versions"};
    else if (const auto held = interval_with(entry, name->version); held) explain_held(ref, entry, group, *name, *held, said);
    else said.why = name->version.empty() ? LocalText{"组件版本未知", "the component's version is not known"} : outside(entry, *name);
    if (entry.status != AffectedStatus::affected) {
      said.why.zh = describe(entry.status).zh + "：" + said.why.zh;
      said.why.en = describe(entry.status).en + ": " + said.why.en;
    }
    return said;
  }

 private:
  void explain_held(AdvisoryRef ref, const Affected& entry, std::uint32_t group, const ComponentName& name, const std::pair<Interval, Doubts>& held, StatementExplanation& said) {
    const auto hit = std::ranges::find_if(hits_, [&](const Hit& h) {
      if (h.layer != ref.layer) return false;
      const IndexStatement& s = statement_of(layers_, ref, h.statement);
      return s.advisory == ref.number && s.group == group;
    });
    Doubts doubts = held.second;
    said.matched = hit != hits_.end() && judge_.passes(*hit, &platforms_, doubts);
    const std::string interval = to_text(held.first);
    said.why = {"版本 " + name.version + " 在范围 " + interval + " 内", "version " + name.version + " is in " + interval};
    if (!said.matched) {
      const bool platform = !entry.conditions.empty() && check_conditions(entry, platforms_) == Answer::no;
      said.why.zh += platform ? "，但资产上没有所需的平台" : "，但名称的其他属性（更新包、版本分支、平台、模块流）不符";
      said.why.en += platform ? ", but no platform it asks for is on the asset" : ", but other parts of its name (update, edition, platform, module stream) do not fit";
    } else if (const LocalText words = describe(doubts); !words.empty()) {
      said.why.zh += "（候选：" + words.zh + "）";
      said.why.en += " (candidate: " + words.en + ")";
    }
  }

  const AdvisoryLayers& layers_;
  std::span<const ComponentName> names_;
  std::span<const Hit> hits_;
  const Platforms& platforms_;
  Judge judge_;
};

}  // namespace

Explanation Matcher::explain(const Component& component, std::string_view id, std::span<const Component> beside) const {
  Explanation out;
  const std::vector<ComponentName> names = names_of(component, options_.guess_names);
  std::deque<ComponentName> kept(names.begin(), names.end());
  for (const Component& other : beside)
    for (ComponentName& name : names_of(other)) kept.push_back(std::move(name));
  Platforms platforms;
  for (const ComponentName& name : kept) platforms.add(name);
  PreparedRows rows;
  RowPreparation(layers_, rows).add(0, names);
  std::vector<Hit> hits;
  std::vector<DistributionPackage> distribution;
  collect_hits(layers_, rows, rows.rows, hits, distribution);
  std::vector<Match> matches;
  Judge(layers_).judge(0, hits, distribution, &platforms, matches);
  Explainer explainer(layers_, names, hits, platforms);
  for (const AdvisoryRef ref : layers_.find_with_aliases(id)) {
    const Advisory advisory = layers_.advisory(ref);
    StatementGroups groups;
    groups.assign(advisory);
    const auto match = std::ranges::find(matches, ref, &Match::advisory);
    if (match != matches.end()) out.matches.push_back(*match);
    for (std::size_t i = 0; i < advisory.affected.size(); ++i) {
      StatementExplanation& said = out.statements.emplace_back(explainer.explain(ref, advisory, advisory.affected[i], groups.of(i)));
      const bool suppressed = match != matches.end() && match->outcome == Outcome::suppressed;
      if (said.matched && suppressed && said.status == AffectedStatus::affected) said.why = text(component, *match).reason;
    }
  }
  return out;
}

}  // namespace lp::match
