// Grype JSON (Anchore).
#include "base/text.h"
#include "match/reports/report_json.h"
#include "match/reports/report_package.h"
#include "match/reports/report_text.h"

namespace lp::match {
namespace {

std::string asset_of(JsonElement root) {
  const JsonElement target = at(at(root, "source"), "target");
  if (target.is_string()) return std::string(text_at(at(root, "source"), "target"));
  return std::string(text_at(target, "userInput"));
}

void add_scores(std::vector<Score>& scores, JsonElement flaw) {
  each_at(flaw, "cvss", [&](JsonElement cvss, std::size_t) { add_score(scores, text_at(cvss, "vector"), number_at(at(cvss, "metrics"), "baseScore")); });
}

void take(JsonElement match, const std::string& asset, const std::string& distribution, const std::string& where, ReportSink& sink) {
  const JsonElement flaw = at(match, "vulnerability"), artifact = at(match, "artifact");
  ReportedFinding f;
  f.asset = asset;
  if (const std::string_view id = text_at(flaw, "id"); !id.empty()) f.ids.emplace_back(id);
  add_scores(f.scores, flaw);
  // The related ones of a GHSA are its names elsewhere; those of an erratum are several flaws.
  each_at(match, "relatedVulnerabilities", [&](JsonElement related, std::size_t) {
    const std::string_view id = text_at(related, "id");
    if (f.ids.empty() || (!f.ids.front().starts_with("GHSA-") && id != f.ids.front())) return;
    if (!id.empty() && id != f.ids.front()) f.ids.emplace_back(id);
    add_scores(f.scores, related);
  });
  f.component = package_component({text_at(artifact, "purl"), text_at(artifact, "type"), text_at(artifact, "name"), {}, distribution});
  f.component_version = text_at(artifact, "version");
  each_at(artifact, "locations", [&](JsonElement location, std::size_t i) {
    if (i == 0) f.location = text_at(location, "path").empty() && location.is_string() ? std::string(location.get_string().value_unsafe()) : std::string(text_at(location, "path"));
  });
  // The data base of a distribution is one place for all its packages.
  for (const std::string_view type : {"deb", "rpm", "apk", "alpm"})
    if (text_at(artifact, "type") == type) f.location.clear();
  f.title = text_at(flaw, "description");
  f.severity = severity_of_word(text_at(flaw, "severity"));
  f.fixed_versions = texts_at(at(flaw, "fix"), "versions");
  f.source = "grype";
  f.tier = Tier::ecosystem;
  each_at(match, "matchDetails", [&](JsonElement detail, std::size_t i) {
    if (i == 0) f.reason = "matched by " + std::string(text_at(detail, "matcher"));
    if (text_at(detail, "type") == "cpe-match") f.tier = Tier::cpe;
  });
  f.where = where;
  sink.take(std::move(f));
}

int sniff(std::string_view head) { return looks_like_json(head) && has_key(head, "matches") && ((has_key(head, "vulnerability") && has_key(head, "artifact")) || (has_key(head, "source") && has_key(head, "descriptor"))) ? 95 : 0; }

void read(std::string_view bytes, ReportSink& sink) {
  ReportJson json;
  if (!json.parse(bytes, sink)) return;
  if (!has(json.root(), "matches")) return sink.fail("no matches");
  const std::string asset = sink.options().asset.empty() ? asset_of(json.root()) : sink.options().asset;
  const JsonElement distro = at(json.root(), "distro");
  const std::string distribution = std::string(text_at(distro, "name")) + " " + std::string(text_at(distro, "version"));
  sink.scanned(asset);
  each_at(json.root(), "matches", [&](JsonElement match, std::size_t i) { take(match, asset, distribution, "/matches/" + std::to_string(i), sink); });
}

}  // namespace

ReportFormat report_grype() { return {"grype", "Grype JSON", "Grype JSON", sniff, read}; }

}  // namespace lp::match
