#pragma once
// Which log sources an event belongs to, in Sigma's words (product, category, service), and which rules may see it.
// A Windows process creation by Sysmon is {windows, process_creation, –} and {windows, –, sysmon} at once.
//
// Threads: everything may be called by any thread at any time; references stay valid as long as the table.
// The order of RouteIds depends on the order of events: never write one out.

#include <deque>
#include <map>
#include <shared_mutex>
#include <string>
#include <vector>

#include "detect/event.h"

namespace lp::detect {

struct Logsource {
  std::string product, category, service;  // empty = not said
  auto operator<=>(const Logsource&) const = default;
};

// Does a rule that asks for `wanted` see events of `offered`? Each part said by the rule must be said by one of the event's
// sources together: {category: dns} sees {zeek, dns, –}; {windows, –, sysmon} does not see {windows, process_creation, –}.
bool covers(const Logsource& wanted, const std::vector<Logsource>& offered);

class RouteTable {
 public:
  RouteTable();
  RouteId intern(std::vector<Logsource> sources);       // order and repetition do not matter; none = no_route
  const std::vector<Logsource>& sources(RouteId id) const;

 private:
  mutable std::shared_mutex mutex_;
  std::deque<std::vector<Logsource>> routes_;           // [0] = no_route: nothing known
  std::map<std::vector<Logsource>, RouteId> ids_;
};

}  // namespace lp::detect
