#include <algorithm>

#include "store/events/event_store.h"

namespace lp::store {

Result<Reach> Reach::everything(const model::Viewer& viewer) {
  const bool whole_province = viewer.role == model::Role::regulator_leader || viewer.role == model::Role::system ||
                              (viewer.role == model::Role::regulator_officer && viewer.regions.empty() && viewer.sectors.empty());
  if (!whole_province) return make_error(Errc::denied, "this account does not see the events of everybody");
  Reach reach;
  reach.all_ = true;
  return reach;
}

Reach Reach::of(const model::Viewer& viewer, std::vector<OrgId> orgs) {
  Reach reach;
  const bool enterprise = viewer.role == model::Role::enterprise_officer || viewer.role == model::Role::enterprise_leader;
  // An enterprise's people see their own organisation at most, whatever the caller believes.
  if (enterprise) std::erase_if(orgs, [&](OrgId org) { return org != viewer.org; });
  if (viewer.role == model::Role::administrator || viewer.role == model::Role::auditor) orgs.clear();
  std::erase(orgs, OrgId{});
  std::ranges::sort(orgs);
  const auto [first, last] = std::ranges::unique(orgs);
  orgs.erase(first, last);
  reach.orgs_ = std::move(orgs);
  return reach;
}

}  // namespace lp::store
