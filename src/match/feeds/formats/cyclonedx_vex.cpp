// CycloneDX documents with `vulnerabilities`: VEX beside, or inside, a bill of materials.

#include <algorithm>
#include <unordered_map>

#include "base/text.h"
#include "match/feeds/json_fields.h"
#include "match/feeds/severities.h"
#include "match/feeds/signal_ids.h"
#include "match/feeds/sniffing.h"
#include "match/feeds/titles.h"
#include "match/feeds/vex_statement.h"
#include "match/product_text/version_phrase.h"

namespace lp::match {
namespace {

int sniff(std::string_view head) {
  // A bill of materials alone is no feed; where its list of vulnerabilities is beyond the head, the format must be named.
  return is_json(head) && head.find("\"CycloneDX\"") != std::string_view::npos && has_member(head, "vulnerabilities") ? 90 : 0;
}

// https://cyclonedx.org/docs/1.6/json/#vulnerabilities_items_analysis_state
AffectedStatus status_of(std::string_view state) {
  if (state == "not_affected" || state == "false_positive") return AffectedStatus::not_affected;
  if (state == "resolved" || state == "resolved_with_pedigree") return AffectedStatus::fixed;
  if (state == "in_triage") return AffectedStatus::under_investigation;
  return AffectedStatus::affected;   // "exploitable", or no analysis: who lists it says so
}

class BomReader {
 public:
  BomReader(JsonObject record, FeedSink& sink) : sink_(sink) {
    if (const auto components = array_of(record, "components")) collect(*components, 0);
    if (const auto metadata = object_of(record, "metadata"))
      if (const auto component = object_of(*metadata, "component")) put(*component, 0);
  }

  void read(JsonObject vulnerability, const Place& place) {
    Advisory advisory{.id = std::string(text_of(vulnerability, "id")), .source = "cyclonedx"};
    if (advisory.id.empty()) return sink_.refuse(Place(place, "id").pointer(), "no_id", "a vulnerability needs an id");
    const std::string_view title = text_of(vulnerability, "description");
    advisory.title = short_title(title);
    advisory.published = feed_time(text_of(vulnerability, "published")).value_or(Timestamp());
    advisory.modified = feed_time(text_of(vulnerability, "updated")).value_or(advisory.published);
    if (const std::string_view rejected = text_of(vulnerability, "rejected"); !rejected.empty()) advisory.withdrawn = feed_time(rejected).value_or(advisory.modified);
    if (const auto references = array_of(vulnerability, "references"))
      for (const JsonElement element : *references)
        if (const auto reference = object_of(element); reference && is_cve_id(text_of(*reference, "id")) && text_of(*reference, "id") != advisory.id) advisory.aliases.emplace_back(text_of(*reference, "id"));
    read_ratings(vulnerability, advisory);
    const auto analysis = object_of(vulnerability, "analysis");
    const AffectedStatus status = analysis ? status_of(text_of(*analysis, "state")) : AffectedStatus::affected;
    if (const auto affects = array_of(vulnerability, "affects", place, sink_)) {
      const Place below(place, "affects");
      std::size_t index = 0;
      for (const JsonElement element : *affects) {
        const Place here(below, index++);
        if (const auto object = object_of(element)) read_affects(*object, here, status, analysis ? text_of(*analysis, "justification") : std::string_view(), advisory);
        else sink_.refuse(here.pointer(), "wrong_type", "is no object");
      }
    }
    sink_.take(std::move(advisory));
  }

 private:
  void collect(JsonArray components, int depth) {
    for (const JsonElement element : components)
      if (const auto component = object_of(element)) put(*component, depth);
  }
  void put(JsonObject component, int depth) {
    if (const std::string_view ref = text_of(component, "bom-ref"); !ref.empty()) components_.emplace(ref, component);
    if (const auto nested = array_of(component, "components"); nested && depth < 32) collect(*nested, depth + 1);
  }

