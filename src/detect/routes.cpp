#include "detect/routes.h"

#include <algorithm>
#include <mutex>

#include "base/check.h"

namespace lp::detect {
namespace {

bool fits(const std::string& wanted, const std::string& offered) { return wanted.empty() || wanted == offered; }

}  // namespace

bool covers(const Logsource& wanted, const std::vector<Logsource>& offered) {
  return std::ranges::any_of(offered, [&](const Logsource& o) {
    return fits(wanted.product, o.product) && fits(wanted.category, o.category) && fits(wanted.service, o.service);
  });
}

RouteTable::RouteTable() : routes_(1) { ids_.emplace(std::vector<Logsource>{}, no_route); }

RouteId RouteTable::intern(std::vector<Logsource> sources) {
  std::ranges::sort(sources);
  const auto [first, last] = std::ranges::unique(sources);
  sources.erase(first, last);
  const std::unique_lock lock(mutex_);
  const auto [place, added] = ids_.try_emplace(sources, static_cast<RouteId>(routes_.size()));
  if (added) routes_.push_back(std::move(sources));
  return place->second;
}

const std::vector<Logsource>& RouteTable::sources(RouteId id) const {
  const std::shared_lock lock(mutex_);
  LP_CHECK(id < routes_.size());
  return routes_[id];
}

}  // namespace lp::detect
