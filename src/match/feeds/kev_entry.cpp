#include "match/feeds/kev_entry.h"

#include "base/text.h"
#include "match/feeds/signal_ids.h"

namespace lp::match {
namespace {

std::optional<Date> date_of(std::string_view text) {
  const auto date = parse_date_lenient(trim(text));
  return date ? std::optional(*date) : std::nullopt;
}

}  // namespace

void take_kev_entry(const KevEntry& entry, std::string_view place, FeedSink& sink) {
  const std::string_view cve = trim(entry.cve);
  if (!is_cve_id(cve)) return sink.refuse(place, "no_cve", "is no CVE id: " + truncate(cve, 40));
  sink.take(Signal{.id = std::string(cve), .source = "kev", .exploited = true, .ransomware = to_lower_ascii(trim(entry.ransomware)) == "known", .added = date_of(entry.added), .due = date_of(entry.due)});
}

}  // namespace lp::match
