#pragma once
// For tests only: short ways to write advisories and components.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "match/advisory.h"
#include "match/component.h"
#include "match/index/advisory_index.h"
#include "match/index/matcher.h"
#include "match/package_key.h"

namespace lp::match {

inline Interval before(std::string to) { return {std::nullopt, std::move(to), true, false}; }
inline Interval between(std::string from, std::string to) { return {std::move(from), std::move(to), true, false}; }
inline Interval from(std::string at) { return {std::move(at), std::nullopt, true, false}; }

inline Affected osv_entry(std::string ecosystem, std::string name, std::string scheme, std::vector<Interval> intervals) {
  Affected a;
  a.package = key_of_osv(ecosystem, name);
  a.stated_name = std::move(name);
  a.tier = a.package.space == NameSpace::distribution ? Tier::vendor : Tier::ecosystem;
  a.scheme = std::move(scheme);
  a.intervals = std::move(intervals);
  for (const Interval& i : a.intervals)
    if (i.to && !i.to_included) a.fixed_versions.push_back(*i.to);
  return a;
}

inline Affected cpe_entry(std::string cpe, std::vector<Interval> intervals) {
  Affected a;
  a.cpe = *parse_cpe(cpe);
  a.package = key_of_cpe(*a.cpe);
  a.tier = Tier::cpe;
  a.scheme = "generic";
  a.intervals = std::move(intervals);
  return a;
}

inline Advisory advisory_of(std::string id, std::vector<Affected> affected, std::vector<std::string> aliases = {}, std::string source = "osv") {
  Advisory a;
  a.id = std::move(id);
  a.source = std::move(source);
  a.aliases = std::move(aliases);
  a.affected = std::move(affected);
  return a;
}

inline Component purl_component(std::string purl) {
  Component c;
  c.purl = *parse_purl(purl);
  c.name = c.purl->name;
  c.version = c.purl->version;
  return c;
}
inline Component cpe_component(std::string cpe, std::string version = {}) {
  Component c;
  c.cpes.push_back(*parse_cpe(cpe));
  c.name = c.cpes[0][Cpe::product];
  c.version = std::move(version);
  return c;
}

inline AdvisoryLayers layers_of(const std::vector<Advisory>& advisories) {
  AdvisoryIndexBuilder builder;
  for (const Advisory& a : advisories) builder.add(a);
  return AdvisoryLayers(builder.build());
}

// "GHSA-1 ecosystem affected", one an advisory.
inline std::vector<std::string> matches_in_words(const Matcher& matcher, const Component& component) {
  std::vector<std::string> out;
  for (const Match& m : matcher.match(component))
    out.push_back(matcher.layers().name(m.advisory).id + ' ' + std::string(to_string(m.tier)) + ' ' + std::string(to_string(m.outcome)));
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace lp::match
