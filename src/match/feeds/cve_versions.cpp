#include "match/feeds/cve_versions.h"

#include <algorithm>

#include "base/text.h"
#include "match/feeds/collections.h"
#include "match/product_text/version_phrase.h"
#include "match/product_text/version_text.h"

namespace lp::match {
namespace {

bool says_nothing(std::string_view version) {
  if (version.empty()) return true;
  if (version.size() > 14) return false;
  const std::string lower = to_lower_ascii(trim(version));
  return lower == "n/a" || lower == "unspecified" || lower == "unknown" || lower == "-" || lower == "na" || lower == "none" || lower == "see references";
}
bool is_start(std::string_view version) { return version == "0" || version == "*" || says_nothing(version); }

// A version as one writes it, not a phrase: nothing in it that people say.
bool is_plain(std::string_view version) { return !version.empty() && version.find_first_of(" <>=,;|") == std::string_view::npos && version != "*" && static_cast<unsigned char>(version[0]) < 0x80; }

struct Change {
  std::string_view at;
  bool affected;
};

class Versions {
 public:
  Versions(const Place& place, FeedSink& sink, bool default_affected) : place_(place), sink_(sink), default_affected_(default_affected) {}

  void read(JsonArray versions) {
    std::size_t index = 0;
    for (const JsonElement element : versions) {
      const Place here(place_, index++);
      if (const auto object = object_of(element)) read(*object);
      else sink_.refuse(here.pointer(), "wrong_type", "is no object");
    }
  }

  std::vector<VersionGroup> finish() {
    if (default_affected_)
      for (Open& open : open_) complement(open);
    std::vector<VersionGroup> out;
    for (Open& open : open_)
      if (!open.group.intervals.empty() || !open.group.versions.empty()) out.push_back(std::move(open.group));
    return out;
  }

 private:
  struct Open {
    VersionGroup group;
    std::vector<Interval> excepted{};   // with default_affected_: what is not affected
    std::vector<Interval> listed{};     // with default_affected_: named as affected all the same
  };

  Open& open(std::string_view scheme, bool from_text, double confidence = 1) {
    for (Open& o : open_)
      if (default_affected_ || (o.group.scheme == scheme && o.group.from_text == from_text)) return o.group.confidence = std::min(o.group.confidence, confidence), o;
    Open& added = open_.emplace_back();
    added.group.scheme = scheme;
    added.group.from_text = from_text;
    added.group.confidence = confidence;
    return added;
  }

  void read(JsonObject object) {
    const std::string_view type = text_of(object, "versionType"), status = text_of(object, "status");
    if (type == "git") return sink_.leave_out("git_range");
    if (status != "affected" && status != "unaffected") return sink_.leave_out(status == "unknown" ? "unknown_status" : "no_status");
    const std::string_view version = text_of(object, "version");
    const std::string_view less = text_of(object, "lessThan"), less_equal = text_of(object, "lessThanOrEqual");
    if (is_commit(version) || is_commit(less) || is_commit(less_equal)) return sink_.leave_out("git_range");
    const bool affected = status == "affected";
    std::string_view scheme = scheme_of_version_type(type);
    if (find_scheme(scheme) == nullptr) scheme = {};
    // The gaps of a list are those of the whole list, in one order.
    if (default_affected_ && !open_.empty()) {
      if (open_[0].group.scheme.empty()) open_[0].group.scheme = scheme;
      scheme = open_[0].group.scheme;
    }
    const std::string_view end = less.empty() ? less_equal : less;
    if (end.empty()) return single(version, scheme, affected);
    if (end != "*" && !is_plain(end) && wildcard_stem(end).empty()) return phrase_end(version, end, less.empty(), affected);
    Interval whole = Interval::everything();
    if (!is_start(version)) whole.from = is_plain(version) ? std::string(version) : std::string(trim(version));
    set_end(whole, end, less.empty());
    std::vector<Change> changes;
    if (const auto list = array_of(object, "changes")) read_changes(*list, changes);
    with_changes(open(scheme, false), whole, changes, affected);
  }

  static void set_end(Interval& interval, std::string_view end, bool included) {
    if (end == "*") return;
    const std::string_view stem = wildcard_stem(end);
    interval.to = std::string(stem.empty() ? end : stem);
    interval.to_included = included && stem.empty();
    if (included && !stem.empty()) interval.to = next_stem(stem);
    if (interval.to->empty()) interval.to.reset();
  }

  static void read_changes(JsonArray list, std::vector<Change>& out) {
    for (const JsonElement element : list)
      if (const auto change = object_of(element)) out.push_back({text_of(*change, "at"), text_of(*change, "status") == "affected"});
    std::erase_if(out, [](const Change& change) { return change.at.empty(); });
  }

