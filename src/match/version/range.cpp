#include "match/version/range.h"

#include <algorithm>
#include <map>

#include "match/version/interval_set.h"
#include "match/version/native/notations.h"
#include "match/version/vers.h"

namespace lp::match {
namespace {

constexpr bool is_lower_bound(Comparator c) { return c == Comparator::greater || c == Comparator::greater_equal; }

// Reads constraints in order. VERS makes no difference between "|" as "and" and as "or": a lower bound and the next upper one are
// an interval, and of bounds of one kind in a row the widest counts. Single versions are within intervals around them only where
// versions are `ordered`.
class Pairing {
 public:
  explicit Pairing(bool ordered) : ordered_(ordered) {}

  void take(const Constraint& constraint) {
    if (constraint.comparator == Comparator::equal) {
      if (!ordered_) {
        single_.push_back(Interval::exactly(constraint.version));
      } else if (!open_) {
        set_.push_back(Interval::exactly(constraint.version));
      }
    } else if (is_lower_bound(constraint.comparator)) {
      if (!open_) set_.push_back(intervals_of(constraint.comparator, constraint.version).front());
      open_ = true;
    } else {
      take_upper(constraint);
    }
  }
  Intervals set() && {
    set_.insert(set_.end(), single_.begin(), single_.end());
    return std::move(set_);
  }

 private:
  void take_upper(const Constraint& constraint) {
    // Behind no open lower bound: the interval before, if any, goes on to here, and single versions on the way are in it.
    while (!open_ && !set_.empty() && set_.back().from == set_.back().to && set_.back().from) set_.pop_back();
    if (set_.empty()) set_.emplace_back();
    set_.back().to = constraint.version;
    set_.back().to_included = constraint.comparator == Comparator::less_equal;
    open_ = false;
  }
  bool ordered_;
  Intervals set_, single_;
  bool open_ = false;  // the last interval has no upper bound yet
};

bool known_bounds(const Scheme& scheme, const Intervals& set) {
  const auto known = [&scheme](const std::optional<std::string>& bound) { return !bound || version_key(scheme, *bound); };
  return std::all_of(set.begin(), set.end(), [&known](const Interval& i) { return known(i.from) && known(i.to); });
}

// What joins comparisons grows with the square of how many there are.
constexpr std::size_t longest_native_range = 16 * 1024;

bool is_exact(const Interval& interval) {
  return interval.from && interval.from == interval.to && interval.from_included && interval.to_included;
}

// nullopt: a bound is no version of the scheme.
std::optional<bool> is_within(const Scheme& scheme, const Interval& interval, const std::string& key) {
  if (interval.from) {
    const auto from = version_key(scheme, *interval.from);
    if (!from) return std::nullopt;
    if (key < *from || (key == *from && !interval.from_included)) return false;
  }
  if (interval.to) {
    const auto to = version_key(scheme, *interval.to);
    if (!to) return std::nullopt;
    if (key > *to || (key == *to && !interval.to_included)) return false;
  }
  return true;
}

// Everything but some versions, which are in order.
Intervals all_between(const std::map<std::string, std::string>& excluded) {
  Intervals set = {Interval::everything()};
  for (const auto& [key, version] : excluded) {
    set.back().to = version;
    set.push_back({version, std::nullopt, false, false});
  }
  return set;
}

// Two intervals that leave out one version between them.
bool is_hole(const Scheme& scheme, const Interval& before, const Interval& after) {
  return before.to && after.from && !before.to_included && !after.from_included &&
         version_key(scheme, *before.to) == version_key(scheme, *after.from);
}

}  // namespace

VersionRange range_of(const Vers& vers) {
  VersionRange range{vers.scheme, {}};
  if (vers.everything) {
    range.intervals.push_back(Interval::everything());
    return range;
  }
  const Scheme* const scheme = find_scheme(vers.scheme);
  const bool ordered = scheme != nullptr && std::all_of(vers.constraints.begin(), vers.constraints.end(), [scheme](const Constraint& c) {
    return version_key(*scheme, c.version).has_value();
  });
  Pairing pairing(ordered);
  std::map<std::string, std::string> excluded;  // by key
  bool only_exclusions = true;
  for (const Constraint& constraint : vers.constraints) {
    if (constraint.comparator != Comparator::not_equal) {
      only_exclusions = false;
      pairing.take(constraint);
    } else if (ordered) {
      excluded.emplace(*version_key(*scheme, constraint.version), constraint.version);
    }
  }
  range.intervals = only_exclusions ? Intervals{Interval::everything()} : std::move(pairing).set();
  if (ordered) range.intervals = intersect(*scheme, range.intervals, all_between(excluded));
  return range;
}

Vers vers_of(const VersionRange& range) {
  Vers vers{range.scheme, false, {}};
  Intervals set = range.intervals;
  const Scheme* const scheme = find_scheme(range.scheme);
  const bool ordered = scheme != nullptr && known_bounds(*scheme, set);
  if (ordered) set = normal_form(*scheme, set);
  for (std::size_t i = 0; i < set.size(); ++i) {
    const Interval& interval = set[i];
    const bool behind_hole = ordered && i > 0 && is_hole(*scheme, set[i - 1], interval);
    const bool before_hole = ordered && i + 1 < set.size() && is_hole(*scheme, interval, set[i + 1]);
    if (!interval.from && !interval.to) vers.everything = true;
    if (is_exact(interval)) {
      vers.constraints.push_back({Comparator::equal, *interval.from});
      continue;
    }
    if (interval.from) {
      const Comparator lower = interval.from_included ? Comparator::greater_equal : Comparator::greater;
      vers.constraints.push_back({behind_hole ? Comparator::not_equal : lower, *interval.from});
    }
    if (interval.to && !before_hole) {
      vers.constraints.push_back({interval.to_included ? Comparator::less_equal : Comparator::less, *interval.to});
    }
  }
  if (vers.everything) vers.constraints.clear();
  return vers;
}

Result<VersionRange> parse_vers(std::string_view text) {
  LP_TRY(const Vers vers, read_vers(text));
  return range_of(vers);
}

std::string to_vers(const VersionRange& range) { return write_vers(vers_of(range)); }

Result<VersionRange> parse_native_range(std::string_view scheme_id, std::string_view text) {
  const Scheme* const scheme = find_scheme(scheme_id);
  if (scheme == nullptr) return make_error(Errc::invalid, "no version scheme \"" + std::string(scheme_id) + "\"");
  if (text.size() > longest_native_range) return make_error(Errc::too_large, "a range of " + std::to_string(text.size()) + " bytes");
  LP_TRY(const Intervals set, notation_of(scheme->id)(*scheme, text));
  return VersionRange{std::string(scheme->id), normal_form(*scheme, set)};
}

std::optional<bool> contains(const VersionRange& range, std::string_view version) {
  const Scheme* const scheme = find_scheme(range.scheme);
  const std::optional<std::string> key = scheme == nullptr ? std::nullopt : version_key(*scheme, version);
  bool unknown = false;
  for (const Interval& interval : range.intervals) {
    if (!interval.from && !interval.to) return true;
    if (is_exact(interval) && *interval.from == version) return true;
    if (!key) {
      unknown |= scheme != nullptr || !is_exact(interval);
      continue;
    }
    const std::optional<bool> within = is_within(*scheme, interval, *key);
    if (within == true) return true;
    unknown |= !within;
  }
  if (unknown) return std::nullopt;
  return false;
}

}  // namespace lp::match
