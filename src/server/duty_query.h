#pragma once
#include "server/request.h"
#include "store/store.h"

namespace lp::server {

// ?plan=&org=&task=1,2&state=overdue&obligation=&region=&type=&due_from=&due_to=&q=&sort=due&page=&size=
// Several values by comma; a plan left out is the only one there is. invalid names the parameter.
Result<store::DutyFilter> read_duty_filter(const Request& request, const model::Catalogue& catalogue);

}  // namespace lp::server
