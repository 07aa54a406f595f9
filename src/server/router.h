#pragma once
// Finds the route of a method and path. Built once; immutable and thread-safe afterwards.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "server/route.h"

namespace lp::server {

// "{kind}.{format}" matches "network_unit.xlsx": names between literals, split at the last place.
struct SegmentPattern {
  std::vector<std::string> literals;  // names.size() + 1 of them, empty where nothing stands
  std::vector<std::string> names;
};
SegmentPattern parse_segment(std::string_view text);  // LP_CHECKs that braces match

class Router {
 public:
  using Params = std::map<std::string, std::string, std::less<>>;
  struct Match {
    const Route* route = nullptr;          // null: nothing here for this method
    Params params;
    std::vector<std::string> allowed;      // methods the path has, when route is null
  };
  // LP_CHECKs that no two routes have one method and pattern. `sets` must outlive the router.
  explicit Router(const std::vector<RouteSet>& sets);
  // HEAD finds GET. Literal segments win over names.
  Match match(std::string_view method, std::string_view path) const;
  const std::vector<RouteSet>& sets() const { return sets_; }

 private:
  struct Entry {
    const Route* route;
    std::vector<SegmentPattern> segments;
    int names = 0;
  };
  const std::vector<RouteSet>& sets_;
  std::vector<Entry> entries_;             // fewest names first
};

}  // namespace lp::server
