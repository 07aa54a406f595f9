#include "server/router.h"

#include <algorithm>
#include <set>

#include "base/check.h"
#include "base/text.h"

namespace lp::server {
namespace {

bool match_segment(const SegmentPattern& pattern, std::string_view text, Router::Params& params) {
  const auto& literals = pattern.literals;
  if (pattern.names.empty()) return text == literals.front();
  if (!starts_with(text, literals.front())) return false;
  text.remove_prefix(literals.front().size());
  for (std::size_t i = 0; i < pattern.names.size(); ++i) {
    const std::string& next = literals[i + 1];
    const bool last = i + 1 == pattern.names.size();
    const std::size_t at = last && next.empty() ? text.size() : text.rfind(next);
    if (at == std::string_view::npos || at == 0) return false;  // a name is never empty
    if (last && at + next.size() != text.size()) return false;
    params[pattern.names[i]] = std::string(text.substr(0, at));
    text.remove_prefix(at + next.size());
  }
  return true;
}

}  // namespace

SegmentPattern parse_segment(std::string_view text) {
  SegmentPattern out;
  for (;;) {
    const std::size_t open = text.find('{');
    out.literals.emplace_back(text.substr(0, open));
    if (open == std::string_view::npos) return out;
    const std::size_t close = text.find('}', open);
    LP_CHECK(close != std::string_view::npos && close > open + 1, "malformed pattern " + std::string(text));
    out.names.emplace_back(text.substr(open + 1, close - open - 1));
    text.remove_prefix(close + 1);
  }
}

Router::Router(const std::vector<RouteSet>& sets) : sets_(sets) {
  std::set<std::string> seen;
  for (const RouteSet& set : sets) {
    for (const Route& route : set.routes) {
      LP_CHECK(seen.insert(route.method + " " + route.pattern).second, "two routes " + route.method + " " + route.pattern);
      Entry entry{&route, {}, 0};
      for (std::string_view segment : split(route.pattern, '/')) {
        entry.segments.push_back(parse_segment(segment));
        entry.names += static_cast<int>(entry.segments.back().names.size());
      }
      entries_.push_back(std::move(entry));
    }
  }
  std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.names < b.names; });
}

Router::Match Router::match(std::string_view method, std::string_view path) const {
  const std::vector<std::string_view> segments = split(path, '/');
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  Match out;
  for (const Entry& entry : entries_) {
    if (entry.segments.size() != segments.size()) continue;
    Params params;
    bool fits = true;
    for (std::size_t i = 0; fits && i < segments.size(); ++i) fits = match_segment(entry.segments[i], segments[i], params);
    if (!fits) continue;
    if (entry.route->method == wanted) return {entry.route, std::move(params), {}};
    out.allowed.push_back(entry.route->method);
  }
  return out;
}

}  // namespace lp::server
