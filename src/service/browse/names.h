#pragma once
// Names beside ids on pages: organisations within the viewer's wall, people as history shows them.

#include <map>
#include <span>
#include <string>

#include "store/store.h"

namespace lp::service {

// Organisations the viewer may not see are absent. One read for all.
Result<std::map<OrgId, std::string>> org_names(store::ReadTx& tx, const model::Viewer& viewer,
                                               const model::Catalogue& catalogue, std::span<const OrgId> orgs);
Result<std::map<UserId, std::string>> user_names(store::ReadTx& tx, std::span<const UserId> users);

}  // namespace lp::service
