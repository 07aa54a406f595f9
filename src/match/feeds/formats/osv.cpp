// OSV records (ossf/osv-schema 1.7): github.com/advisories, PyPA, Go, RustSec, Linux distributions, OSS-Fuzz …

#include <algorithm>

#include "base/text.h"
#include "match/feeds/feed_format.h"
#include "match/feeds/json_fields.h"
#include "match/feeds/osv_ranges.h"
#include "match/feeds/severities.h"
#include "match/feeds/sniffing.h"
#include "match/feeds/titles.h"

namespace lp::match {
namespace {

int sniff(std::string_view head) {
  if (!is_json(head) || has_any(head, {"cveMetadata", "document", "bomFormat", "@context", "CVE_Items", "cve"}) || !has_member(head, "id")) return 0;
  if (has_member(head, "schema_version")) return 80;
  return has_member(head, "modified") || has_all(head, {"affected", "package"}) ? 60 : 0;
}

void append_texts(JsonObject record, std::string_view member, std::vector<std::string>& out, const Place& place, FeedSink& sink) {
  const auto texts = array_of(record, member, place, sink);
  if (!texts) return;
  for (const JsonElement text : *texts)
    if (const std::string_view id = text_of(text); !id.empty()) out.emplace_back(id);
}

// The one flaw a distribution's own number stands for: "DEBIAN-CVE-2024-1" of "CVE-2024-1". Several are an erratum's.
void read_upstream(JsonObject record, Advisory& advisory, const Place& place, FeedSink& sink) {
  std::vector<std::string> upstream;
  append_texts(record, "upstream", upstream, place, sink);
  const bool same = upstream.size() == 1 && advisory.id.size() > upstream[0].size() && advisory.id.ends_with("-" + upstream[0]);
  std::vector<std::string>& out = same ? advisory.aliases : advisory.related;
  std::ranges::move(upstream, std::back_inserter(out));
}

void read_scores(JsonObject holder, std::vector<Score>& out) {
  const auto scores = array_of(holder, "severity");
  if (!scores) return;
  for (const JsonElement element : *scores) {
    const auto score = object_of(element);
    if (!score || !text_of(*score, "type").starts_with("CVSS_V")) continue;
    Score read = score_of_vector(text_of(*score, "score"));
    if (std::ranges::find(out, read.vector, &Score::vector) == out.end()) out.push_back(std::move(read));
  }
}

std::string_view stated_severity(JsonObject holder) {
  for (const std::string_view part : {"database_specific", "ecosystem_specific"})
    if (const auto specific = object_of(holder, part))
      if (const std::string_view severity = severity_of(text_of(*specific, "severity")); !severity.empty()) return severity;
  return {};
}

// Red Hat's family begins the title with it: "Important: nodejs:18 security update".
std::string_view severity_of_title(std::string_view title) {
  const std::size_t colon = title.find(": ");
  return colon == std::string_view::npos ? std::string_view() : severity_of(title.substr(0, colon));
}

// "nodejs:18" of the title above. Only of use where the package's version is that of a module.
std::string_view stream_of_title(std::string_view title) {
  while (!title.empty()) {
    const std::size_t end = std::min(title.find(' '), title.size());
    const std::string_view word = title.substr(0, end);
    const std::size_t colon = word.find(':');
    if (colon != std::string_view::npos && colon > 0 && colon + 1 < word.size()) return word;
    title.remove_prefix(std::min(end + 1, title.size()));
  }
  return {};
}

bool is_modular(const Affected& affected) {
  return std::ranges::any_of(affected.fixed_versions, [](const std::string& version) { return version.find(".module") != std::string::npos || version.find("+module") != std::string::npos; });
}

std::optional<OsvEvent> event_of(JsonObject object) {
  for (const auto& [member, kind] : {std::pair{"introduced", OsvEvent::introduced}, {"fixed", OsvEvent::fixed}, {"last_affected", OsvEvent::last_affected}, {"limit", OsvEvent::limit}})
    if (const std::string_view version = text_of(object, member); !version.empty()) return OsvEvent{kind, version};
  return std::nullopt;
}

class RangeReader {
 public:
  RangeReader(FeedSink& sink, Affected& affected, const Scheme* scheme) : sink_(sink), affected_(affected), scheme_(scheme) {}

