// osv-scanner JSON. Groups hold the names of one flaw.
#include <algorithm>

#include "base/text.h"
#include "match/reports/report_json.h"
#include "match/reports/report_package.h"
#include "match/reports/report_text.h"

namespace lp::match {
namespace {

std::vector<std::string> fixed_in(JsonElement flaw, std::string_view package) {
  std::vector<std::string> out;
  each_at(flaw, "affected", [&](JsonElement affected, std::size_t) {
    if (text_at(at(affected, "package"), "name") != package) return;
    each_at(affected, "ranges", [&](JsonElement range, std::size_t) {
      if (text_at(range, "type") == "GIT") return;
      each_at(range, "events", [&](JsonElement event, std::size_t) {
        if (const std::string_view fixed = text_at(event, "fixed"); !fixed.empty()) out.emplace_back(fixed);
      });
    });
  });
  return out;
}

class Package {
 public:
  Package(JsonElement entry, std::string asset, std::string path, std::string where, ReportSink& sink) : entry_(entry), asset_(std::move(asset)), path_(std::move(path)), where_(std::move(where)), sink_(sink) {}
  void read() {
    bool grouped = false;
    each_at(entry_, "groups", [&](JsonElement group, std::size_t i) {
      grouped = true;
      std::vector<std::string> ids = texts_at(group, "ids");
      const std::vector<std::string> own = ids;
      for (std::string& alias : texts_at(group, "aliases")) ids.push_back(std::move(alias));
      take(std::move(ids), own, number_at(group, "max_severity"), "/groups/" + std::to_string(i));
    });
    if (grouped) return;
    each_at(entry_, "vulnerabilities", [&](JsonElement flaw, std::size_t i) {
      std::vector<std::string> ids{std::string(text_at(flaw, "id"))};
      const std::vector<std::string> own = ids;
      for (std::string& alias : texts_at(flaw, "aliases")) ids.push_back(std::move(alias));
      take(std::move(ids), own, -1, "/vulnerabilities/" + std::to_string(i));
    });
  }

 private:
  void take(std::vector<std::string> ids, const std::vector<std::string>& own, double score, const std::string& place) {
    const JsonElement package = at(entry_, "package");
    ReportedFinding f;
    f.asset = asset_;
    f.component = package_component({{}, text_at(package, "ecosystem"), text_at(package, "name"), {}, {}});
    f.component_version = text_at(package, "version");
    f.ids = std::move(ids);
    f.location = path_;
    f.severity = severity_of_score(score);
    each_at(entry_, "vulnerabilities", [&](JsonElement flaw, std::size_t) {
      if (std::ranges::find(own, text_at(flaw, "id")) == own.end()) return;
      if (f.title.empty()) f.title = text_at(flaw, "summary");
      for (std::string& alias : texts_at(flaw, "aliases")) f.ids.push_back(std::move(alias));
      each_at(flaw, "severity", [&](JsonElement s, std::size_t) { add_score(f.scores, text_at(s, "score"), -1); });
      if (f.severity.empty()) f.severity = severity_of_word(text_at(at(flaw, "database_specific"), "severity"));
      for (std::string& version : fixed_in(flaw, text_at(package, "name"))) f.fixed_versions.push_back(std::move(version));
    });
    f.source = "osv-scanner";
    f.tier = Tier::ecosystem;
    f.where = where_ + place;
    sink_.take(std::move(f));
  }

  JsonElement entry_;
  std::string asset_, path_, where_;
  ReportSink& sink_;
};

int sniff(std::string_view head) { return looks_like_json(head) && has_key(head, "results") && has_key(head, "packages") && has_key(head, "package") && has_key(head, "source") ? 90 : 0; }

void read(std::string_view bytes, ReportSink& sink) {
  ReportJson json;
  if (!json.parse(bytes, sink)) return;
  if (!has(json.root(), "results")) return sink.fail("no results");
  each_at(json.root(), "results", [&](JsonElement result, std::size_t r) {
    const std::string path(text_at(at(result, "source"), "path"));
    const std::string asset = sink.options().asset.empty() ? path : sink.options().asset;
    sink.scanned(asset);
    each_at(result, "packages", [&](JsonElement entry, std::size_t p) { Package(entry, asset, path, "/results/" + std::to_string(r) + "/packages/" + std::to_string(p), sink).read(); });
  });
}

}  // namespace

ReportFormat report_osv_scanner() { return {"osv_scanner", "osv-scanner JSON", "osv-scanner JSON", sniff, read}; }

}  // namespace lp::match
