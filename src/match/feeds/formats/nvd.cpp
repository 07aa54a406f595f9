// NVD API 2.0 pages and records, and overrides in that shape (`{"_annotation": …, "cve": {"configurations": …}}`).

#include "base/text.h"
#include "match/feeds/cpe_configuration.h"
#include "match/feeds/feed_format.h"
#include "match/feeds/severities.h"
#include "match/feeds/sniffing.h"
#include "match/feeds/titles.h"

namespace lp::match {
namespace {

int sniff(std::string_view head) {
  if (!is_json(head) || has_any(head, {"CVE_data_meta", "$defs"})) return 0;
  if (head.substr(0, 400).find("\"NVD_CVE\"") != std::string_view::npos) return 95;
  if (has_all(head, {"_annotation", "cve"})) return 92;
  return has_member(head, "cve") && has_any(head, {"cpeMatch", "sourceIdentifier", "vulnStatus"}) ? 90 : 0;
}

std::string_view english_description(JsonObject cve) {
  const auto descriptions = array_of(cve, "descriptions");
  if (!descriptions) return {};
  std::string_view any;
  for (const JsonElement element : *descriptions) {
    const auto object = object_of(element);
    if (!object) continue;
    if (text_of(*object, "lang") == "en") return text_of(*object, "value");
    any = text_of(*object, "value");
  }
  return any;
}

void read_metrics(JsonObject cve, Advisory& advisory) {
  const auto metrics = object_of(cve, "metrics");
  if (!metrics) return;
  for (const std::string_view member : {"cvssMetricV40", "cvssMetricV31", "cvssMetricV30", "cvssMetricV2"}) {
    const auto list = array_of(*metrics, member);
    if (!list) continue;
    for (const JsonElement element : *list) {
      const auto metric = object_of(element);
      const auto data = metric ? object_of(*metric, "cvssData") : std::nullopt;
      if (!data) continue;
      advisory.scores.push_back(score_of_vector(text_of(*data, "vectorString"), number_of(*data, "baseScore").value_or(-1)));
      const std::string_view stated = text_of(*data, "baseSeverity");
      if (advisory.severity.empty()) advisory.severity = severity_of(stated.empty() ? text_of(*metric, "baseSeverity") : stated);
    }
  }
}

void read_configuration(JsonObject configuration, const std::string& place, Advisory& advisory, FeedSink& sink) {
  const auto nodes = array_of(configuration, "nodes");
  if (!nodes) return sink.leave_out("empty_configuration");
  if (true_of(configuration, "negate")) return sink.leave_out("negated_configuration");
  const bool all = text_of(configuration, "operator") == "AND";
  std::vector<CpeList> lists;
  std::size_t index = 0;
  for (const JsonElement element : *nodes) {
    const std::string below = place + "/nodes/" + std::to_string(index++) + "/cpeMatch";
    const auto node = object_of(element);
    const auto matches = node ? array_of(*node, "cpeMatch") : std::nullopt;
    if (!matches) continue;
    if (true_of(*node, "negate")) return sink.leave_out("negated_configuration");
    if (text_of(*node, "operator") != "AND") lists.push_back({*matches, below});
    else if (all || nodes->size() == 1) for (std::size_t i = 0; i < matches->size(); ++i) lists.push_back({*matches, below, true, i});
    else return sink.leave_out("nested_configuration");
  }
  const bool one_and = nodes->size() == 1 && lists.size() > 1;
  append_configuration(lists, all || one_and, advisory, sink);
}

void read_record(JsonElement element, FeedSink& sink) {
  const JsonObject record = element;
  const Place root;
  // A record of an API page is wrapped; in mirrors it stands alone.
  const auto wrapped = object_of(record, "cve");
  const JsonObject cve = wrapped ? *wrapped : record;
  const std::string above = wrapped ? "/cve" : "";
  const auto annotation = object_of(record, "_annotation");
  Advisory advisory{.id = std::string(annotation ? text_of(*annotation, "cve_id") : text_of(cve, "id")), .source = annotation ? "nvd:override" : "nvd"};
  if (advisory.id.empty()) return sink.refuse(above + "/id", "no_id", "an advisory needs an id");
  const JsonObject dated = annotation ? *annotation : cve;
  advisory.title = short_title(annotation ? text_of(*annotation, "description") : english_description(cve));
  advisory.published = feed_time(text_of(dated, "published")).value_or(Timestamp());
  advisory.modified = feed_time(text_of(dated, annotation ? "modified" : "lastModified")).value_or(Timestamp());
  if (text_of(cve, "vulnStatus") == "Rejected") advisory.withdrawn = advisory.modified;
  read_metrics(cve, advisory);
  if (const auto configurations = array_of(cve, "configurations", wrapped ? Place(root, "cve") : root, sink)) {
    std::size_t index = 0;
    for (const JsonElement configuration : *configurations) {
      const std::string place = above + "/configurations/" + std::to_string(index++);
      if (const auto object = object_of(configuration)) read_configuration(*object, place, advisory, sink);
      else sink.refuse(place, "wrong_type", "is no object");
    }
  }
  sink.take(std::move(advisory));
}

}  // namespace

FeedFormat feed_nvd() { return {.id = "nvd", .zh = "NVD API 2.0", .en = "NVD API 2.0", .sniff = sniff, .read_record = read_record, .read_text = nullptr, .records_in = "vulnerabilities"}; }

}  // namespace lp::match
