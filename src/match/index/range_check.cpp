#include "match/index/range_check.h"

namespace lp::match {
namespace {

bool is_in(const Scheme& scheme, const Interval& interval, std::string_view version) {
  if (version.empty()) return !interval.from && !interval.to;
  if (interval.from) {
    const auto order = compare_versions(scheme, *interval.from, version);
    if (!order || *order > 0 || (*order == 0 && !interval.from_included)) return false;
  }
  if (interval.to) {
    const auto order = compare_versions(scheme, version, *interval.to);
    if (!order || *order > 0 || (*order == 0 && !interval.to_included)) return false;
  }
  return true;
}

bool is_version(const Scheme& scheme, std::string_view text) { return !text.empty() && version_key(scheme, text).has_value(); }

}  // namespace

bool is_exact(const Interval& interval) {
  return interval.from && interval.to && *interval.from == *interval.to && interval.from_included && interval.to_included;
}

bool has_bounds_of(const Scheme& scheme, const Interval& interval) {
  return (!interval.from || is_version(scheme, *interval.from)) && (!interval.to || is_version(scheme, *interval.to));
}

std::optional<Doubts> check_interval(const Scheme* scheme, const Interval& interval, std::string_view version) {
  Doubts doubts;
  const bool native = scheme != nullptr && has_bounds_of(*scheme, interval);
  if (native && (version.empty() || is_version(*scheme, version))) {
    if (!is_in(*scheme, interval, version)) return std::nullopt;
    return doubts;
  }
  if (!has_bounds_of(generic_scheme(), interval) || !is_in(generic_scheme(), interval, version)) return std::nullopt;
  if (!is_exact(interval) && (interval.from || interval.to)) doubts.add(scheme == nullptr ? Doubt::scheme_unknown : native ? Doubt::version_foreign : Doubt::bound_foreign);
  return doubts;
}

}  // namespace lp::match
