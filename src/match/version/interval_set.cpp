#include "match/version/interval_set.h"

#include <algorithm>

#include "base/check.h"

namespace lp::match {
namespace {

// An interval with the keys of its bounds.
struct Keyed {
  Interval interval;
  std::string from, to;
};

std::string key_of(const Scheme& scheme, const std::optional<std::string>& bound) {
  std::string key;
  if (bound) LP_CHECK(scheme.encode(*bound, key));
  return key;
}

std::vector<Keyed> keyed(const Scheme& scheme, const Intervals& set) {
  std::vector<Keyed> all;
  all.reserve(set.size());
  for (const Interval& interval : set) all.push_back({interval, key_of(scheme, interval.from), key_of(scheme, interval.to)});
  return all;
}

bool starts_before(const Keyed& a, const Keyed& b) {
  if (!a.interval.from || !b.interval.from) return !a.interval.from && b.interval.from;
  if (a.from != b.from) return a.from < b.from;
  return a.interval.from_included && !b.interval.from_included;
}
bool ends_before(const Keyed& a, const Keyed& b) {
  if (!a.interval.to || !b.interval.to) return a.interval.to && !b.interval.to;
  if (a.to != b.to) return a.to < b.to;
  return !a.interval.to_included && b.interval.to_included;
}
bool is_empty(const Keyed& k) {
  if (!k.interval.from || !k.interval.to) return false;
  return k.from > k.to || (k.from == k.to && !(k.interval.from_included && k.interval.to_included));
}
// Nothing is between the end of `a` and the start of `b`, which does not start before `a`.
bool touches(const Keyed& a, const Keyed& b) {
  if (!a.interval.to || !b.interval.from) return true;
  return b.from < a.to || (b.from == a.to && (a.interval.to_included || b.interval.from_included));
}

void take_end(Keyed& into, const Keyed& from) {
  into.interval.to = from.interval.to;
  into.interval.to_included = from.interval.to_included;
  into.to = from.to;
}

Intervals merged(std::vector<Keyed> all) {
  std::erase_if(all, is_empty);
  std::stable_sort(all.begin(), all.end(), starts_before);
  std::vector<Keyed> merged;
  for (Keyed& next : all) {
    if (merged.empty() || !touches(merged.back(), next)) {
      merged.push_back(std::move(next));
    } else if (ends_before(merged.back(), next)) {
      take_end(merged.back(), next);
    }
  }
  Intervals set;
  for (Keyed& k : merged) set.push_back(std::move(k.interval));
  return set;
}

}  // namespace

Intervals normal_form(const Scheme& scheme, const Intervals& set) { return merged(keyed(scheme, set)); }

Intervals intersect(const Scheme& scheme, const Intervals& a, const Intervals& b) {
  const std::vector<Keyed> left = keyed(scheme, normal_form(scheme, a)), right = keyed(scheme, normal_form(scheme, b));
  std::vector<Keyed> common;
  for (auto l = left.begin(), r = right.begin(); l != left.end() && r != right.end();) {
    Keyed part = starts_before(*l, *r) ? *r : *l;
    const bool left_ends = ends_before(*l, *r);
    take_end(part, left_ends ? *l : *r);
    common.push_back(std::move(part));
    ++(left_ends ? l : r);
  }
  return merged(std::move(common));
}

Intervals all_but(std::string_view version) {
  Interval below, above;
  below.to = std::string(version);
  above.from = std::string(version);
  above.from_included = false;
  return {below, above};
}

}  // namespace lp::match