  void with_changes(Open& open, const Interval& whole, const std::vector<Change>& changes, bool affected) {
    Interval part = whole;
    bool now = affected;
    for (const Change& change : changes) {
      if (change.affected == now) continue;
      part.to = std::string(change.at);
      part.to_included = false;
      put(open, part, now);
      if (!change.affected) open.group.fixed_versions.emplace_back(change.at);
      part = whole;
      part.from = std::string(change.at);
      part.from_included = true;
      now = change.affected;
    }
    if (now && part.to && !part.to_included) open.group.fixed_versions.push_back(*part.to);
    put(open, std::move(part), now);
  }

  void put(Open& open, Interval interval, bool affected) {
    if (affected && default_affected_) open.listed.push_back(std::move(interval));
    else if (affected) open.group.intervals.push_back(std::move(interval));
    else if (default_affected_) open.excepted.push_back(std::move(interval));
  }

  void single(std::string_view version, std::string_view scheme, bool affected) {
    if (version == "*") return put(open(scheme, false), Interval::everything(), affected);
    if (says_nothing(version)) return sink_.leave_out("no_version");
    if (is_plain(version) && wildcard_stem(version).empty()) {
      if (affected && !default_affected_) open(scheme, false).group.versions.emplace_back(version);
      else if (affected != default_affected_ || affected) put(open(scheme, false), Interval::exactly(version), affected);
      return;
    }
    VersionPhrase phrase = parse_version_phrase(version);
    if (phrase.intervals.empty()) return sink_.leave_out("unclear_versions");
    Open& o = open(phrase.scheme, true, phrase.confidence);
    for (Interval& interval : phrase.intervals) put(o, std::move(interval), affected);
  }

  // "lessThan": "prior to 2.1"
  void phrase_end(std::string_view version, std::string_view end, bool included, bool affected) {
    const std::string text = (is_start(version) ? std::string() : ">= " + std::string(version) + ", ") + (included ? "<= " : "< ") + std::string(end);
    VersionPhrase phrase = parse_version_phrase(text);
    if (phrase.intervals.empty()) return sink_.leave_out("unclear_versions");
    Open& o = open(phrase.scheme, true, phrase.confidence * 0.9);
    for (Interval& interval : phrase.intervals) put(o, std::move(interval), affected);
  }

  static bool orders(const Scheme& scheme, const Interval& interval) { return (!interval.from || version_key(scheme, *interval.from)) && (!interval.to || version_key(scheme, *interval.to)); }

  // All but `excepted`, in the group's order.
  void complement(Open& open) {
    std::vector<Interval>& excepted = open.excepted;
    // Who lists what is affected and nothing else means the list, whatever the default says.
    if (excepted.empty()) {
      open.group.intervals = std::move(open.listed);
      return sink_.leave_out("default_beside_list");
    }
    const Scheme* scheme = find_scheme(open.group.scheme);
    if (scheme == nullptr || !std::ranges::all_of(excepted, [&](const Interval& interval) { return orders(*scheme, interval); })) {
      scheme = &generic_scheme();
      open.group.scheme.clear();
    }
    if (!std::ranges::all_of(excepted, [&](const Interval& interval) { return orders(*scheme, interval); })) return sink_.leave_out("unordered_versions");
    std::ranges::stable_sort(excepted, [&](const Interval& a, const Interval& b) { return !a.from ? b.from.has_value() : b.from && compare_versions(*scheme, *a.from, *b.from) == std::strong_ordering::less; });
    std::optional<Interval> gap = Interval::everything();
    for (const Interval& hole : excepted) {
      if (!gap) return;
      if (hole.from && !(gap->from && compare_versions(*scheme, *gap->from, *hole.from) != std::strong_ordering::less)) {
        gap->to = hole.from;
        gap->to_included = !hole.from_included;
        open.group.intervals.push_back(*gap);
        if (hole.from_included) open.group.fixed_versions.push_back(*hole.from);
      }
      if (!hole.to) gap.reset();
      else if (!gap->from || compare_versions(*scheme, *gap->from, *hole.to) == std::strong_ordering::less) gap = Interval{.from = hole.to, .to = {}, .from_included = !hole.to_included, .to_included = false};
    }
    if (gap) open.group.intervals.push_back(*std::move(gap));
  }

  const Place& place_;
  FeedSink& sink_;
  bool default_affected_;
  std::vector<Open> open_;
};

}  // namespace

std::vector<VersionGroup> read_cve_versions(JsonObject affected, const Place& place, FeedSink& sink) {
  const bool default_affected = text_of(affected, "defaultStatus") == "affected";
  const auto versions = array_of(affected, "versions", place, sink);
  if (!versions || versions->size() == 0) {
    if (!default_affected) return {};
    return {VersionGroup{.intervals = {Interval::everything()}}};
  }
  const Place below(place, "versions");
  Versions reader(below, sink, default_affected);
  reader.read(*versions);
  return reader.finish();
}

}  // namespace lp::match