  static void read_ratings(JsonObject vulnerability, Advisory& advisory) {
    const auto ratings = array_of(vulnerability, "ratings");
    if (!ratings) return;
    for (const JsonElement element : *ratings) {
      const auto rating = object_of(element);
      if (!rating) continue;
      if (advisory.severity.empty()) advisory.severity = severity_of(text_of(*rating, "severity"));
      const std::string_view method = text_of(*rating, "method");
      if (!method.starts_with("CVSS")) continue;
      Score score = score_of_vector(text_of(*rating, "vector"), number_of(*rating, "score").value_or(-1));
      score.kind = method.starts_with("CVSSv4") ? "cvss4" : method.starts_with("CVSSv3") ? "cvss3" : "cvss2";
      advisory.scores.push_back(std::move(score));
    }
  }

  // The component a `ref` means: by bom-ref, by BOM-Link ("urn:cdx:…#ref"), or the reference is a package URL itself.
  std::optional<Affected> component_of(std::string_view ref, AffectedStatus status) {
    auto found = components_.find(ref);
    if (const std::size_t hash = ref.find('#'); found == components_.end() && ref.starts_with("urn:cdx:") && hash != std::string_view::npos) found = components_.find(ref = ref.substr(hash + 1));
    if (found == components_.end()) return vex_statement(ref, status);
    for (const std::string_view member : {"purl", "cpe"})
      if (auto affected = vex_statement(text_of(found->second, member), status)) return affected;
    const std::string_view name = text_of(found->second, "name"), version = text_of(found->second, "version");
    if (name.empty()) return std::nullopt;
    std::string_view vendor = text_of(found->second, "publisher");
    if (vendor.empty()) vendor = text_of(found->second, "group");
    Affected affected{.package = key_of_product(vendor, name), .stated_name = std::string(name), .status = status, .tier = Tier::rough};
    if (version.empty()) affected.intervals.push_back(Interval::everything());
    else affected.versions.emplace_back(version);
    return affected;
  }

  void read_affects(JsonObject affects, const Place& place, AffectedStatus status, std::string_view justification, Advisory& advisory) {
    auto affected = component_of(text_of(affects, "ref"), status);
    if (!affected) return sink_.leave_out("unnamed_product");
    affected->justification = justification;
    affected->where = place.pointer();
    const auto versions = array_of(affects, "versions");
    if (!versions || versions->size() == 0) return advisory.affected.push_back(*std::move(affected));
    Affected ill = *affected, well = *affected;
    ill.intervals.clear(), ill.versions.clear();
    well = ill;
    well.status = status == AffectedStatus::affected ? AffectedStatus::not_affected : status;
    for (const JsonElement element : *versions) {
      const auto version = object_of(element);
      if (!version) continue;
      const std::string_view stated = text_of(*version, "status");
      if (stated == "unknown") sink_.leave_out("unknown_status");
      else add_version(*version, stated == "unaffected" ? well : ill);
    }
    for (Affected* one : {&ill, &well})
      if (!one->intervals.empty() || !one->versions.empty()) advisory.affected.push_back(std::move(*one));
  }

  void add_version(JsonObject version, Affected& to) {
    if (const std::string_view exact = text_of(version, "version"); !exact.empty()) return to.versions.emplace_back(exact), void();
    const std::string_view range = text_of(version, "range");
    if (range.empty()) return;
    VersionPhrase phrase = parse_version_phrase(range);
    if (phrase.intervals.empty()) return sink_.leave_out("unclear_versions");
    std::ranges::move(phrase.intervals, std::back_inserter(to.intervals));
    if (to.scheme.empty() || phrase.why == "vers") to.scheme = phrase.scheme;
  }

  FeedSink& sink_;
  std::unordered_map<std::string_view, JsonObject> components_;
};

void read_record(JsonElement element, FeedSink& sink) {
  const JsonObject record = element;
  const Place root;
  const auto vulnerabilities = array_of(record, "vulnerabilities", root, sink);
  if (!vulnerabilities) return sink.leave_out("document_without_vulnerabilities");
  BomReader reader(record, sink);
  const Place below(root, "vulnerabilities");
  std::size_t index = 0;
  for (const JsonElement one : *vulnerabilities) {
    const Place here(below, index++);
    if (const auto object = object_of(one)) reader.read(*object, here);
    else sink.refuse(here.pointer(), "wrong_type", "is no object");
  }
}

}  // namespace

FeedFormat feed_cyclonedx_vex() { return {.id = "cyclonedx_vex", .zh = "CycloneDX VEX", .en = "CycloneDX VEX", .sniff = sniff, .read_record = read_record}; }

}  // namespace lp::match
