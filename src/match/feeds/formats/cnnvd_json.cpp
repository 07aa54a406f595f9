// CNNVD records as JSON, alone or in a page of its interface ({"data": {"records": […]}}).

#include "match/feeds/bulletin.h"
#include "match/feeds/json_fields.h"
#include "match/feeds/sniffing.h"

namespace lp::match {
namespace {

int sniff(std::string_view head) { return is_json(head) && has_any(head, {"cnnvdCode", "cnnvd_id"}) ? 90 : 0; }

std::string_view first_of(JsonObject record, std::initializer_list<std::string_view> members) {
  for (const std::string_view member : members)
    if (const std::string_view text = text_of(record, member); !text.empty()) return text;
  return {};
}

void read_one(JsonObject record, FeedSink& sink) {
  Bulletin bulletin{.id = first_of(record, {"cnnvdCode", "cnnvd_id"}), .source = "cnnvd", .title = first_of(record, {"vulName", "name", "title"}), .severity = first_of(record, {"hazardLevelName", "hazardLevel", "severity"}),
                    .published = first_of(record, {"publishTime", "published"}), .modified = first_of(record, {"updateTime", "modified"})};
  // Levels by number: 1 is the highest.
  constexpr std::string_view levels[] = {"超危", "高危", "中危", "低危"};
  if (const auto number = number_of(record, "hazardLevel"); number && *number >= 1 && *number <= 4) bulletin.severity = levels[static_cast<int>(*number) - 1];
  bulletin.cves.push_back(first_of(record, {"cveCode", "cve_id"}));
  const std::string_view product = first_of(record, {"affectedProduct", "affected_product"});
  if (!product.empty()) bulletin.products.push_back(product);
  if (const auto products = array_of(record, "products"))
    for (const JsonElement text : *products) bulletin.products.push_back(text_of(text));
  take_bulletin(bulletin, "/cnnvdCode", sink);
}

void read_record(JsonElement element, FeedSink& sink) {
  const JsonObject record = element;
  const auto data = object_of(record, "data");
  if (!data) return read_one(record, sink);
  if (const auto records = array_of(*data, "records")) {
    for (const JsonElement one : *records)
      if (const auto object = object_of(one)) read_one(*object, sink);
    return;
  }
  const auto detail = object_of(*data, "cnnvdDetail");
  read_one(detail ? *detail : *data, sink);
}

}  // namespace

FeedFormat feed_cnnvd_json() { return {.id = "cnnvd_json", .zh = "国家信息安全漏洞库（JSON）", .en = "CNNVD, JSON", .sniff = sniff, .read_record = read_record}; }

}  // namespace lp::match
