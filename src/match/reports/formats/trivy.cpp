// Trivy JSON: schema 2, the lists of version 0, cluster reports of both kinds. Secrets are reported by their rule and file, without
// the match.
#include "base/text.h"
#include "match/reports/report_json.h"
#include "match/reports/report_package.h"
#include "match/reports/report_text.h"

namespace lp::match {
namespace {

class Trivy {
 public:
  explicit Trivy(ReportSink& sink) : sink_(sink) {}

  void document(JsonElement root) {
    if (root.is_array()) return each_of(root, [&](JsonElement result, std::size_t i) { old_result(result, "/" + std::to_string(i)); });
    if (has(root, "ClusterName")) return cluster(root);
    asset_ = sink_.options().asset.empty() ? text_at(root, "ArtifactName") : std::string_view(sink_.options().asset);
    if (asset_.empty()) asset_ = text_at(at(root, "Metadata"), "ImageID");
    const JsonElement os = at(at(root, "Metadata"), "OS");
    distribution_ = std::string(text_at(os, "Family")) + " " + std::string(text_at(os, "Name"));
    sink_.scanned(asset_);
    results(root, "");
  }

 private:
  // Version 0 names no artifact: the target is it.
  void old_result(JsonElement r, const std::string& place) {
    const std::string_view target = text_at(r, "Target");
    asset_ = sink_.options().asset.empty() ? std::string(trim(target.substr(0, target.find(" (")))) : sink_.options().asset;
    const std::size_t bracket = target.rfind('(');
    distribution_ = bracket == std::string_view::npos || !target.ends_with(')') ? std::string() : std::string(target.substr(bracket + 1, target.size() - bracket - 2));
    sink_.scanned(asset_);
    result(r, place);
  }

  void cluster(JsonElement root) {
    const std::string cluster(text_at(root, "ClusterName"));
    for (const std::string_view list : {"Resources", "Vulnerabilities", "Misconfigurations", "Findings"})
      each_at(root, list, [&](JsonElement resource, std::size_t i) {
        asset_ = cluster;
        for (const std::string_view part : {"Namespace", "Kind", "Name"})
          if (!text_at(resource, part).empty()) asset_ += "/" + std::string(text_at(resource, part));
        const JsonElement os = at(at(resource, "Metadata"), "OS");
        distribution_ = std::string(text_at(os, "Family")) + " " + std::string(text_at(os, "Name"));
        sink_.scanned(asset_);
        results(resource, "/" + std::string(list) + "/" + std::to_string(i));
      });
  }

  void results(JsonElement owner, const std::string& place) {
    each_at(owner, "Results", [&](JsonElement r, std::size_t i) { result(r, place + "/Results/" + std::to_string(i)); });
  }

  void result(JsonElement r, const std::string& place) {
    each_at(r, "Vulnerabilities", [&](JsonElement item, std::size_t i) { flaw(r, item, place + "/Vulnerabilities/" + std::to_string(i)); });
    each_at(r, "Misconfigurations", [&](JsonElement item, std::size_t i) { misconfiguration(r, item, place + "/Misconfigurations/" + std::to_string(i)); });
    each_at(r, "Secrets", [&](JsonElement item, std::size_t i) { secret(r, item, place + "/Secrets/" + std::to_string(i)); });
    each_at(r, "Licenses", [&](JsonElement, std::size_t) { sink_.leave_out("licence"); });
  }

  ReportedFinding start(JsonElement item, const std::string& where) const {
    ReportedFinding f;
    f.asset = asset_;
    f.title = text_at(item, "Title");
    f.severity = severity_of_word(text_at(item, "Severity"));
    f.source = "trivy";
    f.where = where;
    return f;
  }

  void flaw(JsonElement r, JsonElement item, const std::string& where) {
    if (text_at(item, "Status") == "not_affected") return sink_.leave_out("not_affected");
    ReportedFinding f = start(item, where);
    if (const std::string_view id = text_at(item, "VulnerabilityID"); !id.empty()) f.ids.emplace_back(id);
    if (f.title.empty()) f.title = text_at(item, "Description");
    const std::string_view type = text_at(r, "Type");
    const bool system = text_at(r, "Class") == "os-pkgs" || (text_at(r, "Class").empty() && text_at(r, "Target").find(" (") != std::string_view::npos);
    f.component = package_component({text_at(at(item, "PkgIdentifier"), "PURL"), type, text_at(item, "PkgName"), {}, system ? std::string_view(distribution_) : std::string_view()});
    f.component_version = text_at(item, "InstalledVersion");
    f.location = text_at(item, "PkgPath");
    if (f.location.empty() && !system) f.location = text_at(r, "Target");
    for (const std::string_view version : split(text_at(item, "FixedVersion"), ',')) f.fixed_versions.emplace_back(trim(version));
    each_member(at(item, "CVSS"), [&](std::string_view, JsonElement score) {
      add_score(f.scores, text_at(score, "V40Vector"), number_at(score, "V40Score"));
      add_score(f.scores, text_at(score, "V3Vector"), number_at(score, "V3Score"));
      add_score(f.scores, text_at(score, "V2Vector"), number_at(score, "V2Score"));
    });
    f.tier = Tier::ecosystem;
    if (const std::string_view source = text_at(at(item, "DataSource"), "Name"); !source.empty()) f.reason = "by " + std::string(source);
    sink_.take(std::move(f));
  }

  void misconfiguration(JsonElement r, JsonElement item, const std::string& where) {
    if (const std::string_view status = text_at(item, "Status"); !status.empty() && status != "FAIL") return sink_.leave_out("passed");
    ReportedFinding f = start(item, where);
    const std::string_view id = text_at(item, "ID").empty() ? text_at(item, "AVDID") : text_at(item, "ID");
    if (!id.empty()) f.ids = {"trivy:" + std::string(id)};
    f.component = "config/" + std::string(text_at(r, "Type"));
    f.location = text_at(r, "Target");
    if (const std::string_view resource = text_at(at(item, "CauseMetadata"), "Resource"); !resource.empty()) f.location += " " + std::string(resource);
    sink_.take(std::move(f));
  }

  void secret(JsonElement r, JsonElement item, const std::string& where) {
    ReportedFinding f = start(item, where);
    if (const std::string_view id = text_at(item, "RuleID"); !id.empty()) f.ids = {"trivy:" + std::string(id)};
    f.component = "secret";
    f.location = text_at(r, "Target");
    sink_.take(std::move(f));
  }

  ReportSink& sink_;
  std::string asset_, distribution_;
};

int sniff(std::string_view head) {
  if (!looks_like_json(head)) return 0;
  if (has_key(head, "SchemaVersion") && (has_key(head, "ArtifactName") || has_key(head, "ArtifactType"))) return 95;
  if (has_key(head, "ClusterName") && (has_key(head, "Results") || has_key(head, "Resources") || has_key(head, "Vulnerabilities"))) return 90;
  return has_key(head, "Target") && (has_key(head, "Vulnerabilities") || has_key(head, "Misconfigurations")) ? 85 : 0;
}

void read(std::string_view bytes, ReportSink& sink) {
  ReportJson json;
  if (json.parse(bytes, sink)) Trivy(sink).document(json.root());
}

}  // namespace

ReportFormat report_trivy() { return {"trivy", "Trivy JSON", "Trivy JSON", sniff, read}; }

}  // namespace lp::match
