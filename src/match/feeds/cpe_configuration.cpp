#include "match/feeds/cpe_configuration.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace lp::match {
namespace {

constexpr std::size_t looked_back = 24;  // names of one product stand together; a list of hundreds is not searched for each

// "cpe:2.3:a:vendor:product:" | "1.0" | ":*:*:…", as the text stands.
struct CutName {
  std::string_view before, version, after;
};

std::size_t next_colon(std::string_view text, std::size_t from) {
  for (std::size_t i = from; i < text.size(); ++i) {
    if (text[i] == '\\') ++i;
    else if (text[i] == ':') return i;
  }
  return text.size();
}

CutName cut_name(std::string_view uri) {
  if (!uri.starts_with("cpe:2.3:")) return {uri, {}, {}};
  std::size_t at = std::string_view("cpe:2.3:").size();
  for (int i = 0; i < 3; ++i) at = std::min(next_colon(uri, at) + 1, uri.size());
  const std::size_t end = next_colon(uri, at);
  return {uri.substr(0, at), uri.substr(at, end - at), uri.substr(end)};
}

std::string unescape_version(std::string_view version) {
  std::string out;
  out.reserve(version.size());
  for (std::size_t i = 0; i < version.size(); ++i) {
    if (version[i] == '\\' && i + 1 < version.size()) ++i;
    out += static_cast<char>(std::tolower(static_cast<unsigned char>(version[i])));
  }
  return out;
}

bool has_wildcard(std::string_view version) {
  for (std::size_t i = 0; i < version.size(); ++i) {
    if (version[i] == '\\') ++i;
    else if (version[i] == '*' || version[i] == '?') return true;
  }
  return false;
}

struct Match {
  bool vulnerable = false;
  std::string_view uri;
  Interval bounds{};
  bool bounded = false;
};

Match match_of(JsonObject object) {
  Match match;
  const auto bound = [&](const JsonElement& value, std::optional<std::string>& to, bool& included, bool is) {
    if (const std::string_view version = text_of(value); !version.empty()) to = std::string(version), included = is, match.bounded = true;
  };
  for (const auto& [key, value] : object) {
    if (key == "vulnerable") match.vulnerable = value.is_bool() && value.get_bool().value_unsafe();
    else if (key == "cpe23Uri" || key == "criteria" || (key == "cpe22Uri" && match.uri.empty())) match.uri = text_of(value);
    else if (key == "versionStartIncluding") bound(value, match.bounds.from, match.bounds.from_included, true);
    else if (key == "versionStartExcluding") bound(value, match.bounds.from, match.bounds.from_included, false);
    else if (key == "versionEndIncluding") bound(value, match.bounds.to, match.bounds.to_included, true);
    else if (key == "versionEndExcluding") bound(value, match.bounds.to, match.bounds.to_included, false);
  }
  return match;
}

// What one match says of versions, with the cut name's version.
struct Stated {
  enum Kind { everything, nothing_has_one, exact, range, unclear } kind = unclear;
  std::string version{};
  Interval interval{};
};

Stated stated_by(const Match& match, const CutName& name) {
  if (name.version == "*" || (match.bounded && name.version == "-")) return {match.bounded ? Stated::range : Stated::everything, {}, match.bounds};
  if (name.version == "-") return {Stated::nothing_has_one, "-"};
  if (has_wildcard(name.version)) return {};
  return {Stated::exact, unescape_version(name.version)};
}

class Names {
 public:
  // Index of what was made for a name like this one, or nullopt.
  std::optional<std::size_t> find(const CutName& name) const {
    for (std::size_t i = made_.size(); i > 0 && made_.size() - i < looked_back; --i)
      if (made_[i - 1].before == name.before && made_[i - 1].after == name.after) return index_[i - 1];
    return std::nullopt;
  }
  void add(const CutName& name, std::size_t index) {
    made_.push_back(name);
    index_.push_back(index);
  }

