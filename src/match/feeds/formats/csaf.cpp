// CSAF 2.0 and 2.1: security advisories and VEX. One advisory for each vulnerability of a document, so that what is said of one flaw stays apart from others.

#include <algorithm>

#include "base/text.h"
#include "match/feeds/csaf_products.h"
#include "match/feeds/feed_format.h"
#include "match/feeds/severities.h"
#include "match/feeds/sniffing.h"
#include "match/feeds/titles.h"

namespace lp::match {
namespace {

int sniff(std::string_view head) {
  if (!is_json(head)) return 0;
  if (has_all(head, {"document", "csaf_version"})) return 95;
  return has_all(head, {"document", "product_tree"}) || has_all(head, {"document", "tracking"}) ? 80 : 0;
}

struct StatusGroup {
  std::string_view member;
  AffectedStatus status;
};
constexpr StatusGroup groups[] = {
    {"known_affected", AffectedStatus::affected},          {"first_affected", AffectedStatus::affected},  {"last_affected", AffectedStatus::affected},
    {"known_not_affected", AffectedStatus::not_affected},  {"fixed", AffectedStatus::fixed},              {"first_fixed", AffectedStatus::fixed},
    {"under_investigation", AffectedStatus::under_investigation},
};

struct Document {
  std::string id, source, title;
  std::string_view severity;
  Timestamp modified{}, published{};
  bool withdrawn = false, by_vendor = false;
};

std::optional<Document> read_document(JsonObject record, FeedSink& sink) {
  const Place root;
  const auto document = object_of(record, "document", root, sink);
  if (!document) return sink.refuse("/document", "no_document", "a CSAF document needs it"), std::nullopt;
  const Place place(root, "document");
  const auto tracking = object_of(*document, "tracking", place, sink), publisher = object_of(*document, "publisher", place, sink);
  Document out;
  if (tracking) out.id = text_of(*tracking, "id");
  if (out.id.empty()) return sink.refuse("/document/tracking/id", "no_id", "an advisory needs an id"), std::nullopt;
  out.source = "csaf";
  if (publisher) out.source += ":" + to_lower_ascii(text_of(*publisher, "name"));
  out.by_vendor = publisher && text_of(*publisher, "category") == "vendor";
  out.title = short_title(text_of(*document, "title"));
  out.published = feed_time(text_of(*tracking, "initial_release_date")).value_or(Timestamp());
  out.modified = feed_time(text_of(*tracking, "current_release_date")).value_or(Timestamp());
  const std::string_view category = text_of(*document, "category");
  out.withdrawn = category == "csaf_withdrawn" || category == "csaf_superseded";
  if (const auto severity = object_of(*document, "aggregate_severity")) out.severity = severity_of(text_of(*severity, "text"));
  return out;
}

class VulnerabilityReader {
 public:
  VulnerabilityReader(JsonObject vulnerability, const Place& place, const Document& document, CsafProducts& products, FeedSink& sink)
      : vulnerability_(vulnerability), place_(place), document_(document), products_(products), sink_(sink) {}

  void read(std::size_t index, bool only_one) {
    advisory_.source = document_.source;
    advisory_.modified = document_.modified;
    advisory_.published = document_.published;
    if (document_.withdrawn) advisory_.withdrawn = document_.modified;
    const std::string_view title = text_of(vulnerability_, "title");
    advisory_.title = title.empty() ? document_.title : short_title(title);
    read_ids(index, only_one);
    read_scores();
    if (advisory_.severity.empty()) advisory_.severity = document_.severity;
    read_flags();
    if (const auto status = object_of(vulnerability_, "product_status", place_, sink_)) {
      const Place below(place_, "product_status");
      for (const StatusGroup& group : groups) read_group(*status, group, below);
      if (array_of(*status, "recommended")) sink_.leave_out("recommended");
    }
    sink_.take(std::move(advisory_));
  }

 private:
  // One document tells of several flaws, and one flaw is told of in several documents: an id is of both.
  void read_ids(std::size_t index, bool only_one) {
    const std::string_view cve = text_of(vulnerability_, "cve");
    if (!cve.empty()) advisory_.aliases.emplace_back(cve);
    if (const auto ids = array_of(vulnerability_, "ids"))
      for (const JsonElement element : *ids) {
        const auto id = object_of(element);
        if (!id) continue;
        const std::string_view text = text_of(*id, "text"), system = text_of(*id, "system_name");
        // Numbers of a bug tracker mean nothing without it, and are no names of flaws.
        if (text.size() > 6 && text.find('-') != std::string_view::npos && text.find(' ') == std::string_view::npos && system.find("ug") == std::string_view::npos) advisory_.aliases.emplace_back(text);
      }
    advisory_.id = document_.id;
    if (!cve.empty()) advisory_.id += '/' + std::string(cve);
    else if (!only_one) advisory_.id += '/' + std::to_string(index + 1);
  }

