// NVD JSON 1.0 and 1.1 (`CVE_Items`), and mirrors that still give it.

#include "base/text.h"
#include "match/feeds/cpe_configuration.h"
#include "match/feeds/feed_format.h"
#include "match/feeds/severities.h"
#include "match/feeds/sniffing.h"
#include "match/feeds/titles.h"

namespace lp::match {
namespace {

int sniff(std::string_view head) {
  if (!is_json(head)) return 0;
  if (has_member(head, "CVE_Items")) return 95;
  return has_all(head, {"cve", "CVE_data_meta"}) ? 90 : 0;
}

std::string_view description_of(JsonObject cve) {
  const auto holder = object_of(cve, "description");
  const auto data = holder ? array_of(*holder, "description_data") : std::nullopt;
  if (!data) return {};
  for (const JsonElement element : *data)
    if (const auto object = object_of(element)) return text_of(*object, "value");
  return {};
}

void read_impact(JsonObject record, Advisory& advisory) {
  const auto impact = object_of(record, "impact");
  if (!impact) return;
  for (const auto& [member, inner] : {std::pair<std::string_view, std::string_view>{"baseMetricV3", "cvssV3"}, {"baseMetricV2", "cvssV2"}}) {
    const auto metric = object_of(*impact, member);
    const auto score = metric ? object_of(*metric, inner) : std::nullopt;
    if (!score) continue;
    advisory.scores.push_back(score_of_vector(text_of(*score, "vectorString"), number_of(*score, "baseScore").value_or(-1)));
    const std::string_view stated = text_of(*score, "baseSeverity");
    if (advisory.severity.empty()) advisory.severity = severity_of(stated.empty() ? text_of(*metric, "severity") : stated);
  }
}

// The lists of one node: a list of its own, and those of its children; children of children are not in use.
void read_node(JsonObject node, const std::string& place, Advisory& advisory, FeedSink& sink) {
  if (true_of(node, "negate")) return sink.leave_out("negated_configuration");
  const bool all = text_of(node, "operator") == "AND";
  std::vector<CpeList> lists;
  if (const auto own = array_of(node, "cpe_match")) {
    if (!all) lists.push_back({*own, place + "/cpe_match"});
    else for (std::size_t i = 0; i < own->size(); ++i) lists.push_back({*own, place + "/cpe_match", true, i});
  }
  if (const auto children = array_of(node, "children")) {
    std::size_t index = 0;
    for (const JsonElement element : *children) {
      const std::string below = place + "/children/" + std::to_string(index++);
      const auto child = object_of(element);
      if (!child) continue;
      const auto grandchildren = array_of(*child, "children");
      if (true_of(*child, "negate") || (grandchildren && grandchildren->size() > 0)) return sink.leave_out("nested_configuration");
      if (const auto matches = array_of(*child, "cpe_match")) lists.push_back({*matches, below + "/cpe_match"});
    }
  }
  append_configuration(lists, all, advisory, sink);
}

void read_record(JsonElement element, FeedSink& sink) {
  const JsonObject record = element;
  const Place root;
  const auto cve = object_of(record, "cve", root, sink);
  const auto meta = cve ? object_of(*cve, "CVE_data_meta") : std::nullopt;
  Advisory advisory{.id = meta ? std::string(text_of(*meta, "ID")) : std::string(), .source = "nvd"};
  if (advisory.id.empty()) return sink.refuse("/cve/CVE_data_meta/ID", "no_id", "an advisory needs an id");
  const std::string_view description = description_of(*cve);
  advisory.title = short_title(description);
  advisory.published = feed_time(text_of(record, "publishedDate")).value_or(Timestamp());
  advisory.modified = feed_time(text_of(record, "lastModifiedDate")).value_or(Timestamp());
  if (description.starts_with("** REJECT **") || description.starts_with("Rejected reason:")) advisory.withdrawn = advisory.modified;
  read_impact(record, advisory);
  const auto configurations = object_of(record, "configurations", root, sink);
  if (const auto nodes = configurations ? array_of(*configurations, "nodes", Place(root, "configurations"), sink) : std::nullopt) {
    std::size_t index = 0;
    for (const JsonElement node : *nodes) {
      const std::string place = "/configurations/nodes/" + std::to_string(index++);
      if (const auto object = object_of(node)) read_node(*object, place, advisory, sink);
      else sink.refuse(place, "wrong_type", "is no object");
    }
  }
  sink.take(std::move(advisory));
}

}  // namespace

FeedFormat feed_nvd11() { return {.id = "nvd11", .zh = "NVD JSON 1.1", .en = "NVD JSON 1.1", .sniff = sniff, .read_record = read_record, .read_text = nullptr, .records_in = "CVE_Items"}; }

}  // namespace lp::match
