// CVE records 5.x (cvelistV5, and mirrors such as CISA's vulnrichment) with what CNA and ADP containers state.

#include <algorithm>

#include "base/text.h"
#include "match/component.h"
#include "match/feeds/collections.h"
#include "match/feeds/cve_versions.h"
#include "match/feeds/feed_format.h"
#include "match/feeds/severities.h"
#include "match/feeds/ssvc.h"
#include "match/feeds/sniffing.h"
#include "match/feeds/titles.h"

namespace lp::match {
namespace {

int sniff(std::string_view head) {
  if (!is_json(head) || has_member(head, "$schema")) return 0;
  if (has_all(head, {"dataType", "cveMetadata"}) || has_all(head, {"cveMetadata", "containers"})) return 95;
  return head.find("\"CVE_RECORD\"") != std::string_view::npos ? 90 : 0;
}

bool names_nothing(std::string_view text) {
  const std::string lower = to_lower_ascii(trim(text.substr(0, 16)));
  return lower.empty() || lower == "n/a" || lower == "unspecified" || lower == "unknown" || lower == "none" || lower == "multiple products" || lower == "*";
}

// What a statement is about, and how far that much may be trusted.
struct Subject {
  PackageKey package;
  std::optional<Cpe> cpe{};
  Tier known = Tier::rough;     // with versions in an order that is known here
  std::string scheme{};         // of the package; "" = as its versions say
};

class AffectedReader {
 public:
  AffectedReader(JsonObject entry, const Place& place, Advisory& advisory, FeedSink& sink) : entry_(entry), place_(place), advisory_(advisory), sink_(sink) {}

  void read() {
    const std::vector<Subject> subjects = find_subjects();
    if (subjects.empty()) return sink_.leave_out("no_product");
    const std::vector<VersionGroup> groups = read_cve_versions(entry_, place_, sink_);
    if (groups.empty()) return sink_.leave_out("nothing_stated");
    for (const Subject& subject : subjects)
      for (const VersionGroup& group : groups) state(subject, group);
  }

 private:
  std::vector<Subject> find_subjects() {
    std::vector<Subject> out;
    add_package(out);
    add_cpes(out);
    if (!out.empty()) return out;
    const std::string_view vendor = text_of(entry_, "vendor"), product = text_of(entry_, "product");
    if (names_nothing(product)) return out;
    out.push_back({.package = key_of_product(names_nothing(vendor) ? std::string_view() : vendor, product)});
    return out;
  }

  void add_package(std::vector<Subject>& out) {
    if (const std::string_view url = text_of(entry_, "packageURL"); !url.empty()) {
      auto purl = parse_purl(url);
      if (!purl) return sink_.refuse(Place(place_, "packageURL").pointer(), "no_purl", purl.error().message);
      const Scheme* const scheme = scheme_of_purl_type(purl->type);
      Component named;
      named.purl = *std::move(purl);
      const std::vector<PackageKey> keys = keys_of(named);
      if (!keys.empty()) out.push_back({.package = keys[0], .known = Tier::typed, .scheme = scheme != nullptr ? std::string(scheme->id) : std::string()});
      return;
    }
    const std::string_view name = text_of(entry_, "packageName"), collection = text_of(entry_, "collectionURL");
    if (name.empty() || collection.empty()) return;
    if (collection.starts_with("https://access.redhat.com")) return add_red_hat(name, out);
    const std::string_view ecosystem = ecosystem_of_collection(collection);
    if (ecosystem.empty()) return sink_.leave_out("unknown_collection");
    const Scheme* const scheme = scheme_of_ecosystem(ecosystem);
    out.push_back({.package = key_of_osv(ecosystem, name), .known = Tier::typed, .scheme = scheme != nullptr ? std::string(scheme->id) : std::string()});
  }

  // Its packages are those of the product the CPE names: "cpe:/o:redhat:enterprise_linux:8::baseos".
  void add_red_hat(std::string_view name, std::vector<Subject>& out) {
    const auto cpes = array_of(entry_, "cpes");
    if (!cpes) return;
    for (const JsonElement element : *cpes) {
      std::string_view cpe = text_of(element);
      const std::size_t vendor = cpe.find("redhat:");
      if (vendor == std::string_view::npos) continue;
      PackageKey key = key_of_osv("Red Hat:" + std::string(cpe.substr(vendor + 7)), name);
      if (key.space != NameSpace::distribution || std::ranges::any_of(out, [&](const Subject& s) { return s.package == key; })) continue;
      out.push_back({.package = std::move(key), .known = Tier::vendor, .scheme = "rpm"});
    }
    if (out.empty()) sink_.leave_out("red_hat_without_release");
    red_hat_ = true;
  }

  void add_cpes(std::vector<Subject>& out) {
    const auto cpes = array_of(entry_, "cpes");
    if (!cpes || red_hat_) return;
    std::size_t index = 0;
    for (const JsonElement element : *cpes) {
      const std::size_t here = index++;
      auto cpe = parse_cpe(text_of(element));
      if (!cpe) {
        sink_.refuse(Place(Place(place_, "cpes"), here).pointer(), "no_cpe", "is no CPE name");
        continue;
      }
      // The versions are stated beside it.
      cpe->values[Cpe::version] = "*";
      if (std::ranges::any_of(out, [&](const Subject& s) { return s.cpe == *cpe; })) continue;
      PackageKey key = key_of_cpe(*cpe);
      out.push_back({.package = std::move(key), .cpe = *std::move(cpe), .known = Tier::cpe});
    }
  }

