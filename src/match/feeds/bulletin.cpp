#include "match/feeds/bulletin.h"

#include <algorithm>

#include "base/text.h"
#include "match/feeds/json_fields.h"
#include "match/feeds/severities.h"
#include "match/feeds/signal_ids.h"
#include "match/feeds/titles.h"
#include "match/product_text/product_text.h"

namespace lp::match {
namespace {

void add_cpe(std::string_view text, Advisory& advisory, FeedSink& sink) {
  auto cpe = parse_cpe(text);
  if (!cpe) return sink.refuse("", "no_cpe", "is no CPE name: " + truncate(text, 100));
  Affected affected{.package = key_of_cpe(*cpe), .stated_name = std::string(text), .tier = Tier::cpe, .scheme = std::string(generic_scheme().id)};
  const std::string version = (*cpe)[Cpe::version];
  if (version == "*") affected.intervals.push_back(Interval::everything());
  else affected.versions.push_back(version);
  cpe->values[Cpe::version] = "*";
  affected.cpe = *std::move(cpe);
  advisory.affected.push_back(std::move(affected));
}

void add_text(std::string_view text, Advisory& advisory, FeedSink& sink) {
  for (ProductText& read : parse_product_text(text)) {
    if (read.intervals.empty()) {
      sink.leave_out("unclear_versions");
      continue;
    }
    PackageKey package = key_of_product(read.vendor, read.product);
    // "E-Business Suite 12.1.1", "… 12.1.2": one product.
    const auto same = std::ranges::find_if(advisory.affected, [&](const Affected& known) { return known.package == package && known.confidence == read.confidence && known.tier == Tier::text; });
    if (same != advisory.affected.end()) {
      for (Interval& interval : read.intervals)
        if (std::ranges::find(same->intervals, interval) == same->intervals.end()) same->intervals.push_back(std::move(interval));
      continue;
    }
    Affected& affected = advisory.affected.emplace_back();
    affected.package = std::move(package);
    affected.stated_name = text;
    affected.tier = Tier::text;
    affected.scheme = std::move(read.scheme);
    affected.intervals = std::move(read.intervals);
    affected.confidence = read.confidence;
    if (const Interval& last = affected.intervals.back(); last.to && !last.to_included) affected.fixed_versions.push_back(*last.to);
  }
}

Timestamp day_of(std::string_view text) {
  if (const auto time = feed_time(trim(text))) return *time;
  const auto date = parse_date_lenient(trim(text.substr(0, std::min(text.find(' '), text.size()))));
  return date ? start_of_day_in_china(*date) : Timestamp();
}

}  // namespace

void take_bulletin(const Bulletin& bulletin, std::string_view place, FeedSink& sink) {
  const std::string_view id = trim(bulletin.id);
  if (id.empty()) return sink.refuse(place, "no_id", "an advisory needs an id");
  Advisory advisory{.id = std::string(id), .source = std::string(bulletin.source)};
  for (std::string_view cve : bulletin.cves) {
    cve = trim(cve);
    if (is_cve_id(cve)) advisory.aliases.emplace_back(cve);
    else if (!cve.empty()) sink.leave_out("alias_is_no_cve");
  }
  advisory.title = short_title(bulletin.title);
  advisory.severity = severity_of(bulletin.severity);
  advisory.published = day_of(bulletin.published);
  advisory.modified = bulletin.modified.empty() ? advisory.published : day_of(bulletin.modified);
  for (const std::string_view product : bulletin.products) {
    const std::string_view text = trim(product);
    if (text.starts_with("cpe:")) add_cpe(text, advisory, sink);
    else if (!text.empty()) add_text(text, advisory, sink);
  }
  sink.take(std::move(advisory));
}

}  // namespace lp::match
