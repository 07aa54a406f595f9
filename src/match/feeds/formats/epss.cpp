// FIRST's exploit prediction scores: a CSV a day, with its model and date in the first line.

#include <charconv>

#include "base/text.h"
#include "match/feeds/csv_lines.h"
#include "match/feeds/feed_format.h"
#include "match/feeds/json_fields.h"
#include "match/feeds/signal_ids.h"

namespace lp::match {
namespace {

int sniff(std::string_view head) {
  if (head.starts_with("#model_version:")) return 95;
  return head.starts_with("cve,epss,percentile") ? 95 : 0;
}

std::optional<double> share_of(std::string_view text) {
  double value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !(value >= 0 && value <= 1)) return std::nullopt;
  return value;
}

// "#model_version:v2026.06.15,score_date:2026-09-29T12:00:22Z"
std::optional<Timestamp> date_of_scores(std::string_view line) {
  constexpr std::string_view key = "score_date:";
  const std::size_t at = line.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  line.remove_prefix(at + key.size());
  std::string_view text = trim(line.substr(0, line.find(',')));
  // "+0000" of older files.
  return feed_time(text.ends_with("+0000") ? text.substr(0, text.size() - 5) : text);
}

void read_text(std::string_view bytes, FeedSink& sink) {
  std::optional<Timestamp> as_of;
  int offset = 0;
  while (bytes.starts_with('#')) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    if (const auto date = date_of_scores(bytes.substr(0, end))) as_of = date;
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    ++offset;
  }
  CsvLines lines(bytes);
  std::vector<std::string_view> fields;
  if (!lines.next(fields)) return;
  const int cve = column_of(fields, {"cve"}), epss = column_of(fields, {"epss"}), percentile = column_of(fields, {"percentile"});
  std::uint64_t& records = sink.statistics().records["epss"];
  while (lines.next(fields)) {
    ++records;
    const std::string_view id = cell(fields, cve);
    const auto score = share_of(cell(fields, epss)), rank = share_of(cell(fields, percentile));
    if (!is_cve_id(id) || !score) {
      sink.at_line(lines.line() + offset);
      sink.refuse("", "no_score", "is no CVE id with a score of 0 … 1");
      continue;
    }
    sink.take(Signal{.id = std::string(id), .source = "epss", .epss = score, .percentile = rank, .as_of = as_of});
  }
}

}  // namespace

FeedFormat feed_epss() { return {.id = "epss", .zh = "EPSS 利用可能性评分", .en = "EPSS scores", .sniff = sniff, .read_record = nullptr, .read_text = read_text}; }

}  // namespace lp::match
