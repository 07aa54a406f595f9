#pragma once
// Who the signed-in user is, for the web application: names, reach, and what its pages may offer.
// A capability only shows or hides a button; every call is checked again where it is made.

#include "base/json.h"
#include "service/accounts/accounts.h"

namespace lp::service {

// records.write review ledger.decide ledger.snapshot board import export users journal outbox, and
// create:<kind> for each kind the viewer may create.
json::array capabilities_of(const model::Catalogue& catalogue, const model::Viewer& viewer);
// {id, login, name, role, role_title, org, org_name, regions, sectors, must_change_password, language}
json::object describe_user(store::Store& store, const model::Catalogue& catalogue, const Caller& caller);

}  // namespace lp::service
