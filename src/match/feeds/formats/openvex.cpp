// OpenVEX documents: one advisory for each vulnerability a document speaks of.

#include <algorithm>
#include <map>

#include "base/text.h"
#include "match/feeds/json_fields.h"
#include "match/feeds/signal_ids.h"
#include "match/feeds/sniffing.h"
#include "match/feeds/titles.h"
#include "match/feeds/vex_statement.h"

namespace lp::match {
namespace {

int sniff(std::string_view head) {
  if (!is_json(head) || !has_member(head, "@context")) return 0;
  const std::size_t at = head.find("openvex.dev/ns");
  return at != std::string_view::npos && (has_member(head, "statements") || has_member(head, "author")) ? 95 : 0;
}

class OpenVexReader {
 public:
  OpenVexReader(JsonObject record, FeedSink& sink) : record_(record), sink_(sink) {
    author_ = to_lower_ascii(trim(text_of(record, "author")));
    time_ = feed_time(text_of(record, "timestamp")).value_or(Timestamp());
    if (const auto updated = feed_time(text_of(record, "last_updated"))) time_ = *updated;
  }

  void read() {
    const Place root;
    const auto statements = array_of(record_, "statements", root, sink_);
    if (!statements) return sink_.refuse("/statements", "no_statements", "a VEX document needs statements");
    const Place below(root, "statements");
    std::size_t index = 0;
    for (const JsonElement element : *statements) {
      const Place here(below, index++);
      if (const auto object = object_of(element)) read_statement(*object, here);
      else sink_.refuse(here.pointer(), "wrong_type", "is no object");
    }
    for (auto& [id, advisory] : advisories_) sink_.take(std::move(advisory));
  }

 private:
  // A text in version 0.0.1, else an object with a name and aliases.
  Advisory* advisory_of(JsonObject statement, const Place& place) {
    std::string_view id = text_of(statement, "vulnerability");
    const auto object = object_of(statement, "vulnerability");
    if (object) id = text_of(*object, "name").empty() ? text_of(*object, "@id") : text_of(*object, "name");
    if (id.empty()) return sink_.refuse(Place(place, "vulnerability").pointer(), "no_id", "a statement needs a vulnerability"), nullptr;
    const auto [known, added] = advisories_.try_emplace(std::string(id));
    Advisory& advisory = known->second;
    if (!added) return &advisory;
    advisory.id = id;
    advisory.source = "openvex" + (author_.empty() ? std::string() : ":" + author_);
    advisory.modified = time_;
    advisory.published = feed_time(text_of(statement, "timestamp")).value_or(time_);
    if (!object) return &advisory;
    advisory.title = short_title(text_of(*object, "description"));
    if (const auto aliases = array_of(*object, "aliases"))
      for (const JsonElement element : *aliases) {
        // Addresses of pages stand among them.
        const std::string_view alias = text_of(element);
        if (!alias.empty() && alias != id && alias.find("://") == std::string_view::npos) advisory.aliases.emplace_back(alias);
      }
    return &advisory;
  }

  void read_statement(JsonObject statement, const Place& place) {
    const auto status = vex_status(text_of(statement, "status"));
    if (!status) return sink_.refuse(Place(place, "status").pointer(), "no_status", "is no status of VEX: " + truncate(text_of(statement, "status"), 40));
    Advisory* const advisory = advisory_of(statement, place);
    if (advisory == nullptr) return;
    const auto products = array_of(statement, "products", place, sink_);
    if (!products) return sink_.leave_out("statement_without_products");
    const Place below(place, "products");
    const std::string_view justification = text_of(statement, "justification");
    std::size_t index = 0;
    for (const JsonElement product : *products) read_product(product, Place(below, index++), *status, justification, *advisory);
  }

  void read_product(JsonElement element, const Place& place, AffectedStatus status, std::string_view justification, Advisory& advisory) {
    const auto object = object_of(element);
    const auto subcomponents = object ? array_of(*object, "subcomponents") : std::nullopt;
    // It holds for the part as it is in the product, not wherever the part is: of the product, then.
    if (subcomponents && subcomponents->size() > 0) sink_.leave_out("subcomponent");
    std::vector<std::string_view> names;
    names.push_back(object ? text_of(*object, "@id") : text_of(element));
    if (const auto identifiers = object ? object_of(*object, "identifiers") : std::nullopt)
      for (const auto& [kind, value] : *identifiers)
        if (kind == "purl" || kind == "cpe23" || kind == "cpe22") names.push_back(text_of(value));
    bool stated = false;
    for (const std::string_view name : names) {
      auto affected = vex_statement(name, status);
      if (!affected) continue;
      stated = true;
      affected->justification = justification;
      affected->where = place.pointer();
      add(advisory, *std::move(affected));
    }
    if (!stated) sink_.leave_out("unnamed_product");
  }

  // One package is listed for each architecture.
  static void add(Advisory& advisory, Affected&& affected) {
    for (std::size_t i = advisory.affected.size(), seen = 0; i > 0 && seen < 64; --i, ++seen) {
      Affected& known = advisory.affected[i - 1];
      if (known.package != affected.package || known.status != affected.status || known.cpe != affected.cpe || known.justification != affected.justification) continue;
      for (std::string& version : affected.versions)
        if (std::ranges::find(known.versions, version) == known.versions.end()) known.versions.push_back(std::move(version));
      if (!affected.intervals.empty() && known.intervals.empty()) known.intervals = std::move(affected.intervals);
      return;
    }
    advisory.affected.push_back(std::move(affected));
  }

  JsonObject record_;
  FeedSink& sink_;
  std::string author_;
  Timestamp time_{};
  std::map<std::string, Advisory> advisories_;
};

void read_record(JsonElement element, FeedSink& sink) {
  const JsonObject record = element;
  OpenVexReader(record, sink).read();
}

}  // namespace

FeedFormat feed_openvex() { return {.id = "openvex", .zh = "OpenVEX 漏洞可利用性声明", .en = "OpenVEX", .sniff = sniff, .read_record = read_record}; }

}  // namespace lp::match
