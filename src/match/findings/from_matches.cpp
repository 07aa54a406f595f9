#include "match/findings/from_matches.h"

#include <algorithm>
#include <map>

#include "base/text.h"

namespace lp::match {

std::string component_identity(const Component& component) {
  if (component.purl) {
    Purl bare = *component.purl;
    bare.version.clear();
    bare.qualifiers.clear();
    bare.subpath.clear();
    return to_string(bare);
  }
  const std::vector<PackageKey> keys = keys_of(component);
  return keys.empty() ? component.name : to_string(keys.front());
}

std::string stable_location(const Component& component) {
  const std::string& place = component.location;
  const bool path = place.starts_with('/') || (place.size() > 2 && place[1] == ':' && (place[2] == '\\' || place[2] == '/'));
  return path || place.starts_with("tcp/") || place.starts_with("udp/") ? place : std::string();
}

MatchedFindings findings_of(std::span<const Component> components, const Matcher& matcher, std::span<const Match> matches, bool chinese) {
  MatchedFindings out;
  for (const Match& match : matches) {
    switch (match.outcome) {
      case Outcome::affected: ++out.counts.affected; break;
      case Outcome::suppressed: ++out.counts.suppressed; continue;
      case Outcome::version_unknown: ++out.counts.version_unknown; continue;
      case Outcome::under_investigation: ++out.counts.under_investigation; continue;
    }
    const Component& component = components[match.component];
    MatchText text = matcher.text(component, match);
    ReportedFinding& f = out.findings.emplace_back();
    f.asset = component.asset;
    f.component = component_identity(component);
    f.component_version = component.version;
    f.ids = std::move(text.aliases);
    f.ids.push_back(text.advisory.id);
    f.location = stable_location(component);
    f.title = std::move(text.title);
    f.severity = std::move(text.severity);
    f.scores = matcher.layers().advisory(match.advisory).scores;
    f.fixed_versions = std::move(text.fixed_versions);
    f.origin = FindingOrigin::match;
    f.source = std::move(text.advisory.source);
    f.tier = match.tier;
    f.reason = chinese || text.reason.en.empty() ? std::move(text.reason.zh) : std::move(text.reason.en);
    f.where = component.where;
  }
  return out;
}

namespace {

// CVE first, then GHSA, then by name: what people quote.
bool quoted_before(const std::string& a, const std::string& b) {
  const auto rank = [](const std::string& id) { return id.starts_with("CVE-") ? 0 : id.starts_with("GHSA-") ? 1 : 2; };
  return rank(a) != rank(b) ? rank(a) < rank(b) : a < b;
}

class Sets {
 public:
  std::size_t number(const std::string& id) {
    const auto [place, added] = numbers_.try_emplace(id, parents_.size());
    if (added) {
      parents_.push_back(place->second);
      ids_.push_back(id);
    }
    return place->second;
  }
  std::size_t root(std::size_t n) {
    while (parents_[n] != n) n = parents_[n] = parents_[parents_[n]];
    return n;
  }
  void unite(std::size_t a, std::size_t b) {
    a = root(a), b = root(b);
    if (a == b) return;
    if (quoted_before(ids_[b], ids_[a])) std::swap(a, b);
    parents_[b] = a;
  }
  std::vector<std::pair<std::string, std::string>> canonical() {
    std::vector<std::pair<std::string, std::string>> out;
    out.reserve(numbers_.size());
    for (const auto& [id, n] : numbers_) out.emplace_back(id, ids_[root(n)]);
    return out;
  }

 private:
  std::map<std::string, std::size_t> numbers_;
  std::vector<std::size_t> parents_;
  std::vector<std::string> ids_;
};

}  // namespace

StatedAliases::StatedAliases(std::span<const ReportedFinding> findings) {
  Sets sets;
  for (const ReportedFinding& f : findings) {
    std::size_t first = 0;
    for (std::size_t i = 0; i < f.ids.size(); ++i) {
      const std::size_t n = sets.number(fold_id(f.ids[i]));
      if (i == 0) first = n;
      else sets.unite(first, n);
    }
  }
  canonical_ = sets.canonical();
}

std::string_view StatedAliases::canonical(std::string_view id) const {
  const auto place = std::ranges::lower_bound(canonical_, id, {}, [](const auto& pair) { return std::string_view(pair.first); });
  return place != canonical_.end() && place->first == id ? std::string_view(place->second) : id;
}

}  // namespace lp::match