  void read(JsonObject range, const Place& place) {
    const std::string_view type = text_of(range, "type");
    if (type == "GIT") return sink_.leave_out("git_range");
    if (type != "SEMVER" && type != "ECOSYSTEM") return sink_.refuse(Place(place, "type").pointer(), "unknown_range", "is no type of range: " + truncate(type, 40));
    const auto events = array_of(range, "events", place, sink_);
    if (!events) return;
    events_.clear();
    std::size_t index = 0;
    for (const JsonElement element : *events) read_event(element, Place(Place(place, "events"), index++));
    if (std::ranges::none_of(events_, [](const OsvEvent& e) { return e.kind == OsvEvent::introduced; })) return sink_.leave_out("range_without_start");
    const Scheme* const scheme = scheme_ == nullptr && type == "SEMVER" ? find_scheme("semver") : scheme_;
    if (scheme != nullptr && affected_.scheme.empty()) affected_.scheme = scheme->id;
    append_intervals(events_, scheme, affected_.intervals);
  }

 private:
  void read_event(JsonElement element, const Place& place) {
    const auto object = object_of(element);
    const auto event = object ? event_of(*object) : std::nullopt;
    if (!event) return sink_.refuse(place.pointer(), "no_event", "is no event of a range");
    if (event->kind == OsvEvent::fixed) affected_.fixed_versions.emplace_back(event->version);
    events_.push_back(*event);
  }

  FeedSink& sink_;
  Affected& affected_;
  const Scheme* scheme_;
  std::vector<OsvEvent> events_;
};

void read_affected(JsonObject record, JsonObject entry, const Place& place, Advisory& advisory, FeedSink& sink) {
  const auto package = object_of(entry, "package", place, sink);
  const std::string_view ecosystem = package ? text_of(*package, "ecosystem") : std::string_view();
  const std::string_view name = package ? text_of(*package, "name") : std::string_view();
  if (ecosystem.empty() || name.empty()) return sink.leave_out("no_package");
  Affected affected{.package = key_of_osv(ecosystem, name), .stated_name = std::string(name)};
  affected.tier = affected.package.space == NameSpace::distribution ? Tier::vendor : Tier::ecosystem;
  const Scheme* const scheme = scheme_of_ecosystem(ecosystem);
  if (scheme != nullptr) affected.scheme = scheme->id;
  if (const auto ranges = array_of(entry, "ranges", place, sink)) {
    RangeReader reader(sink, affected, scheme);
    const Place below(place, "ranges");
    std::size_t index = 0;
    for (const JsonElement range : *ranges) {
      const Place here(below, index++);
      if (const auto object = object_of(range)) reader.read(*object, here);
      else sink.refuse(here.pointer(), "wrong_type", "is no object");
    }
  }
  append_texts(entry, "versions", affected.versions, place, sink);
  read_scores(entry, advisory.scores);
  if (advisory.severity.empty()) advisory.severity = stated_severity(entry);
  if (affected.intervals.empty() && affected.versions.empty()) return sink.leave_out("nothing_stated");
  if (is_modular(affected)) affected.module_stream = stream_of_title(text_of(record, "summary"));
  affected.where = place.pointer();
  advisory.affected.push_back(std::move(affected));
}

std::string title_of(JsonObject record) {
  const std::string_view summary = text_of(record, "summary");
  return short_title(summary.empty() ? text_of(record, "details") : summary);
}

void read_record(JsonElement element, FeedSink& sink) {
  const JsonObject record = element;
  Advisory advisory{.id = std::string(text_of(record, "id")), .source = "osv"};
  if (advisory.id.empty()) return sink.refuse("/id", "no_id", "an advisory needs an id");
  const Place root;
  append_texts(record, "aliases", advisory.aliases, root, sink);
  append_texts(record, "related", advisory.related, root, sink);
  read_upstream(record, advisory, root, sink);
  advisory.title = title_of(record);
  advisory.modified = feed_time(text_of(record, "modified")).value_or(Timestamp());
  advisory.published = feed_time(text_of(record, "published")).value_or(Timestamp());
  if (const std::string_view withdrawn = text_of(record, "withdrawn"); !withdrawn.empty()) advisory.withdrawn = feed_time(withdrawn).value_or(advisory.modified);
  read_scores(record, advisory.scores);
  advisory.severity = stated_severity(record);
  if (const auto affected = array_of(record, "affected", root, sink)) {
    const Place below(root, "affected");
    std::size_t index = 0;
    for (const JsonElement entry : *affected) {
      const Place here(below, index++);
      if (const auto object = object_of(entry)) read_affected(record, *object, here, advisory, sink);
      else sink.refuse(here.pointer(), "wrong_type", "is no object");
    }
  }
  if (advisory.severity.empty()) advisory.severity = severity_of_title(advisory.title);
  sink.take(std::move(advisory));
}

}  // namespace

FeedFormat feed_osv() { return {.id = "osv", .zh = "OSV 漏洞记录", .en = "OSV records", .sniff = sniff, .read_record = read_record}; }

}  // namespace lp::match
