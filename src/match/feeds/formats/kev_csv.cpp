// CISA's catalogue of known exploited vulnerabilities as CSV.

#include "match/feeds/csv_lines.h"
#include "match/feeds/feed_format.h"
#include "match/feeds/kev_entry.h"

namespace lp::match {
namespace {

int sniff(std::string_view head) {
  const std::string_view first = head.substr(0, head.find('\n'));
  return first.find("cveID") != std::string_view::npos && first.find("dateAdded") != std::string_view::npos && first.find('{') == std::string_view::npos ? 95 : 0;
}

void read_text(std::string_view bytes, FeedSink& sink) {
  CsvLines lines(bytes, csv_separator(bytes));
  std::vector<std::string_view> fields;
  if (!lines.next(fields)) return;
  const int cve = column_of(fields, {"cveID"}), added = column_of(fields, {"dateAdded"}), due = column_of(fields, {"dueDate"}), ransomware = column_of(fields, {"knownRansomwareCampaignUse"});
  while (lines.next(fields)) {
    sink.at_line(lines.line());
    ++sink.statistics().records["kev_csv"];
    take_kev_entry({.cve = cell(fields, cve), .added = cell(fields, added), .due = cell(fields, due), .ransomware = cell(fields, ransomware)}, "", sink);
  }
}

}  // namespace

FeedFormat feed_kev_csv() { return {.id = "kev_csv", .zh = "CISA 已知被利用漏洞目录（CSV）", .en = "CISA known exploited vulnerabilities, CSV", .sniff = sniff, .read_record = nullptr, .read_text = read_text}; }

}  // namespace lp::match
