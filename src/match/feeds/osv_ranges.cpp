#include "match/feeds/osv_ranges.h"

#include <algorithm>
#include <optional>
#include <string>

namespace lp::match {
namespace {

bool is_start(const OsvEvent& event) { return event.kind == OsvEvent::introduced && event.version == "0"; }

// Nearly every range is one bound or one pair; only these are in order as they stand, whatever the versions.
bool is_in_order(const std::vector<OsvEvent>& events) {
  if (events.size() == 1) return true;
  return events.size() == 2 && is_start(events[0]) && !is_start(events[1]);
}

void sort_events(std::vector<OsvEvent>& events, const Scheme* scheme) {
  struct Keyed {
    std::string key;   // "" = before everything
    OsvEvent event;
  };
  std::vector<Keyed> keyed;
  keyed.reserve(events.size());
  for (const OsvEvent& event : events) {
    Keyed& added = keyed.emplace_back(std::string(), event);
    if (is_start(event)) continue;
    added.key = '\1';
    if (scheme == nullptr || !scheme->encode(event.version, added.key)) return;
  }
  std::ranges::stable_sort(keyed, {}, &Keyed::key);
  for (std::size_t i = 0; i < events.size(); ++i) events[i] = keyed[i].event;
}

// The part of `interval` below the limit.
bool cut(Interval& interval, std::string_view limit, const Scheme* scheme) {
  const auto below = [&](const std::string& a) { return scheme != nullptr && compare_versions(*scheme, a, limit) == std::strong_ordering::less; };
  if (interval.from && !below(*interval.from)) return false;
  if (!interval.to || !below(*interval.to)) interval.to = std::string(limit), interval.to_included = false;
  return true;
}

std::optional<std::string_view> highest_limit(const std::vector<OsvEvent>& events, const Scheme* scheme) {
  std::optional<std::string_view> highest;
  for (const OsvEvent& event : events) {
    if (event.kind != OsvEvent::limit) continue;
    if (event.version == "*") return std::nullopt;
    if (!highest || (scheme != nullptr && compare_versions(*scheme, *highest, event.version) == std::strong_ordering::less)) highest = event.version;
  }
  return highest;
}

}  // namespace

void append_intervals(std::vector<OsvEvent>& events, const Scheme* scheme, std::vector<Interval>& out) {
  const auto limit = highest_limit(events, scheme);
  std::erase_if(events, [](const OsvEvent& event) { return event.kind == OsvEvent::limit; });
  if (!is_in_order(events)) sort_events(events, scheme);
  std::optional<std::string_view> open;
  const auto close = [&](std::optional<std::string> to, bool included) {
    Interval interval;
    if (*open != "0") interval.from = std::string(*open);
    interval.to = std::move(to);
    interval.to_included = included;
    if (!limit || cut(interval, *limit, scheme)) out.push_back(std::move(interval));
    open.reset();
  };
  for (const OsvEvent& event : events) {
    if (event.kind == OsvEvent::introduced && !open) open = event.version;
    if (event.kind != OsvEvent::introduced && open) close(std::string(event.version), event.kind == OsvEvent::last_affected);
  }
  if (open) close(std::nullopt, false);
}

}  // namespace lp::match