 private:
  std::vector<CutName> made_;
  std::vector<std::size_t> index_;
};

// A name of plain lower case values needs no grammar: nearly all are of that kind. `after` begins with ':'.
bool take_plain_values(std::string_view text, Cpe& cpe, std::size_t from) {
  std::size_t attribute = from;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(':'), text.size());
    const std::string_view value = text.substr(0, end);
    const bool plain = value == "*" || value == "-" || (!value.empty() && std::ranges::all_of(value, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.'; }));
    if (!plain || attribute >= Cpe::attributes) return false;
    cpe.values[attribute++].assign(value);
    if (end == text.size()) break;
    text.remove_prefix(end + 1);
  }
  return true;
}

std::optional<Cpe> plain_name_without_version(const CutName& name) {
  constexpr std::string_view prefix = "cpe:2.3:";
  if (name.version.empty() || name.before.size() < prefix.size() + 6 || std::ranges::count(name.after, ':') != 7) return std::nullopt;
  const std::string_view begin = name.before.substr(prefix.size(), name.before.size() - prefix.size() - 1);
  if (std::ranges::count(begin, ':') != 2 || (begin[0] != 'a' && begin[0] != 'o' && begin[0] != 'h') || begin[1] != ':') return std::nullopt;
  Cpe cpe;
  cpe.values[Cpe::version] = "*";
  if (!take_plain_values(begin, cpe, Cpe::part) || !take_plain_values(name.after.substr(1), cpe, Cpe::update)) return std::nullopt;
  return cpe;
}

std::optional<Cpe> name_without_version(const CutName& name) {
  if (auto plain = plain_name_without_version(name)) return plain;
  auto cpe = parse_cpe(name.version.empty() ? std::string(name.before) : std::string(name.before) + "*" + std::string(name.after));
  if (!cpe) return std::nullopt;
  return *std::move(cpe);
}

// Calls `each(match, place)` for the matches of a list that are objects.
template <class Each>
void for_matches(const CpeList& list, FeedSink& sink, const Each& each) {
  std::size_t index = 0;
  for (const JsonElement element : list.matches) {
    const std::size_t here = index++;
    if (list.single && here != list.index) continue;
    if (const auto object = object_of(element)) each(match_of(*object), here);
    else sink.refuse(list.place + "/" + std::to_string(here), "wrong_type", "is no object");
  }
}

Condition condition_of(const CpeList& list, FeedSink& sink) {
  Condition condition;
  Names names;
  for_matches(list, sink, [&](const Match& match, std::size_t) {
    CutName name = cut_name(match.uri);
    std::optional<std::size_t> at = names.find(name);
    if (!at) {
      auto cpe = name_without_version(name);
      if (!cpe) return;  // refused where it is read as a statement, or stays unfulfilled
      at = condition.any_of.size();
      names.add(name, *at);
      condition.any_of.push_back(*std::move(cpe));
      condition.ranges.emplace_back();
    }
    const Stated stated = stated_by(match, name);
    std::vector<Interval>& range = condition.ranges[*at];
    if (stated.kind == Stated::exact) range.push_back(Interval::exactly(stated.version));
    else range.push_back(stated.kind == Stated::range ? stated.interval : Interval::everything());
  });
  for (std::vector<Interval>& range : condition.ranges)
    if (std::ranges::find(range, Interval::everything()) != range.end()) range.clear();
  return condition;
}

std::optional<std::size_t> new_statement(const CutName& name, const CpeList& list, std::size_t index, Advisory& advisory, FeedSink& sink) {
  auto cpe = name_without_version(name);
  if (!cpe) {
    sink.refuse(list.place + "/" + std::to_string(index), "no_cpe", "is no CPE name: " + truncate(name.before, 100));
    return std::nullopt;
  }
  Affected& made = advisory.affected.emplace_back();
  made.package = key_of_cpe(*cpe);
  made.stated_name = (*cpe)[Cpe::vendor] + ' ' + (*cpe)[Cpe::product];
  made.tier = (*cpe)[Cpe::vendor] == "*" || (*cpe)[Cpe::product] == "*" ? Tier::rough : Tier::cpe;
  made.cpe = *std::move(cpe);
  made.scheme = generic_scheme().id;
  made.where = list.place + "/" + std::to_string(index);
  return advisory.affected.size() - 1;
}

void append_list(const CpeList& list, Advisory& advisory, FeedSink& sink) {
  Names names;
  for_matches(list, sink, [&](const Match& match, std::size_t index) {
    if (!match.vulnerable) return;
    const CutName name = cut_name(match.uri);
    Stated stated = stated_by(match, name);
    if (name.version.empty()) stated.kind = match.bounded ? Stated::range : Stated::everything, stated.interval = match.bounds;
    if (stated.kind == Stated::unclear) return sink.leave_out("version_wildcard");
    std::optional<std::size_t> at = names.find(name);
    if (!at) {
      at = new_statement(name, list, index, advisory, sink);
      if (!at) return;
      names.add(name, *at);
    }
    Affected& affected = advisory.affected[*at];
    if (stated.kind == Stated::exact || stated.kind == Stated::nothing_has_one) affected.versions.push_back(std::move(stated.version));
    else affected.intervals.push_back(std::move(stated.interval));
    if (match.bounded && match.bounds.to && !match.bounds.to_included) affected.fixed_versions.push_back(*match.bounds.to);
  });
}

}  // namespace

void append_configuration(std::span<const CpeList> lists, bool all, Advisory& advisory, FeedSink& sink) {
  std::vector<Condition> conditions;
  if (all && lists.size() > 1)
    for (const CpeList& list : lists) conditions.push_back(condition_of(list, sink));
  for (std::size_t i = 0; i < lists.size(); ++i) {
    const std::size_t first = advisory.affected.size();
    append_list(lists[i], advisory, sink);
    for (std::size_t a = first; a < advisory.affected.size(); ++a)
      for (std::size_t c = 0; c < conditions.size(); ++c)
        if (c != i) advisory.affected[a].conditions.push_back(conditions[c]);
  }
}

}  // namespace lp::match