  void state(const Subject& subject, const VersionGroup& group) {
    Affected& affected = advisory_.affected.emplace_back();
    affected.package = subject.package;
    affected.cpe = subject.cpe;
    const std::string_view name = text_of(entry_, "packageName"), product = text_of(entry_, "product");
    affected.stated_name = std::string(text_of(entry_, "vendor")) + ' ' + std::string(product.empty() ? name : product);
    affected.scheme = subject.scheme.empty() ? group.scheme : subject.scheme;
    if (affected.scheme.empty() && subject.cpe) affected.scheme = generic_scheme().id;   // as all ranges of CPE names are read
    affected.tier = group.from_text ? Tier::text : tier_of(subject, group);
    affected.confidence = group.confidence;
    affected.intervals = group.intervals;
    affected.versions = group.versions;
    affected.fixed_versions = group.fixed_versions;
    affected.where = place_.pointer();
  }

  // An order nobody states is an assumption, unless the package's own is known or no order is needed.
  static Tier tier_of(const Subject& subject, const VersionGroup& group) {
    if (!subject.scheme.empty() || !group.scheme.empty() || subject.known == Tier::cpe) return subject.known;
    return Tier::rough;
  }

  JsonObject entry_;
  const Place& place_;
  Advisory& advisory_;
  FeedSink& sink_;
  bool red_hat_ = false;
};

void read_metric(JsonObject metric, Advisory& advisory, FeedSink& sink) {
  for (const std::string_view member : {"cvssV4_0", "cvssV3_1", "cvssV3_0", "cvssV2_0"}) {
    const auto score = object_of(metric, member);
    if (!score) continue;
    Score read = score_of_vector(text_of(*score, "vectorString"), number_of(*score, "baseScore").value_or(-1));
    if (std::ranges::find(advisory.scores, read.vector, &Score::vector) == advisory.scores.end()) advisory.scores.push_back(std::move(read));
    if (advisory.severity.empty()) advisory.severity = severity_of(text_of(*score, "baseSeverity"));
  }
  const auto other = object_of(metric, "other");
  const auto content = other ? object_of(*other, "content") : std::nullopt;
  if (!content) return;
  const std::string_view type = text_of(*other, "type");
  if (type == "ssvc") read_ssvc(*content, advisory, sink);
  if (type == "kev") take_kev(*content, advisory, sink);
}

void read_container(JsonObject container, const Place& place, Advisory& advisory, FeedSink& sink) {
  if (const auto metrics = array_of(container, "metrics", place, sink))
    for (const JsonElement metric : *metrics)
      if (const auto object = object_of(metric)) read_metric(*object, advisory, sink);
  const auto affected = array_of(container, "affected", place, sink);
  if (!affected) return;
  const Place below(place, "affected");
  std::size_t index = 0;
  for (const JsonElement entry : *affected) {
    const Place here(below, index++);
    if (const auto object = object_of(entry)) AffectedReader(*object, here, advisory, sink).read();
    else sink.refuse(here.pointer(), "wrong_type", "is no object");
  }
}

std::string_view description_of(JsonObject container) {
  const auto descriptions = array_of(container, "descriptions");
  if (!descriptions) return {};
  for (const JsonElement element : *descriptions)
    if (const auto object = object_of(element); object && text_of(*object, "lang").starts_with("en")) return text_of(*object, "value");
  return {};
}

void read_containers(JsonObject record, Advisory& advisory, FeedSink& sink) {
  const Place root, containers_place(root, "containers");
  const auto containers = object_of(record, "containers", root, sink);
  if (!containers) return;
  if (const auto cna = object_of(*containers, "cna", containers_place, sink)) {
    const std::string_view title = text_of(*cna, "title");
    advisory.title = short_title(title.empty() ? description_of(*cna) : title);
    read_container(*cna, Place(containers_place, "cna"), advisory, sink);
  }
  const auto adps = array_of(*containers, "adp", containers_place, sink);
  if (!adps) return;
  const Place below(containers_place, "adp");
  std::size_t index = 0;
  for (const JsonElement adp : *adps) {
    const Place here(below, index++);
    if (const auto object = object_of(adp)) read_container(*object, here, advisory, sink);
    else sink.refuse(here.pointer(), "wrong_type", "is no object");
  }
}

void read_record(JsonElement element, FeedSink& sink) {
  const JsonObject record = element;
  const Place root;
  const auto meta = object_of(record, "cveMetadata", root, sink);
  Advisory advisory{.id = meta ? std::string(text_of(*meta, "cveId")) : std::string(), .source = "cve5"};
  if (advisory.id.empty()) return sink.refuse("/cveMetadata/cveId", "no_id", "an advisory needs an id");
  if (const std::string_view assigner = text_of(*meta, "assignerShortName"); !assigner.empty()) advisory.source += ":" + to_lower_ascii(assigner);
  advisory.published = feed_time(text_of(*meta, "datePublished")).value_or(Timestamp());
  advisory.modified = feed_time(text_of(*meta, "dateUpdated")).value_or(Timestamp());
  if (text_of(*meta, "state") == "REJECTED") advisory.withdrawn = feed_time(text_of(*meta, "dateRejected")).value_or(advisory.modified);
  read_containers(record, advisory, sink);
  sink.take(std::move(advisory));
}

}  // namespace

FeedFormat feed_cve5() { return {.id = "cve5", .zh = "CVE 5 记录", .en = "CVE 5 records", .sniff = sniff, .read_record = read_record}; }

}  // namespace lp::match
