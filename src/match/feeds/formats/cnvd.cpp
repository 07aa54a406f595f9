// CNVD (国家信息安全漏洞共享平台) as JSON lines. Its XML and tables: cnvd_xml.cpp, cnvd_table.cpp.

#include "match/feeds/bulletin.h"
#include "match/feeds/json_fields.h"
#include "match/feeds/sniffing.h"

namespace lp::match {
namespace {

int sniff(std::string_view head) { return is_json(head) && has_member(head, "number") && head.find("\"CNVD-") != std::string_view::npos ? 90 : 0; }

std::vector<std::string_view> texts_of(JsonObject record, std::string_view member, FeedSink& sink) {
  const auto texts = array_of(record, member, Place(), sink);
  std::vector<std::string_view> out;
  if (!texts) return out;
  for (const JsonElement text : *texts) out.push_back(text_of(text));
  return out;
}

void read_record(JsonElement element, FeedSink& sink) {
  const JsonObject record = element;
  Bulletin bulletin{.id = text_of(record, "number"), .source = "cnvd", .title = text_of(record, "title"), .severity = text_of(record, "serverity"), .published = text_of(record, "openTime")};
  // The platform writes "serverity".
  if (bulletin.severity.empty()) bulletin.severity = text_of(record, "severity");
  bulletin.cves = texts_of(record, "cves", sink);
  bulletin.products = texts_of(record, "products", sink);
  take_bulletin(bulletin, "/number", sink);
}

}  // namespace

FeedFormat feed_cnvd() { return {.id = "cnvd", .zh = "国家信息安全漏洞共享平台（JSON）", .en = "CNVD, JSON", .sniff = sniff, .read_record = read_record, .read_text = nullptr, .records_in = "vulnerabilities"}; }

}  // namespace lp::match