  void read_scores() {
    if (const auto scores = array_of(vulnerability_, "scores", place_, sink_))
      for (const JsonElement element : *scores)
        if (const auto score = object_of(element)) read_score(*score);
    if (const auto metrics = array_of(vulnerability_, "metrics", place_, sink_))
      for (const JsonElement element : *metrics) {
        const auto metric = object_of(element);
        if (const auto content = metric ? object_of(*metric, "content") : std::nullopt) read_score(*content);
      }
  }
  void read_score(JsonObject holder) {
    for (const std::string_view member : {"cvss_v4", "cvss_v3", "cvss_v2"}) {
      const auto cvss = object_of(holder, member);
      if (!cvss) continue;
      Score score = score_of_vector(text_of(*cvss, "vectorString"), number_of(*cvss, "baseScore").value_or(-1));
      if (score.vector.empty() && score.base < 0) continue;
      score.kind = member == "cvss_v4" ? "cvss4" : member == "cvss_v3" ? "cvss3" : "cvss2";
      if (std::ranges::find(advisory_.scores, score.vector, &Score::vector) == advisory_.scores.end()) advisory_.scores.push_back(std::move(score));
      if (advisory_.severity.empty()) advisory_.severity = severity_of(text_of(*cvss, "baseSeverity"));
    }
  }

  void read_flags() {
    const auto flags = array_of(vulnerability_, "flags", place_, sink_);
    if (!flags) return;
    for (const JsonElement element : *flags) {
      const auto flag = object_of(element);
      const auto ids = flag ? array_of(*flag, "product_ids") : std::nullopt;
      if (!ids) continue;
      for (const JsonElement id : *ids) justifications_.emplace(text_of(id), text_of(*flag, "label"));
    }
  }

  void read_group(JsonObject status, const StatusGroup& group, const Place& below) {
    const auto ids = array_of(status, group.member, below, sink_);
    if (!ids) return;
    const Place here(below, group.member);
    std::size_t index = 0;
    for (const JsonElement element : *ids) {
      const std::size_t at = index++;
      const CsafProduct* const product = products_.find(text_of(element));
      if (product == nullptr) {
        sink_.refuse(Place(here, at).pointer(), "unknown_product", "is no product of the document: " + truncate(text_of(element), 60));
        continue;
      }
      const std::vector<Affected>& statements = products_.statements_of(*product);
      if (statements.empty()) sink_.leave_out("nameless_product");
      for (const Affected& statement : statements) state(statement, *product, group.status);
    }
  }

  void state(const Affected& statement, const CsafProduct& product, AffectedStatus status) {
    if (statement.intervals.empty() && statement.versions.empty()) return sink_.leave_out("unclear_versions");
    const bool fix_of_distribution = status == AffectedStatus::fixed && document_.by_vendor && statement.package.space == NameSpace::distribution && statement.versions.size() == 1;
    Affected& made = same_as(statement, fix_of_distribution ? AffectedStatus::affected : status);
    if (fix_of_distribution) {
      // A distribution ships one version after the other: what is before the fix has the flaw.
      Interval before{.from = {}, .to = statement.versions[0], .from_included = true, .to_included = false};
      if (std::ranges::find(made.intervals, before) == made.intervals.end()) made.intervals.push_back(std::move(before));
      append_new(made.fixed_versions, statement.versions);
    } else {
      append_new(made.intervals, statement.intervals);
      append_new(made.versions, statement.versions);
    }
    made.confidence = std::min(made.confidence, statement.confidence);
    if (const auto label = justifications_.find(product.id); label != justifications_.end() && status == AffectedStatus::not_affected) made.justification = label->second;
  }

  static void append_new(auto& to, const auto& from) {
    for (const auto& one : from)
      if (std::ranges::find(to, one) == to.end()) to.push_back(one);
  }

  // The versions of one product are one statement.
  Affected& same_as(const Affected& statement, AffectedStatus status) {
    const std::size_t first = advisory_.affected.size() > 16 ? advisory_.affected.size() - 16 : 0;
    for (std::size_t i = advisory_.affected.size(); i > first; --i) {
      Affected& known = advisory_.affected[i - 1];
      if (known.status == status && known.package == statement.package && known.tier == statement.tier && known.scheme == statement.scheme && known.cpe == statement.cpe && known.conditions.size() == statement.conditions.size() &&
          (statement.conditions.empty() || known.stated_name == statement.stated_name))
        return known;
    }
    Affected& made = advisory_.affected.emplace_back(statement);
    made.status = status;
    made.intervals.clear();
    made.versions.clear();
    return made;
  }

  JsonObject vulnerability_;
  const Place& place_;
  const Document& document_;
  CsafProducts& products_;
  FeedSink& sink_;
  Advisory advisory_;
  std::unordered_map<std::string_view, std::string_view> justifications_;
};

void read_record(JsonElement element, FeedSink& sink) {
  const JsonObject record = element;
  const auto document = read_document(record, sink);
  if (!document) return;
  const Place root;
  const auto vulnerabilities = array_of(record, "vulnerabilities", root, sink);
  if (!vulnerabilities || vulnerabilities->size() == 0) return sink.leave_out("document_without_vulnerabilities");
  CsafProducts products(record, document->by_vendor, sink);
  const Place below(root, "vulnerabilities");
  std::size_t index = 0;
  for (const JsonElement one : *vulnerabilities) {
    const Place here(below, index);
    if (const auto object = object_of(one)) VulnerabilityReader(*object, here, *document, products, sink).read(index, vulnerabilities->size() == 1);
    else sink.refuse(here.pointer(), "wrong_type", "is no object");
    ++index;
  }
}

}  // namespace

FeedFormat feed_csaf() { return {.id = "csaf", .zh = "CSAF 安全公告与 VEX", .en = "CSAF advisories and VEX", .sniff = sniff, .read_record = read_record}; }

}  // namespace lp::match
