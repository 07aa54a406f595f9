// CISA's catalogue of known exploited vulnerabilities as JSON. Its CSV: kev_csv.cpp.

#include "match/feeds/feed_format.h"
#include "match/feeds/json_fields.h"
#include "match/feeds/kev_entry.h"
#include "match/feeds/sniffing.h"

namespace lp::match {
namespace {

int sniff(std::string_view head) { return is_json(head) && has_all(head, {"cveID", "dateAdded"}) && !has_member(head, "$schema") ? 95 : 0; }

void read_record(JsonElement element, FeedSink& sink) {
  const JsonObject record = element;
  take_kev_entry({.cve = text_of(record, "cveID"), .added = text_of(record, "dateAdded"), .due = text_of(record, "dueDate"), .ransomware = text_of(record, "knownRansomwareCampaignUse")}, "/cveID", sink);
}

}  // namespace

FeedFormat feed_kev() { return {.id = "kev", .zh = "CISA 已知被利用漏洞目录", .en = "CISA known exploited vulnerabilities", .sniff = sniff, .read_record = read_record, .read_text = nullptr, .records_in = "vulnerabilities"}; }

}  // namespace lp::match
